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
  status_ = 0;
  said_.release();
  reader_.emplace(limits_);
  reader_->expect({.to_upgrade = true});
}

std::expected<bool, std::error_code> client_opening::read(bytes piece, byte_buffer&) noexcept {
  const auto refuse = [](std::error_code why) { return std::unexpected(why); };
  if (status_ == 0 && !reader_->begun() && piece.front() == close_frame)
    return refuse(errc::refused_by_close);
  if (!unsent().empty()) return refuse(errc::bad_handshake);  // an answer to what has not been asked yet
  reader_->feed(piece);
  if (status_ != 0) {
    if (const auto error = read_refusal()) return refuse(error);
    return false;
  }
  const auto next = reader_->next();
  if (!next)
    return refuse(next.error().error == condition::limit ? errc::handshake_too_large : errc::bad_handshake);
  if (const auto* head = std::get_if<http1::response_head>(&*next)) {
    if (head->status != http1::switching_protocols) {
      if (const auto error = begin_refusal(*head)) return refuse(error);
      return false;
    }
    if (const auto error = judge(*head)) return refuse(error);
    return true;
  }
  if (const auto error = reader_->keep()) return refuse(error);
  return false;
}

/// It is heard out, for what it says may tell whether to come again. But nobody waits for a body that only ends with the
/// connection.
std::error_code client_opening::begin_refusal(const http1::response_head& head) noexcept {
  status_ = head.status;
  ends_ = head.fields.find("Content-Length") || head.fields.find("Transfer-Encoding");
  const std::string_view location = head.fields.find("Location").value_or("");
  const std::string_view type = head.fields.find("Content-Type").value_or("");
  location_ = location.size();
  content_type_ = type.size();
  if (!said_.append(as_bytes(location)) || !said_.append(as_bytes(type))) return gamewire::errc::no_memory;
  return read_refusal();
}

/// The status as an error once all has come that is kept; {} before.
std::error_code client_opening::read_refusal() noexcept {
  for (;;) {
    const auto next = reader_->next();
    const auto* data = next ? std::get_if<bytes>(&*next) : nullptr;
    if (data == nullptr) {
      const bool more = next && std::holds_alternative<std::monostate>(*next) && ends_;
      return more && !reader_->keep() ? std::error_code{} : status_error(status_);
    }
    const bool fits = data->size() <= limits_.max_head - std::min(limits_.max_head, said_.size());
    if (!fits || !said_.append(*data)) return status_error(status_);
  }
}

http1::refusal client_opening::refusal() const noexcept {
  const std::string_view all = as_text(said_.view());
  if (status_ == 0) return {};
  return {.status = status_,
          .location = all.substr(0, location_),
          .content_type = all.substr(location_, content_type_),
          .body = as_bytes(all.substr(location_ + content_type_))};
}

/// RFC 6455, 4.1: what the client has to check.
std::error_code client_opening::judge(const http1::response_head& head) const noexcept {
  if (!head.fields.lists("Upgrade", "websocket")) return errc::bad_handshake;
  if (head.fields.find("Sec-WebSocket-Accept") != std::string_view(expected_.data(), expected_.size()))
    return errc::wrong_accept;
  if (head.fields.find("Sec-WebSocket-Extensions")) return errc::unwanted_extension;
  const auto protocol = head.fields.find(protocol_name);
  return protocol && (protocol_.empty() || *protocol != protocol_) ? make_error_code(errc::unwanted_protocol)
                                                                   : std::error_code{};
}

}  // namespace gamewire::inline v0::websocket
