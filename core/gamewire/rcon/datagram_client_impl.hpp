/// The members of datagram_client, for the sources that instantiate it. Not for users.
#pragma once

#include <new>

#include <gamewire/rcon/datagram_client.hpp>

namespace gamewire::inline v0::rcon {

template <class S, class O>
datagram_client<S, O>::datagram_client(const O& chosen) noexcept : session_(new(std::nothrow) S(chosen)) {
  unborn_ = session_ == nullptr;
}
template <class S, class O>
datagram_client<S, O>::datagram_client(datagram_client&&) noexcept = default;
template <class S, class O>
datagram_client<S, O>& datagram_client<S, O>::operator=(datagram_client&&) noexcept = default;
template <class S, class O>
datagram_client<S, O>::~datagram_client() = default;

template <class S, class O>
accepted datagram_client<S, O>::execute(std::string_view command) noexcept {
  if (!session_) return std::unexpected(make_error_code(gamewire::errc::closed));
  return session_->execute(command, false);
}
template <class S, class O>
accepted datagram_client<S, O>::execute_unanswered(std::string_view command) noexcept {
  if (!session_) return std::unexpected(make_error_code(gamewire::errc::closed));
  return session_->execute(command, true);
}
template <class S, class O>
std::error_code datagram_client<S, O>::cancel(request_id id) noexcept {
  return session_ ? session_->cancel(id) : make_error_code(gamewire::errc::unknown_request);
}
template <class S, class O>
void datagram_client<S, O>::receive(bytes datagram, time_point now) noexcept {
  if (session_) session_->receive(datagram, now);
}
template <class S, class O>
void datagram_client<S, O>::receive_end(std::error_code why, time_point now) noexcept {
  if (session_) session_->receive_end(why, now);
}
template <class S, class O>
void datagram_client<S, O>::on_timeout(time_point now) noexcept {
  if (session_) session_->on_timeout(now);
}
template <class S, class O>
bytes datagram_client<S, O>::poll_transmit(time_point now) noexcept {
  return session_ ? session_->poll_transmit(now) : bytes{};
}
template <class S, class O>
void datagram_client<S, O>::transmitted(std::size_t size, time_point now) noexcept {
  if (session_ && size != 0) session_->transmitted(now);
}
template <class S, class O>
std::optional<rcon::client::event> datagram_client<S, O>::poll_event() noexcept {
  if (session_) return session_->poll_event();
  if (!unborn_) return std::nullopt;
  unborn_ = false;
  return closed{make_error_code(gamewire::errc::no_memory), {}};
}
template <class S, class O>
void datagram_client<S, O>::close(time_point now) noexcept {
  if (session_) session_->close(now);
}
template <class S, class O>
time_point datagram_client<S, O>::deadline() const noexcept {
  return session_ ? session_->deadline() : never;
}
template <class S, class O>
bool datagram_client<S, O>::done() const noexcept {
  return session_ ? session_->done() : !unborn_;
}
template <class S, class O>
bytes datagram_client<S, O>::shown_transmit() const noexcept {
  return session_ ? session_->shown_transmit() : bytes{};
}

}  // namespace gamewire::inline v0::rcon
