/// The members of datagram_client, for the sources that instantiate it. Not for users.
#pragma once

#include <gamewire/rcon/datagram_client.hpp>
#include <gamewire/session_machine_impl.hpp>

namespace gamewire::inline v0::rcon {

template <class S, class O>
accepted datagram_client<S, O>::execute(std::string_view command) noexcept {
  if (!this->session_) return std::unexpected(make_error_code(gamewire::errc::closed));
  return this->session_->execute(command, false);
}
template <class S, class O>
accepted datagram_client<S, O>::execute_unanswered(std::string_view command) noexcept {
  if (!this->session_) return std::unexpected(make_error_code(gamewire::errc::closed));
  return this->session_->execute(command, true);
}
template <class S, class O>
std::error_code datagram_client<S, O>::cancel(request_id id) noexcept {
  return this->session_ ? this->session_->cancel(id) : make_error_code(gamewire::errc::unknown_request);
}
template <class S, class O>
std::optional<client::event> datagram_client<S, O>::poll_event() noexcept {
  return this->template poll<event>();
}
template <class S, class O>
bytes datagram_client<S, O>::shown_transmit() const noexcept {
  return this->session_ ? this->session_->shown_transmit() : bytes{};
}

}  // namespace gamewire::inline v0::rcon
