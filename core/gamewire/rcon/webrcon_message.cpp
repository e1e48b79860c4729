#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <gamewire/rcon/webrcon_message.hpp>
#include <gamewire/text.hpp>
#include <gamewire/utf8_character.hpp>

namespace gamewire::inline v0::rcon {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// A value that was read: of a string where it went, and which whole number it is.
struct value {
  std::string_view text;
  std::optional<std::int32_t> number;
  bool is_text = false;
};

/// The little JSON that is said here. Not that of json/: RCON is to be built without simdjson.
class reader {
 public:
  reader(std::string_view in, byte_buffer& room) noexcept : in_(in), room_(room) {}

  [[nodiscard]] bool out_of_memory() const noexcept { return out_of_memory_; }
  [[nodiscard]] bool at_end() noexcept { return skip_blanks(), in_.empty(); }

  /// The next character that is no blank, if it is this one.
  bool take(char c) noexcept {
    skip_blanks();
    if (!in_.starts_with(c)) return false;
    in_.remove_prefix(1);
    return true;
  }

  std::optional<value> take_value() noexcept {
    skip_blanks();
    if (in_.starts_with('"')) {
      const auto text = take_string();
      return text ? std::optional(value{.text = *text, .is_text = true}) : std::nullopt;
    }
    for (const std::string_view word : {"null", "true", "false"}) {
      if (!in_.starts_with(word)) continue;
      in_.remove_prefix(word.size());
      return value{};
    }
    return take_number();
  }

  /// Its text, at the end of the room.
  std::optional<std::string_view> take_string() noexcept {
    if (!take('"')) return std::nullopt;
    const std::size_t before = room_.size();
    for (;;) {
      std::size_t plain = 0;
      while (plain < in_.size() && in_[plain] != '"' && in_[plain] != '\\' &&
             static_cast<unsigned char>(in_[plain]) >= 0x20)
        ++plain;
      if (plain == in_.size() || !append(in_.substr(0, plain))) return std::nullopt;
      in_.remove_prefix(plain);
      const char stop = in_.front();
      in_.remove_prefix(1);
      if (stop == '"') return as_text(room_.view().subspan(before));
      if (stop != '\\' || !take_escape()) return std::nullopt;
    }
  }

 private:
  void skip_blanks() noexcept { in_.remove_prefix(std::min(in_.find_first_not_of(blanks), in_.size())); }

  bool append(std::string_view text) noexcept {
    out_of_memory_ = out_of_memory_ || !room_.append(as_bytes(text));
    return !out_of_memory_;
  }

  std::optional<value> take_number() noexcept {
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(in_.data(), in_.data() + in_.size(), number);
    if (error != std::errc{}) return std::nullopt;
    const std::string_view digits(in_.data(), static_cast<std::size_t>(end - in_.data()));
    const std::string_view whole = digits.substr(digits.starts_with('-') ? 1 : 0);
    if (whole.size() > 1 && whole.starts_with('0')) return std::nullopt;
    in_.remove_prefix(digits.size());
    return value{.text = {}, .number = number};
  }

  bool take_escape() noexcept {
    if (in_.empty()) return false;
    constexpr std::string_view names = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    const char name = in_.front();
    in_.remove_prefix(1);
    if (name == 'u') return take_character();
    const std::size_t at = names.find(name);
    return at != names.npos && append(meanings.substr(at, 1));
  }

  /// Four hex digits, or twice that for what UTF-16 has in two.
  bool take_character() noexcept {
    const auto high = take_unit();
    if (!high || (*high >= 0xdc00 && *high <= 0xdfff)) return false;
    if (*high < 0xd800 || *high > 0xdbff) return append_character(*high);
    if (!in_.starts_with("\\u")) return false;
    in_.remove_prefix(2);
    const auto low = take_unit();
    if (!low || *low < 0xdc00 || *low > 0xdfff) return false;
    return append_character(0x10000 + ((*high - 0xd800) << 10U) + (*low - 0xdc00));
  }

  std::optional<std::uint32_t> take_unit() noexcept {
    if (in_.size() < 4) return std::nullopt;
    std::uint32_t unit = 0;
    const auto [end, error] = std::from_chars(in_.data(), in_.data() + 4, unit, 16);
    if (error != std::errc{} || end != in_.data() + 4) return std::nullopt;
    in_.remove_prefix(4);
    return unit;
  }

  bool append_character(std::uint32_t c) noexcept { return append(utf8_character(c).view()); }

  std::string_view in_;
  byte_buffer& room_;
  bool out_of_memory_ = false;
};

webrcon_type type_of(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 5> names{"Generic", "Log", "Warning", "Error", "Chat"};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<webrcon_type>(i);
  return webrcon_type::other;
}

/// What has been found; each once.
struct found {
  std::optional<std::int32_t> identifier;
  std::optional<std::string_view> text;
  std::optional<webrcon_type> type;

  bool add(std::string_view name, const value& is) noexcept {
    if (name == "Identifier") return is.number && !std::exchange(identifier, is.number);
    if (name == "Message") return is.is_text && !std::exchange(text, is.text);
    if (name == "Type") return is.is_text && !std::exchange(type, type_of(is.text));
    return true;
  }
};

std::optional<webrcon_message> read(reader& from) noexcept {
  found all;
  if (!from.take('{')) return std::nullopt;
  do {
    const auto name = from.take_string();
    if (!name || !from.take(':')) return std::nullopt;
    const auto is = from.take_value();
    if (!is || !all.add(*name, *is)) return std::nullopt;
  } while (from.take(','));
  if (!from.take('}') || !from.at_end() || !all.identifier || !all.text) return std::nullopt;
  return webrcon_message{*all.identifier, all.type.value_or(webrcon_type::generic), *all.text};
}

void write_string(byte_writer& out, std::string_view text) noexcept {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') out.u8('\\');
    if (code >= 0x20) {
      out.u8(code);
    } else {
      out.raw(as_bytes("\\u00"));
      out.u8(static_cast<std::uint8_t>(digits[code >> 4U]));
      out.u8(static_cast<std::uint8_t>(digits[code & 0xfU]));
    }
  }
}

}  // namespace

/// Strings are no longer without their escapes: with so much room nothing moves while it is read.
std::expected<std::optional<webrcon_message>, std::error_code> decode_webrcon(bytes in,
                                                                              byte_buffer& room) noexcept {
  room.clear();
  if (!room.reserve(in.size())) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  if (!is_utf8(as_text(in))) return std::nullopt;
  reader from(as_text(in), room);
  return read(from);
}

std::expected<bytes, std::error_code> encode_webrcon(std::int32_t identifier, std::string_view command,
                                                     std::span<std::byte> out) noexcept {
  if (!is_utf8(command)) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  std::array<char, 12> digits;
  const auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), identifier).ptr;
  byte_writer writer(out);
  writer.raw(as_bytes("{\"Identifier\":"));
  writer.raw(as_bytes({digits.data(), static_cast<std::size_t>(end - digits.data())}));
  writer.raw(as_bytes(",\"Message\":\""));
  write_string(writer, command);
  writer.raw(as_bytes("\",\"Name\":\"gamewire\"}"));
  return writer.result();
}

}  // namespace gamewire::inline v0::rcon
