#include <array>
#include <cstdint>
#include <string>

#include <gamewire/aster/picture.hpp>

namespace gamewire::inline v0::aster {
namespace {

constexpr std::uint8_t no_digit = 64;

constexpr auto digit_values = [] {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i)
    table[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return table;
}();

/// Four characters with so many digits, the others '='; false if one is no digit, or bits are left over that are set.
bool decode_group(const char* from, std::size_t digits, std::byte* to) noexcept {
  std::uint32_t bits = 0;
  std::uint32_t wrong = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::uint8_t value = i < digits ? digit_values[static_cast<unsigned char>(from[i])] : 0;
    wrong |= value & no_digit;
    bits = bits << 6U | (value & 63U);
  }
  const std::size_t size = digits - 1;
  for (std::size_t i = 0; i < size; ++i) to[i] = static_cast<std::byte>(bits >> (16 - 8 * i));
  const std::uint32_t rest = size == 3 ? 0 : bits & (0xffffffU >> (8 * size));
  return wrong == 0 && rest == 0;
}

std::expected<bytes, std::error_code> decode_text(std::string_view text, std::span<std::byte> room) noexcept {
  const auto refuse = [](auto why) { return std::unexpected(make_error_code(why)); };
  if (text.size() % 4 != 0) return refuse(errc::not_a_picture);
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  const std::size_t size = text.size() / 4 * 3 - padding;
  if (size > room.size()) return refuse(gamewire::errc::no_room);
  bool good = true;
  std::size_t done = 0;
  for (std::size_t at = 0; at != text.size(); at += 4) {
    const std::size_t digits = at + 4 == text.size() ? 4 - padding : 4;
    good &= decode_group(text.data() + at, digits, room.data() + done);
    done += digits - 1;
  }
  if (!good) return refuse(errc::not_a_picture);
  return room.first(size);
}

}  // namespace

std::expected<bytes, std::error_code> picture::decode(std::span<std::byte> room) const noexcept {
  if (!encoded_.escaped()) return decode_text(encoded_.raw(), room);
  // Some write '/' as "\/".
  std::string_view rest = encoded_.raw();
  std::array<char, 4> group;
  std::size_t done = 0;
  while (!rest.empty()) {
    for (char& c : group) {
      if (rest.starts_with("\\/")) rest.remove_prefix(1);
      if (rest.empty()) return std::unexpected(make_error_code(errc::not_a_picture));
      c = rest.front();
      rest.remove_prefix(1);
    }
    const std::string_view four(group.data(), group.size());
    if (!rest.empty() && four.back() == '=') return std::unexpected(make_error_code(errc::not_a_picture));
    const auto part = decode_text(four, room.subspan(done));
    if (!part) return part;
    done += part->size();
  }
  return room.first(done);
}

std::expected<std::vector<std::byte>, std::error_code> picture::file() const {
  std::vector<std::byte> room(max_size());
  const auto decoded = decode(room);
  if (!decoded) return std::unexpected(decoded.error());
  room.resize(decoded->size());
  return room;
}

json::problem picture::read_json(json::cursor& at, picture& out) noexcept {
  return at.take_text(out.encoded_) ? json::problem{} : json::errc::wrong_type;
}

}  // namespace gamewire::inline v0::aster
