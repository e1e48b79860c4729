#include <string>

#include <gamewire/asf/error.hpp>

namespace gamewire::inline v0::asf {
namespace {

class asf_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire.asf"; }

  [[nodiscard]] std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::unsuccessful: return "not done";
      case errc::bad_request: return "the server does not take the request";
      case errc::unauthorized: return "wrong password, or none";
      case errc::forbidden: return "the server has no password and serves its own machine only";
      case errc::banned: return "too many wrong passwords: banned for up to an hour";
      case errc::not_found: return "no such route";
      case errc::wrong_base_path: return "a page instead of an answer: the base path is probably wrong";
      case errc::not_allowed: return "the route has no such method";
      case errc::unsupported_media: return "the server wants a JSON body";
      case errc::request_too_large: return "the request is too large for the server";
      case errc::redirected: return "redirected, which is not followed";
      case errc::unexpected_status: return "an unexpected HTTP status";
      case errc::internal_error: return "the server failed";
      case errc::unavailable: return "the server is not available now";
      case errc::not_json: return "an answer that is not JSON";
      case errc::not_an_envelope: return "not an answer of ASF";
      case errc::not_acceptable: return "the server wants a JSON body";
      case errc::not_implemented: return "the server does not have this yet";
      case errc::owner_not_set: return "SteamOwnerID is not configured";
      case errc::timeout: return "no answer in time";
      case errc::withheld: return "not sent, because the password was refused before";
    }
    return "unknown error";
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::unsuccessful:
      case errc::internal_error:
      case errc::unavailable:
      case errc::not_implemented:
      case errc::owner_not_set: return condition::server;
      case errc::unauthorized:
      case errc::forbidden:
      case errc::withheld: return condition::auth;
      case errc::banned: return condition::banned;
      case errc::not_json:
      case errc::not_an_envelope: return condition::protocol;
      case errc::timeout: return condition::timeout;
      default: return condition::http;
    }
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const asf_errors instance;
  return instance;
}

}  // namespace gamewire::inline v0::asf
