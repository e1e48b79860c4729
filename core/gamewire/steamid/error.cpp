#include <gamewire/error_table.hpp>
#include <gamewire/steamid/error.hpp>

namespace gamewire::inline v0::steamid {

const std::error_category& category() noexcept {
  static const error_table instance(
      "gamewire.steamid",
      error_rows<errc>({
          // Whoever gives such a text gave the wrong one.
          {errc::unknown_form, condition::usage, "not a SteamID in any of its forms"},
          {errc::needs_lookup, condition::resolve,
           "the name at the end of this address is for Steam to look up"},
          {errc::no_account, condition::usage, "a word for those who have no SteamID"},
          {errc::bad_type, condition::usage, "the letter behind '[' stands for no type of SteamID"},
          {errc::bad_universe, condition::usage, "the universe, the first number, is not 0 to 5"},
          {errc::bad_parity, condition::usage, "the Y of STEAM_X:Y:Z is neither 0 nor 1"},
          {errc::bad_account, condition::usage,
           "the account number is missing, no number, or beyond 32 bits"},
          {errc::bad_instance, condition::usage,
           "the instance, the last number, is no number or beyond 20 bits"},
          {errc::number_too_large, condition::usage, "the number is beyond 64 bits"},
          {errc::bad_invite_code, condition::usage, "the invite code does not stand for an account"},
          {errc::bad_friend_code, condition::usage, "the friend code does not stand for an account"},
          {errc::bad_check, condition::usage,
           "the friend code is mistyped: its check bits belong to another account"},
          {errc::bad_queue_code, condition::usage, "the private queue code does not stand for a group"},
          {errc::bad_address, condition::usage, "not the address of a profile or group on Steam's site"},
      }));
  return instance;
}

}  // namespace gamewire::inline v0::steamid
