#include <string>

#include <gamewire/webapi/error.hpp>

namespace gamewire::inline v0::webapi {
namespace {

class webapi_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire.webapi"; }

  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::no_interfaces: return "the interfaces are not known yet";
      case errc::unknown_interface: return "no such interface";
      case errc::unknown_method: return "the interface has no such method";
      case errc::unknown_version: return "the method has no such version";
      case errc::unknown_parameter: return "the method has no such parameter";
      case errc::missing_parameter: return "a parameter is missing";
      case errc::repeated_parameter: return "a parameter is given twice, and is no array";
      case errc::wrong_type: return "a parameter has the wrong type";
      case errc::bad_input_json: return "input_json has to be a JSON object, for a method of a service";
      case errc::no_key: return "the method needs a key";
      case errc::withheld: return "not sent, because the server asked for a longer pause";
      case errc::bad_request: return "the server does not take the request";
      case errc::access_denied: return "access is denied";
      case errc::key_refused: return "the key is missing, wrong, or has no right to this";
      case errc::not_found: return "the server has no such method";
      case errc::not_allowed: return "the method wants another HTTP method";
      case errc::too_many_requests: return "too many requests";
      case errc::redirected: return "redirected, which is not followed";
      case errc::unexpected_status: return "an unexpected HTTP status";
      case errc::internal_error: return "the server failed";
      case errc::unavailable: return "the server is not available now";
      case errc::unsuccessful: return "not successful";
      case errc::page: return "a page instead of an answer";
      case errc::not_json: return "an answer that is not JSON";
      case errc::not_vdf: return "an answer that is not VDF";
      case errc::not_xml: return "an answer that is not XML";
      case errc::not_a_list: return "not the list that was asked for";
      case errc::timeout: return "no answer in time";
      case errc::bad_table: return "not a table of interfaces";
      case errc::xml_unsupported: return "this build reads no XML";
    }
    return "unknown error";
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::key_refused: return condition::auth;
      case errc::internal_error:
      case errc::unavailable:
      case errc::unsuccessful: return condition::server;
      case errc::withheld:
      case errc::bad_request:
      case errc::access_denied:
      case errc::not_found:
      case errc::not_allowed:
      case errc::too_many_requests:
      case errc::redirected:
      case errc::unexpected_status: return condition::http;
      case errc::page:
      case errc::not_json:
      case errc::not_vdf:
      case errc::not_xml:
      case errc::not_a_list: return condition::protocol;
      case errc::timeout: return condition::timeout;
      case errc::xml_unsupported: return condition::unsupported;
      default: return condition::usage;
    }
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const webapi_errors instance;
  return instance;
}

}  // namespace gamewire::inline v0::webapi
