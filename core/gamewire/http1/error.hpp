/// What can go wrong in HTTP/1.1.
#pragma once

#include <cstdint>
#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::http1 {

enum class errc {
  timeout = 1,           // no answer, or no end of it, in time
  not_http,              // what comes does not begin as HTTP/1.x does
  bad_start_line,        // a status or request line that is none
  bad_line_end,          // a control character where a line may only end with CR LF
  bad_field_name,        // not a token, or something between it and its colon
  folded_field,          // a line that continues the field before it (obs-fold)
  bad_length,            // a Content-Length that is no number
  contradictory_length,  // two lengths for one body, or one where there can be no body
  unsupported_coding,    // a Transfer-Encoding other than "chunked"
  bad_chunk,             // a chunk whose size or end is malformed
  bad_host,              // a request without exactly one Host
  head_too_large,        // the limits, as `read_limits` has them
  too_many_fields,
  body_too_large,
  chunk_overhead,
  trailers_too_large,
  too_many_interim,
  unsolicited,           // bytes that answer no request
  unexpected_upgrade,    // a 101 that was not asked for
  closed_before_answer,  // the connection ended before the answer: what was asked may have been done, or not
  closed_in_answer,      // the connection ended inside the answer
  upgraded,              // the connection went to another protocol, and with it the way for this request
};

/// "gamewire.http1": each of these errors falls under a `condition` (gamewire/error.hpp).
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

/// What is wrong with a message, and at which of its bytes: counted from the first of its start line, chunk
/// framing and interim responses before it included.
struct fault {
  std::error_code error;
  std::uint64_t offset = 0;  // bytes

  friend bool operator==(const fault&, const fault&) = default;
};

}  // namespace gamewire::inline v0::http1

template <>
struct std::is_error_code_enum<gamewire::http1::errc> : std::true_type {};
