/// What can go wrong in an RCON conversation.
#pragma once

#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::rcon {

enum class errc {
  timeout = 1,         // no answer, or no end of it, in time
  not_rcon,            // what answers speaks another protocol: text such as "HTTP" or "SSH-"
  bad_frame,           // a size that no frame has: below 10, or negative
  too_large,           // a frame or a reply beyond the limits set in the options
  login_refused,       // the password is wrong
  closed_in_login,     // the connection ended during the login; a ban is what mostly does that
  closed_in_reply,     // the connection ended before the command was answered
  unexpected_message,  // from a client: a packet that only servers send
  bad_challenge,       // the server has twice refused the challenge that it gave (GoldSource)
  banned,              // the peer's address has sent too many wrong passwords, or the server says so of ours
};

/// "gamewire.rcon": each of these errors falls under a `condition` (gamewire/error.hpp).
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

}  // namespace gamewire::inline v0::rcon

template <>
struct std::is_error_code_enum<gamewire::rcon::errc> : std::true_type {};
