#include <gamewire/error_table.hpp>
#include <gamewire/webapi/error.hpp>

namespace gamewire::inline v0::webapi {

const std::error_category& category() noexcept {
  static const error_table instance(
      "gamewire.webapi",
      error_rows<errc>({
          {errc::no_interfaces, condition::usage, "the interfaces are not known yet"},
          {errc::unknown_interface, condition::usage, "no such interface"},
          {errc::unknown_method, condition::usage, "the interface has no such method"},
          {errc::unknown_version, condition::usage, "the method has no such version"},
          {errc::unknown_parameter, condition::usage, "the method has no such parameter"},
          {errc::missing_parameter, condition::usage, "a parameter is missing"},
          {errc::repeated_parameter, condition::usage, "a parameter is given twice, and is no array"},
          {errc::wrong_index, condition::usage,
           "the elements of an array are numbered from [0] on, each once, or not at all"},
          {errc::wrong_type, condition::usage, "a parameter has the wrong type"},
          {errc::bad_input_json, condition::usage,
           "input_json has to be a JSON object, for a method of a service"},
          {errc::no_key, condition::usage, "the method needs a key"},
          {errc::withheld, condition::http, "not sent, because the server asked for a longer pause"},
          {errc::bad_request, condition::http, "the server does not take the request"},
          {errc::access_denied, condition::http, "access is denied"},
          {errc::key_refused, condition::auth, "the key is missing, wrong, or has no right to this"},
          {errc::not_found, condition::http, "the server has no such method"},
          {errc::not_allowed, condition::http, "the method wants another HTTP method"},
          {errc::too_many_requests, condition::http, "too many requests"},
          {errc::redirected, condition::http, "redirected, which is not followed"},
          {errc::unexpected_status, condition::http, "an unexpected HTTP status"},
          {errc::internal_error, condition::server, "the server failed"},
          {errc::unavailable, condition::server, "the server is not available now"},
          {errc::unsuccessful, condition::server, "not successful"},
          {errc::page, condition::protocol, "a page instead of an answer"},
          {errc::not_json, condition::protocol, "an answer that is not JSON"},
          {errc::not_vdf, condition::protocol, "an answer that is not VDF"},
          {errc::not_xml, condition::protocol, "an answer that is not XML"},
          {errc::not_a_list, condition::protocol, "not the list that was asked for"},
          {errc::timeout, condition::timeout, "no answer in time"},
          {errc::bad_table, condition::usage, "not a table of interfaces"},
          {errc::xml_unsupported, condition::unsupported, "this build reads no XML"},
      }));
  return instance;
}

}  // namespace gamewire::inline v0::webapi
