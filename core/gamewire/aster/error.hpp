/// What can go wrong with aster, beyond what JSON has to say.
#pragma once

#include <cstdint>
#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::aster {

enum class errc : std::uint8_t {
  bad_request = 1,      // 400: the server does not know the command, or wants other fields
  unauthenticated,      // 401: not logged in
  forbidden,            // 403: no permission, or not the author
  not_found,            // 404: no such user, channel, message …
  not_allowed,          // 405: not in this state
  conflict,             // 409: the name is taken
  internal_error,       // 500: the server's own mistake
  unexpected_status,    // any other status
  login_refused,        // no such user, a wrong password, or a name that cannot be registered
  unsupported_version,  // the server speaks another major version of the protocol
  malformed,            // a packet that is none, or lacks what it has to say
  line_too_long,        // more than `client_options::max_line`
  unanswered,           // the server went on to later requests
  closed_in_reply,      // the connection ended before the answer: it may have been done
  timeout,              // no answer in time
  too_slow,             // the peer takes too little of what it is to hear
  not_a_picture,        // no base64
};

/// "gamewire.aster": each of these errors falls under a `condition` (gamewire/error.hpp).
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

/// What a status says: {} for 200.
std::error_code error_of(std::int32_t status) noexcept;

}  // namespace gamewire::inline v0::aster

template <>
struct std::is_error_code_enum<gamewire::aster::errc> : std::true_type {};
