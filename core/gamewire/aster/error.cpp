#include <gamewire/aster/error.hpp>
#include <gamewire/error_table.hpp>

namespace gamewire::inline v0::aster {

const std::error_category& category() noexcept {
  static const error_table instance(
      "gamewire.aster",
      error_rows<errc>({
          {errc::bad_request, condition::server, "the server does not take the request"},
          {errc::unauthenticated, condition::auth, "not logged in"},
          {errc::forbidden, condition::auth, "not permitted"},
          {errc::not_found, condition::server, "no such thing on the server"},
          {errc::not_allowed, condition::server, "not possible in this state"},
          {errc::conflict, condition::server, "the name is taken"},
          {errc::internal_error, condition::server, "the server failed"},
          {errc::unexpected_status, condition::server, "an unexpected status"},
          {errc::login_refused, condition::auth, "login refused"},
          {errc::unsupported_version, condition::unsupported,
           "the server speaks another version of the protocol"},
          {errc::malformed, condition::protocol, "not a packet of aster"},
          {errc::line_too_long, condition::limit, "a line that is too long"},
          {errc::unanswered, condition::protocol, "the server left the request unanswered"},
          {errc::closed_in_reply, condition::closed, "the connection ended before the answer"},
          {errc::timeout, condition::timeout, "no answer in time"},
          {errc::too_slow, condition::limit, "the peer takes too little of what it is sent"},
          {errc::not_a_picture, condition::protocol, "not a picture in base64"},
      }));
  return instance;
}

std::error_code error_of(std::int32_t status) noexcept {
  switch (status) {
    case 200: return {};
    case 400: return errc::bad_request;
    case 401: return errc::unauthenticated;
    case 403: return errc::forbidden;
    case 404: return errc::not_found;
    case 405: return errc::not_allowed;
    case 409: return errc::conflict;
    case 500: return errc::internal_error;
    default: return errc::unexpected_status;
  }
}

}  // namespace gamewire::inline v0::aster
