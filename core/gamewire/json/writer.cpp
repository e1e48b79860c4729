#include <algorithm>
#include <array>

#include <gamewire/base64.hpp>
#include <gamewire/json/writer.hpp>
#include <gamewire/text.hpp>

namespace gamewire::inline v0::json {
namespace {

bool needs_escape(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

/// As `put` takes it: "\n", "\u001f".
std::string_view escape(char c, std::span<char, 6> room) noexcept {
  constexpr std::string_view special = "\"\\\b\f\n\r\t";
  constexpr std::string_view names = "\"\\bfnrt";
  constexpr std::string_view digits = "0123456789abcdef";
  room[0] = '\\';
  if (const std::size_t at = special.find(c); at != special.npos) {
    room[1] = names[at];
    return {room.data(), 2};
  }
  const auto value = static_cast<unsigned char>(c);
  std::ranges::copy(std::string_view("u00"), room.data() + 1);
  room[4] = digits[value >> 4U];
  room[5] = digits[value & 15U];
  return {room.data(), 6};
}

}  // namespace

writer& writer::member(std::string_view name) noexcept {
  separate();
  put_quoted(name);
  put(":");
  comma_ = false;
  return *this;
}

writer& writer::member_raw(std::string_view name) noexcept {
  separate();
  put("\"");
  put(name);
  put("\":");
  comma_ = false;
  return *this;
}

void writer::text(std::string_view value) noexcept {
  separate();
  put_quoted(value);
}

void writer::base64(bytes value) noexcept {
  separate();
  put("\"");
  for (; !value.empty(); value = value.subspan(std::min<std::size_t>(value.size(), 3))) {
    const auto four = base64_group(value);
    put({four.data(), four.size()});
  }
  put("\"");
}

std::expected<bytes, std::error_code> writer::result() const noexcept {
  if (refused_) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  if (size_ > out_.size()) return std::unexpected(make_error_code(gamewire::errc::no_room));
  return out_.first(size_);
}

void writer::put(std::string_view text) noexcept {
  if (text.size() <= out_.size() - std::min(size_, out_.size()) && !text.empty())
    std::memcpy(out_.data() + size_, text.data(), text.size());
  size_ += text.size();
}

void writer::put_quoted(std::string_view text) noexcept {
  if (!is_utf8(text)) refuse();
  put("\"");
  while (!text.empty()) {
    const auto plain = static_cast<std::size_t>(std::ranges::find_if(text, needs_escape) - text.begin());
    put(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    std::array<char, 6> room;
    put(escape(text.front(), room));
    text.remove_prefix(1);
  }
  put("\"");
}

}  // namespace gamewire::inline v0::json
