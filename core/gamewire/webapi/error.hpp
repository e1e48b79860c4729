/// What can go wrong with Steam's Web API, beyond what HTTP and JSON have to say.
#pragma once

#include <cstdint>
#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::webapi {

enum class errc : std::uint8_t {
  // Of a call, which is not sent:
  no_interfaces = 1,   // nothing is known to check it by: `discover`, or load a table
  unknown_interface,   // not in the table
  unknown_method,      // the interface has none of this name
  unknown_version,     // the method has no such version
  unknown_parameter,   // the method has none of this name, or it is one that is set elsewhere: key, format
  missing_parameter,   // one that the method requires
  repeated_parameter,  // given more than once, and no array
  wrong_index,         // the elements of an array are named from [0] on, each once, or none is
  wrong_type,          // a value that is none of the declared type
  bad_input_json,      // no JSON object, or for a method of no service
  no_key,              // the method requires a key
  withheld,            // the server asked for a pause that lasts longer than the call may
  // Of a server:
  bad_request,    // 400: it takes the call for wrong
  access_denied,  // 401: it does not show this, such as a private profile
  key_refused,  // 403, and a 401 that speaks of the key: there is none, it is wrong, or has no right to this
  not_found,    // 404: no such interface, method or version
  not_allowed,  // 405: the method wants the other HTTP method
  too_many_requests,  // 429
  redirected,         // 3xx: not followed, for the key would go there
  unexpected_status,  // any other status
  internal_error,     // 500
  unavailable,        // 502, 503, 504: not now
  unsuccessful,       // `x-eresult` is not 1: done, but without success
  page,               // a page instead of an answer
  not_json,           // an answer that is no JSON, or was cut short
  not_vdf,
  not_xml,
  not_a_list,  // no list of interfaces, or of servers
  timeout,     // no answer in time
  // Of this side:
  bad_table,        // a text that is no table of interfaces
  xml_unsupported,  // this build reads no XML
};

/// "gamewire.webapi": each of these errors falls under a `condition` (gamewire/error.hpp).
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

}  // namespace gamewire::inline v0::webapi

template <>
struct std::is_error_code_enum<gamewire::webapi::errc> : std::true_type {};
