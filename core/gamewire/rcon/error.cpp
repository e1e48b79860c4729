#include <string>

#include <gamewire/rcon/error.hpp>

namespace gamewire::inline v0::rcon {
namespace {

class rcon_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire.rcon"; }

  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::timeout: return "no answer in time";
      case errc::not_rcon: return "not an RCON server";
      case errc::bad_frame: return "a packet with an impossible size";
      case errc::too_large: return "the packet or reply exceeds the limits";
      case errc::login_refused: return "wrong password";
      case errc::closed_in_login: return "the connection ended during the login; perhaps banned";
      case errc::closed_in_reply: return "the connection ended before the answer";
      case errc::unexpected_message: return "a packet that only servers send";
      case errc::bad_challenge: return "the server refuses its own challenge";
      case errc::banned: return "the address is banned";
    }
    return "unknown error";
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::timeout: return condition::timeout;
      case errc::too_large: return condition::limit;
      case errc::login_refused: return condition::auth;
      case errc::closed_in_login:
      case errc::banned: return condition::banned;
      case errc::closed_in_reply: return condition::closed;
      default: return condition::protocol;
    }
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const rcon_errors instance;
  return instance;
}

}  // namespace gamewire::inline v0::rcon
