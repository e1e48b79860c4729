#include <algorithm>
#include <array>

#include <gamewire/ascii.hpp>
#include <gamewire/http1/characters.hpp>
#include <gamewire/http1/response.hpp>
#include <gamewire/websocket/opening.hpp>
#include <gamewire/websocket/server.hpp>

namespace gamewire::inline v0::websocket {
namespace {

constexpr std::string_view protocol = "websocket";  // of HTTP's Upgrade
constexpr std::string_view protocol_name = "Sec-WebSocket-Protocol";
constexpr std::uint16_t bad_request = 400, not_found = 404, method_not_allowed = 405;

/// Subprotocols are what their registry says, letter by letter (RFC 6455, 4.1 and 11.5): what is answered has to be what
/// was asked for.
bool asks_for(const http1::fields& fields, std::string_view subprotocol) noexcept {
  bool found = false;
  for (const http1::field& one : fields)
    if (same_word(one.name, protocol_name))
      http1::for_each_word(one.value, [&](std::string_view word) { found |= word == subprotocol; });
  return found;
}

std::error_code append(const http1::response& what, byte_buffer& out) noexcept {
  const auto size = http1::encoded_size(what);
  if (!size) return size.error();
  const std::size_t before = out.size();
  if (!out.extend(*size)) return gamewire::errc::no_memory;
  const auto written = http1::encode(what, out.data().subspan(before));
  return written ? std::error_code{} : written.error();
}

/// With what would have been right, where the status has to say it: RFC 9110, 15.5.6 and 15.5.22, RFC 6455, 4.4.
std::error_code refuse(std::uint16_t status, byte_buffer& out) noexcept {
  constexpr http1::header version{.name = "Sec-WebSocket-Version", .value = "13"};
  constexpr http1::header allow{.name = "Allow", .value = "GET"};
  http1::response what{.status = status, .close = true};
  if (status == http1::upgrade_required) {
    what.headers = {&version, 1};
    what.upgrade = protocol;
  }
  if (status == method_not_allowed) what.headers = {&allow, 1};
  const auto error = append(what, out);
  return error ? error : make_error_code(errc::bad_handshake);
}

}  // namespace

server_opening::server_opening(const server_options& chosen)
    : path_(chosen.path), protocol_(chosen.protocol), limits_{.max_head = chosen.max_head} {}

std::expected<bool, std::error_code> server_opening::read(bytes piece, byte_buffer& out) noexcept {
  reader_->feed(piece);
  const auto next = reader_->next();
  if (!next) {
    const auto error = refuse(http1::status_of(next.error().error), out);
    return std::unexpected(next.error().error == condition::limit ? make_error_code(errc::handshake_too_large)
                                                                  : error);
  }
  if (const auto* head = std::get_if<http1::request_head>(&*next)) {
    const std::uint16_t status = judge(*head);
    const auto error = status == http1::switching_protocols ? accept(*head, out) : refuse(status, out);
    if (error) return std::unexpected(error);
    return true;
  }
  if (const auto error = reader_->keep()) return std::unexpected(error);
  return false;
}

/// RFC 6455, 4.2.1: the status to answer with.
std::uint16_t server_opening::judge(const http1::request_head& head) const noexcept {
  if (head.method != "GET") return method_not_allowed;
  if (!path_.empty() && head.target != path_) return not_found;
  const auto& fields = head.fields;
  if (head.minor_version == 0 || fields.lists("Transfer-Encoding", "chunked") ||
      fields.find("Content-Length"))
    return bad_request;
  if (!fields.lists("Upgrade", protocol) || !fields.lists("Connection", "Upgrade")) return bad_request;
  if (fields.find("Sec-WebSocket-Version") != "13") return http1::upgrade_required;
  const auto key = fields.find("Sec-WebSocket-Key");
  return key && key->size() == std::tuple_size_v<handshake_key> ? http1::switching_protocols : bad_request;
}

std::error_code server_opening::accept(const http1::request_head& head, byte_buffer& out) const noexcept {
  handshake_key key;
  std::ranges::copy(*head.fields.find("Sec-WebSocket-Key"), key.begin());
  const accept_key answer = accept_of(key);
  const std::array headers{
      http1::header{.name = "Sec-WebSocket-Accept", .value = {answer.data(), answer.size()}},
      http1::header{.name = protocol_name, .value = protocol_}};
  const bool spoken = !protocol_.empty() && asks_for(head.fields, protocol_);
  return append({.status = http1::switching_protocols,
                 .headers = std::span(headers).first(spoken ? 2 : 1),
                 .upgrade = protocol},
                out);
}

}  // namespace gamewire::inline v0::websocket
