#include <algorithm>
#include <array>
#include <vector>

#include <gamewire/ascii.hpp>
#include <gamewire/websocket/client.hpp>
#include <gamewire/websocket/opening.hpp>

namespace gamewire::inline v0::websocket {
namespace {

constexpr std::string_view key_name = "Sec-WebSocket-Key";
constexpr std::string_view version_name = "Sec-WebSocket-Version";
constexpr std::string_view protocol_name = "Sec-WebSocket-Protocol";
constexpr std::byte close_frame{0x88};
constexpr std::size_t longest_host = 264;

/// In place of the key, which is another for each transport.
constexpr handshake_key no_key = base64(std::array<std::byte, 16>{});

bool is_ours(const http1::header& one) noexcept {
  constexpr std::string_view prefix = "sec-websocket-";
  return same_word(one.name.substr(0, prefix.size()), prefix);
}

}  // namespace

client_opening::client_opening(const client_options& chosen)
    : protocol_(chosen.protocol), limits_{.max_head = chosen.max_head} {
  error_ = write(chosen);
}

std::error_code client_opening::write(const client_options& chosen) {
  std::array<char, longest_host> host_room;
  const auto host = http1::format_host(chosen.host, chosen.port, chosen.secure, host_room);
  if (!host || std::ranges::any_of(chosen.headers, is_ours)) return gamewire::errc::invalid_options;

  std::vector<http1::header> headers{{.name = version_name, .value = "13"},
                                     {.name = key_name, .value = {no_key.data(), no_key.size()}}};
  if (!protocol_.empty()) headers.push_back({.name = protocol_name, .value = protocol_});
  headers.insert(headers.end(), chosen.headers.begin(), chosen.headers.end());

  const http1::request request{
      .target = {.path = chosen.path,
                 .segments = {&chosen.secret_segment, chosen.secret_segment.empty() ? 0U : 1U}},
      .host = *host,
      .headers = headers,
      .upgrade = "websocket"};
  const auto size = http1::encoded_size(request);
  if (!size || chosen.path == "*") return gamewire::errc::invalid_options;
  if (!request_.allocate(*size) || !shown_.resize(*size)) return gamewire::errc::no_memory;
  if (!http1::encode(request, request_.data()) || !http1::encode_shown(request, shown_.data()))
    return gamewire::errc::invalid_options;

  const std::string_view text = as_text(shown_.view());
  key_at_ = text.find("\r\nSec-WebSocket-Key: ") + 2 + key_name.size() + 2;
  if (chosen.secret_segment.empty()) return {};
  const std::size_t path = request.method.size() + 1;
  const std::size_t segment = path + chosen.path.size() + (chosen.path.ends_with('/') ? 0 : 1);
  std::ranges::fill(shown_.data().subspan(segment, text.find(' ', path) - segment), std::byte{'*'});
  return {};
}

void client_opening::begin(key_source& keys) noexcept {
  const handshake_key key = keys.next_handshake_key();
  for (const std::span<std::byte> text : {request_.data(), shown_.data()})
    std::ranges::copy(std::as_bytes(std::span(key)), text.subspan(key_at_).begin());
  expected_ = accept_of(key);
  taken_ = 0;
  reader_.emplace(limits_);
  reader_->expect({.to_upgrade = true});
}

std::expected<bool, std::error_code> client_opening::read(bytes piece, byte_buffer&) noexcept {
  const auto refuse = [](std::error_code why) { return std::unexpected(why); };
  if (!reader_->begun() && piece.front() == close_frame) return refuse(errc::refused_by_close);
  if (!unsent().empty()) return refuse(errc::bad_handshake);  // an answer to what has not been asked yet
  reader_->feed(piece);
  const auto next = reader_->next();
  if (!next)
    return refuse(next.error().error == condition::limit ? errc::handshake_too_large : errc::bad_handshake);
  if (const auto* head = std::get_if<http1::response_head>(&*next)) {
    if (const auto error = judge(*head)) return refuse(error);
    return true;
  }
  if (const auto error = reader_->keep()) return refuse(error);
  return false;
}

/// RFC 6455, 4.1: what the client has to check.
std::error_code client_opening::judge(const http1::response_head& head) const noexcept {
  if (head.status != http1::switching_protocols) return status_error(head.status);
  if (!head.fields.lists("Upgrade", "websocket")) return errc::bad_handshake;
  if (head.fields.find("Sec-WebSocket-Accept") != std::string_view(expected_.data(), expected_.size()))
    return errc::wrong_accept;
  if (head.fields.find("Sec-WebSocket-Extensions")) return errc::unwanted_extension;
  const auto protocol = head.fields.find(protocol_name);
  return protocol && (protocol_.empty() || *protocol != protocol_) ? make_error_code(errc::unwanted_protocol)
                                                                   : std::error_code{};
}

}  // namespace gamewire::inline v0::websocket
