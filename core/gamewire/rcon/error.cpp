#include <gamewire/error_table.hpp>
#include <gamewire/rcon/error.hpp>

namespace gamewire::inline v0::rcon {

const std::error_category& category() noexcept {
  static const error_table instance(
      "gamewire.rcon",
      error_rows<errc>({
          {errc::timeout, condition::timeout, "no answer in time"},
          {errc::not_rcon, condition::protocol, "not an RCON server"},
          {errc::bad_frame, condition::protocol, "a packet with an impossible size"},
          {errc::too_large, condition::limit, "the packet or reply exceeds the limits"},
          {errc::login_refused, condition::auth, "wrong password"},
          {errc::closed_in_login, condition::banned, "the connection ended during the login; perhaps banned"},
          {errc::closed_in_reply, condition::closed, "the connection ended before the answer"},
          {errc::unexpected_message, condition::protocol, "a packet that only servers send"},
          {errc::bad_challenge, condition::protocol, "the server refuses its own challenge"},
          {errc::banned, condition::banned, "the address is banned"},
      }));
  return instance;
}

}  // namespace gamewire::inline v0::rcon
