#include <string>

#include <gamewire/steamid/error.hpp>

namespace gamewire::inline v0::steamid {
namespace {

class steamid_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire.steamid"; }

  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::unknown_form: return "not a SteamID in any of its forms";
      case errc::needs_lookup: return "the name at the end of this address is for Steam to look up";
      case errc::no_account: return "a word for those who have no SteamID";
      case errc::bad_type: return "the letter behind '[' stands for no type of SteamID";
      case errc::bad_universe: return "the universe, the first number, is not 0 to 5";
      case errc::bad_parity: return "the Y of STEAM_X:Y:Z is neither 0 nor 1";
      case errc::bad_account: return "the account number is missing, no number, or beyond 32 bits";
      case errc::bad_instance: return "the instance, the last number, is no number or beyond 20 bits";
      case errc::number_too_large: return "the number is beyond 64 bits";
      case errc::bad_invite_code: return "the invite code does not stand for an account";
      case errc::bad_friend_code: return "the friend code does not stand for an account";
      case errc::bad_check: return "the friend code is mistyped: its check bits belong to another account";
      case errc::bad_queue_code: return "the private queue code does not stand for a group";
      case errc::bad_address: return "not the address of a profile or group on Steam's site";
    }
    return "unknown error";
  }

  /// Whoever gives such a text gave the wrong one.
  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    return static_cast<errc>(value) == errc::needs_lookup ? condition::resolve : condition::usage;
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const steamid_errors instance;
  return instance;
}

}  // namespace gamewire::inline v0::steamid
