#include <string>
#include <string_view>

#include <gamewire/error_table.hpp>
#include <gamewire/http1/response.hpp>
#include <gamewire/websocket/error.hpp>

namespace gamewire::inline v0::websocket {
namespace {

constexpr int first_status = 100;
constexpr int first_close_code = 1000;

/// RFC 6455, 7.4.1, and IANA's list of what came later.
std::string_view meaning_of(int code) noexcept {
  switch (code) {
    case 1000: return "normal closure";
    case 1001: return "going away";
    case 1002: return "protocol error";
    case 1003: return "unsupported data";
    case 1007: return "invalid payload";
    case 1008: return "policy violation";
    case 1009: return "message too big";
    case 1010: return "extension required";
    case 1011: return "internal error";
    case 1012: return "service restart";
    case 1013: return "try again later";
    case 1014: return "bad gateway";
    case 3000: return "unauthorized";
    case 3003: return "forbidden";
    case 3008: return "timeout";
    default: return {};
  }
}

std::string with_words(std::string text, int number, std::string_view words) {
  text += std::to_string(number);
  if (!words.empty()) (text += ' ') += words;
  return text;
}

std::error_condition condition_of_status(int status) noexcept {
  return status == 401 || status == 403 ? condition::auth : condition::http;
}

std::error_condition condition_of_close(int code) noexcept {
  switch (code) {
    case 1002:
    case 1003:
    case 1007:
    case 1009:
    case 1010: return condition::protocol;
    case 1008: return condition::refused;
    case 1011:
    case 1014: return condition::server;
    case 3000:
    case 3003: return condition::auth;
    case 3008: return condition::timeout;
    default: return condition::closed;
  }
}

/// Those of the enum.
const auto& own_errors() noexcept {
  static const error_table instance(
      "gamewire.websocket",
      error_rows<errc>({
          {errc::handshake_timeout, condition::timeout, "no WebSocket handshake in time"},
          {errc::closed_in_handshake, condition::closed, "closed in the WebSocket handshake"},
          {errc::refused_by_close, condition::auth, "refused in the WebSocket handshake"},
          {errc::bad_handshake, condition::protocol, "a malformed WebSocket handshake"},
          {errc::handshake_too_large, condition::limit, "the WebSocket handshake exceeds the limit"},
          {errc::wrong_accept, condition::protocol, "the WebSocket handshake was not understood"},
          {errc::unwanted_extension, condition::protocol, "a WebSocket extension that was not offered"},
          {errc::unwanted_protocol, condition::protocol, "a WebSocket subprotocol that was not asked for"},
          {errc::reserved_bits, condition::protocol, "a WebSocket frame with reserved bits"},
          {errc::unknown_opcode, condition::protocol, "a WebSocket frame of an unknown kind"},
          {errc::bad_length, condition::protocol, "a malformed length of a WebSocket frame"},
          {errc::long_control, condition::protocol, "a WebSocket control frame that is too long"},
          {errc::fragmented_control, condition::protocol, "a fragmented WebSocket control frame"},
          {errc::masked, condition::protocol, "a masked WebSocket frame from the server"},
          {errc::unmasked, condition::protocol, "an unmasked WebSocket frame from the client"},
          {errc::bad_continuation, condition::protocol, "WebSocket fragments out of order"},
          {errc::bad_close, condition::protocol, "a malformed WebSocket Close frame"},
          {errc::bad_text, condition::protocol, "a WebSocket text that is not UTF-8"},
          {errc::message_too_large, condition::limit, "a WebSocket message that exceeds the limit"},
          {errc::no_pong, condition::timeout, "the WebSocket peer is silent"},
          {errc::truncated, condition::closed, "the connection ended without a WebSocket Close"},
          {errc::too_many_fragments, condition::limit, "too many empty fragments of one message"},
          {errc::not_drained, condition::usage, "a piece was received before the last was drained"},
      }));
  return instance;
}

/// Those, the statuses, and the codes.
class websocket_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return own_errors().name(); }

  [[nodiscard]] std::string message(int value) const override {
    if (value >= first_close_code) return with_words("the peer closed: ", value, meaning_of(value));
    if (value >= first_status)
      return with_words("no WebSocket: the server answered ", value,
                        http1::reason_of(static_cast<std::uint16_t>(value)));
    return own_errors().message(value);
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    if (value >= first_close_code) return condition_of_close(value);
    if (value >= first_status) return condition_of_status(value);
    return own_errors().default_error_condition(value);
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const websocket_errors instance;
  return instance;
}

std::uint16_t close_code_of(std::error_code error) noexcept {
  constexpr std::uint16_t protocol_error = 1002, invalid_payload = 1007, policy_violation = 1008,
                          too_big = 1009, internal_error = 1011;
  if (error == errc::bad_text) return invalid_payload;
  if (error == errc::message_too_large) return too_big;
  if (error == errc::too_many_fragments) return policy_violation;
  return error == condition::protocol ? protocol_error : internal_error;
}

}  // namespace gamewire::inline v0::websocket
