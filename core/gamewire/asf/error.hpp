/// What can go wrong with ArchiSteamFarm, beyond what HTTP and JSON have to say.
#pragma once

#include <cstdint>
#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::asf {

enum class errc : std::uint8_t {
  unsuccessful = 1,   // `Success` is false: what was asked for was not done, or not by all bots
  bad_request,        // 400: the message says what of the request was wrong
  unauthorized,       // 401: no password, or a wrong one; five wrong ones ban for up to an hour
  forbidden,          // 403 for good: the server has no password, and serves its own machine only
  banned,             // 403 for now: too many wrong passwords from this address
  not_found,          // 404: no such route in this version, or no such plugin
  wrong_base_path,    // a page in place of an answer: not the API is there, but something else
  not_allowed,        // 405: the route has no such method
  unsupported_media,  // 415 (and 411): the body was missing, or not JSON
  request_too_large,  // 413, 414, 431
  redirected,         // 3xx: not followed
  unexpected_status,  // any other status
  internal_error,     // 500: the server's own mistake
  unavailable,        // 502, 503, 504: not now
  not_json,           // an answer that is not JSON
  not_an_envelope,    // JSON, but not what ASF answers with
  not_acceptable,     // 406 of 2017: as 415 later
  not_implemented,    // 501 of 2017: a route that was planned
  owner_not_set,      // 503 of 2017: SteamOwnerID is to be configured first
  timeout,            // no answer in time
  withheld,           // not sent: the server has refused the password, and is not asked again with it
};

/// "gamewire.asf": each of these errors falls under a `condition` (gamewire/error.hpp).
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

}  // namespace gamewire::inline v0::asf

template <>
struct std::is_error_code_enum<gamewire::asf::errc> : std::true_type {};
