/// The members of session_layer, for the sources that instantiate it. Not for users.
#pragma once

#include <utility>

#include <gamewire/session_layer.hpp>

namespace gamewire::inline v0 {

template <class S>
session_layer<S>::session_layer(made made) noexcept {
  if (made)
    session_ = *std::move(made);
  else
    unborn_ = std::optional(made.error());
}
template <class S>
session_layer<S>::session_layer(session_layer&&) noexcept = default;
template <class S>
session_layer<S>& session_layer<S>::operator=(session_layer&&) noexcept = default;
template <class S>
session_layer<S>::~session_layer() = default;

template <class S>
void session_layer<S>::opened(time_point now) noexcept {
  if (session_) session_->opened(now);
}
template <class S>
void session_layer<S>::receive(bytes in, time_point now) noexcept {
  if (session_) session_->receive(in, now);
}
template <class S>
void session_layer<S>::receive_end(std::error_code why, time_point now) noexcept {
  if (session_) session_->receive_end(why, now);
}
template <class S>
void session_layer<S>::on_timeout(time_point now) noexcept {
  if (session_) session_->on_timeout(now);
}
template <class S>
bytes session_layer<S>::poll_transmit(time_point now) noexcept {
  return session_ ? session_->poll_transmit(now) : bytes{};
}
template <class S>
void session_layer<S>::transmitted(std::size_t size, time_point now) noexcept {
  if (session_) session_->transmitted(size, now);
}
template <class S>
time_point session_layer<S>::deadline() const noexcept {
  return session_ ? session_->deadline() : never;
}
template <class S>
bool session_layer<S>::done() const noexcept {
  return !session_ || session_->done();
}

template <class S>
std::optional<bytes> session_layer<S>::poll_plain() noexcept {
  return session_ ? session_->poll_plain() : std::nullopt;
}
template <class S>
std::optional<std::error_code> session_layer<S>::plain_end() const noexcept {
  if (session_) return session_->plain_end();
  return unborn_;
}
template <class S>
std::size_t session_layer<S>::write(bytes in, time_point now) noexcept {
  return session_ ? session_->write(in, now) : 0;
}
template <class S>
void session_layer<S>::shutdown(time_point now) noexcept {
  if (session_) session_->shutdown(now);
}

}  // namespace gamewire::inline v0
