#include <algorithm>
#include <limits>

#include <gamewire/a2s/request.hpp>

namespace gamewire::inline v0::a2s {
namespace {

using namespace std::string_view_literals;

bool is_known(request_type type) noexcept {
  switch (type) {
    case request_type::info:
    case request_type::players:
    case request_type::rules:
    case request_type::get_challenge:
    case request_type::ping: return true;
  }
  return false;
}

/// What stands between the type byte and the challenge.
std::string_view text_of(request_type type) noexcept {
  return type == request_type::info ? "Source Engine Query\0"sv : ""sv;
}

bool takes_challenge(request_type type) noexcept { return type != request_type::ping; }

bool needs_challenge(request_type type) noexcept {
  return type == request_type::players || type == request_type::rules;
}

}  // namespace

std::expected<bytes, std::error_code> encode_request(const request& what, std::span<std::byte> out) noexcept {
  byte_writer writer(out);
  writer.raw(whole_header);
  writer.u8(std::to_underlying(what.type));
  writer.raw(as_bytes(text_of(what.type)));
  if (takes_challenge(what.type) && (what.challenge || needs_challenge(what.type)))
    writer.raw(what.challenge.value_or(no_challenge));
  if (what.pad_to > writer.size()) writer.zeros(what.pad_to - writer.size());
  return writer.result();
}

std::expected<request, std::error_code> decode_request(bytes datagram) noexcept {
  if (!has_whole_header(datagram)) return std::unexpected(make_error_code(errc::not_a2s));
  const bytes message = without_header(datagram);
  if (message.empty()) return std::unexpected(make_error_code(errc::truncated));
  request asked{static_cast<request_type>(message.front())};
  if (!is_known(asked.type)) return std::unexpected(make_error_code(errc::unknown_message));

  byte_reader reader(message.subspan(1));
  const std::string_view expected = text_of(asked.type);
  const std::string_view text = as_text(reader.take(std::min(expected.size(), reader.size())));
  if (!expected.starts_with(text)) return std::unexpected(make_error_code(errc::unknown_message));
  if (text.size() < expected.size()) return std::unexpected(make_error_code(errc::truncated));

  if (!takes_challenge(asked.type)) {
    // Only padding: GoldSource's words "info" and "infostring" start with the letter of a ping.
    if (std::ranges::any_of(reader.rest(), [](std::byte b) { return b != std::byte{0}; }))
      return std::unexpected(make_error_code(errc::unknown_message));
  } else if (reader.size() >= std::tuple_size_v<a2s::challenge>) {
    const bytes value = reader.take(std::tuple_size_v<a2s::challenge>);
    std::ranges::copy(value, asked.challenge.emplace().begin());
  } else if (needs_challenge(asked.type)) {
    return std::unexpected(make_error_code(errc::truncated));
  }
  if (!reader.empty()) {
    constexpr std::size_t most = std::numeric_limits<std::uint16_t>::max();
    asked.pad_to = static_cast<std::uint16_t>(std::min(datagram.size(), most));
  }
  return asked;
}

}  // namespace gamewire::inline v0::a2s
