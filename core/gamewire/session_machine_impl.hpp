/// The members of session_machine, for the sources that instantiate it. Not for users.
#pragma once

#include <new>

#include <gamewire/session_machine.hpp>

namespace gamewire::inline v0 {

template <class S, class O>
session_machine<S, O>::session_machine(const O& chosen) noexcept : session_(new(std::nothrow) S(chosen)) {
  unborn_ = session_ == nullptr;
}
template <class S, class O>
session_machine<S, O>::session_machine(session_machine&&) noexcept = default;
template <class S, class O>
session_machine<S, O>& session_machine<S, O>::operator=(session_machine&&) noexcept = default;
template <class S, class O>
session_machine<S, O>::~session_machine() = default;

template <class S, class O>
void session_machine<S, O>::receive(bytes in, time_point now) noexcept {
  if (session_) session_->receive(in, now);
}
template <class S, class O>
void session_machine<S, O>::receive_end(std::error_code why, time_point now) noexcept {
  if (session_) session_->receive_end(why, now);
}
template <class S, class O>
void session_machine<S, O>::on_timeout(time_point now) noexcept {
  if (session_) session_->on_timeout(now);
}
template <class S, class O>
bytes session_machine<S, O>::poll_transmit(time_point now) noexcept {
  return session_ ? session_->poll_transmit(now) : bytes{};
}
template <class S, class O>
void session_machine<S, O>::transmitted(std::size_t size, time_point now) noexcept {
  if (session_) session_->transmitted(size, now);
}
template <class S, class O>
void session_machine<S, O>::close(time_point now) noexcept {
  if (session_) session_->close(now);
}
template <class S, class O>
time_point session_machine<S, O>::deadline() const noexcept {
  return session_ ? session_->deadline() : never;
}
template <class S, class O>
bool session_machine<S, O>::done() const noexcept {
  return session_ ? session_->done() : !unborn_;
}

template <class S, class O>
template <class Event>
std::optional<Event> session_machine<S, O>::poll() noexcept {
  if (session_) return session_->poll_event();
  if (!unborn_) return std::nullopt;
  unborn_ = false;
  return closed{make_error_code(errc::no_memory), {}};
}

}  // namespace gamewire::inline v0
