#include <gamewire/a2s/message.hpp>

namespace gamewire::inline v0::a2s {
namespace {

bool is_known(message_type type) noexcept {
  switch (type) {
    case message_type::challenge:
    case message_type::info:
    case message_type::goldsource_info:
    case message_type::players:
    case message_type::rules:
    case message_type::ping:
    case message_type::print: return true;
  }
  return false;
}

}  // namespace

std::expected<message, std::error_code> decode_message(bytes in) noexcept {
  in = without_header(in);
  if (in.empty()) return std::unexpected(make_error_code(errc::truncated));
  const auto type = static_cast<message_type>(in.front());
  if (!is_known(type)) return std::unexpected(make_error_code(errc::unknown_message));
  return message{type, in.subspan(1)};
}

std::expected<bytes, std::error_code> decode_body(bytes in, message_type type) noexcept {
  in = without_header(in);
  if (in.empty()) return std::unexpected(make_error_code(errc::truncated));
  if (static_cast<message_type>(in.front()) != type)
    return std::unexpected(make_error_code(errc::unknown_message));
  return in.subspan(1);
}

std::expected<challenge, std::error_code> decode_challenge(bytes in) noexcept {
  const auto body = decode_body(in, message_type::challenge);
  if (!body) return std::unexpected(body.error());
  if (as_text(*body).starts_with("00000000 ")) return std::unexpected(make_error_code(errc::unknown_message));
  challenge value;
  if (body->size() < value.size()) return std::unexpected(make_error_code(errc::truncated));
  std::memcpy(value.data(), body->data(), value.size());
  return value;
}

std::expected<std::string_view, std::error_code> decode_print(bytes in) noexcept {
  const auto body = decode_body(in, message_type::print);
  if (!body) return std::unexpected(body.error());
  const std::string_view text = as_text(*body);
  return text.substr(0, text.find('\0'));
}

std::expected<bytes, std::error_code> encode_challenge(challenge value, std::span<std::byte> out) noexcept {
  byte_writer writer = start_message(message_type::challenge, out);
  writer.raw(value);
  return writer.result();
}

std::expected<bytes, std::error_code> encode_ping_reply(std::span<std::byte> out) noexcept {
  byte_writer writer = start_message(message_type::ping, out);
  writer.cstring("00000000000000");  // what Source servers send; GoldSource sends nothing here
  return writer.result();
}

std::expected<bytes, std::error_code> encode_print(std::string_view text, std::span<std::byte> out) noexcept {
  byte_writer writer = start_message(message_type::print, out);
  writer.cstring(text);
  return writer.result();
}

}  // namespace gamewire::inline v0::a2s
