/// The members of session_hub, for the sources that instantiate it. Not for users.
#pragma once

#include <new>
#include <utility>

#include <gamewire/session_hub.hpp>

namespace gamewire::inline v0 {

template <class S, class O>
session_hub<S, O>::session_hub(const O& chosen) noexcept
    : stillborn_(chosen.validate()), closing_timeout_(chosen.closing_timeout) {
  if (stillborn_) return;
  session_.reset(new (std::nothrow) S(chosen));
  if (session_ && session_->allocate()) return;
  session_.reset();
  stillborn_ = make_error_code(errc::no_memory);
}
template <class S, class O>
session_hub<S, O>::session_hub(session_hub&&) noexcept = default;
template <class S, class O>
session_hub<S, O>& session_hub<S, O>::operator=(session_hub&&) noexcept = default;
template <class S, class O>
session_hub<S, O>::~session_hub() = default;

template <class S, class O>
void session_hub<S, O>::receive(endpoint peer, bytes datagram, time_point now) noexcept {
  pass(now);
  if (open()) session_->receive(peer, datagram, now_);
}
template <class S, class O>
std::size_t session_hub<S, O>::poll_transmit(std::span<transmit> out, time_point) noexcept {
  return session_ ? session_->fill(out) : 0;
}
template <class S, class O>
void session_hub<S, O>::transmitted(std::size_t count, time_point) noexcept {
  if (session_) session_->sent(count);
}
template <class S, class O>
void session_hub<S, O>::transmit_failed(std::error_code, time_point) noexcept {
  if (session_ && !session_->empty()) session_->drop_front();
}

template <class S, class O>
void session_hub<S, O>::on_timeout(time_point now) noexcept {
  pass(now);
  if (now_ < given_up_) return;
  while (session_ && !session_->empty()) session_->drop_front();
}
template <class S, class O>
void session_hub<S, O>::close(time_point now) noexcept {
  pass(now);
  if (!open()) return;
  closing_ = true;
  given_up_ = later(now_, closing_timeout_);
}
template <class S, class O>
time_point session_hub<S, O>::deadline() const noexcept {
  return session_ && !session_->empty() ? given_up_ : never;
}

template <class S, class O>
template <class Event>
std::optional<Event> session_hub<S, O>::poll() noexcept {
  std::optional<Event> happened = session_ ? session_->poll_event() : std::nullopt;
  if (stillborn_) {
    happened = closed{std::exchange(stillborn_, {}), {}};
  } else if (!happened && closing_ && session_ && session_->empty()) {
    session_.reset();
    happened = closed{};
  }
  return happened;
}

}  // namespace gamewire::inline v0
