#include <gamewire/asf/error.hpp>
#include <gamewire/error_table.hpp>

namespace gamewire::inline v0::asf {

const std::error_category& category() noexcept {
  static const error_table instance(
      "gamewire.asf",
      error_rows<errc>({
          {errc::unsuccessful, condition::server, "not done"},
          {errc::bad_request, condition::http, "the server does not take the request"},
          {errc::unauthorized, condition::auth, "wrong password, or none"},
          {errc::forbidden, condition::auth, "the server has no password and serves its own machine only"},
          {errc::banned, condition::banned, "too many wrong passwords: banned for up to an hour"},
          {errc::not_found, condition::http, "no such route"},
          {errc::wrong_base_path, condition::http,
           "a page instead of an answer: the base path is probably wrong"},
          {errc::not_allowed, condition::http, "the route has no such method"},
          {errc::unsupported_media, condition::http, "the server wants a JSON body"},
          {errc::request_too_large, condition::http, "the request is too large for the server"},
          {errc::redirected, condition::http, "redirected, which is not followed"},
          {errc::unexpected_status, condition::http, "an unexpected HTTP status"},
          {errc::internal_error, condition::server, "the server failed"},
          {errc::unavailable, condition::server, "the server is not available now"},
          {errc::not_json, condition::protocol, "an answer that is not JSON"},
          {errc::not_an_envelope, condition::protocol, "not an answer of ASF"},
          {errc::not_acceptable, condition::http, "the server wants a JSON body"},
          {errc::not_implemented, condition::server, "the server does not have this yet"},
          {errc::owner_not_set, condition::server, "SteamOwnerID is not configured"},
          {errc::timeout, condition::timeout, "no answer in time"},
          {errc::withheld, condition::auth, "not sent, because the password was refused before"},
      }));
  return instance;
}

}  // namespace gamewire::inline v0::asf
