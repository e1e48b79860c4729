#include <cstdint>
#include <cstring>
#include <optional>

#include <gamewire/ascii.hpp>
#include <gamewire/json/text.hpp>
#include <gamewire/utf8_character.hpp>

namespace gamewire::inline v0::json {
namespace {

constexpr char32_t replacement = 0xfffd;

/// Takes a text with escapes apart: plain parts, and what each escape stands for.
class unescaper {
 public:
  explicit unescaper(std::string_view raw) noexcept : rest_(raw) {}

  [[nodiscard]] bool over() const noexcept { return rest_.empty(); }

  /// The next part; nothing for an escape that is none.
  std::optional<std::string_view> next() noexcept {
    if (rest_.front() != '\\') return take(std::min(rest_.find('\\'), rest_.size()));
    if (rest_.size() < 2) return std::nullopt;
    const char which = rest_[1];
    rest_.remove_prefix(2);
    if (which == 'u') return unicode();
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view stand_for = "\"\\/\b\f\n\r\t";
    const std::size_t at = names.find(which);
    return at == names.npos ? std::nullopt : std::optional(stand_for.substr(at, 1));
  }

 private:
  std::string_view take(std::size_t size) noexcept {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  [[nodiscard]] static std::optional<char32_t> hex4(std::string_view digits) noexcept {
    if (digits.size() < 4) return std::nullopt;
    char32_t value = 0;
    for (const char c : digits.substr(0, 4)) {
      const unsigned digit = hex_value(c);
      if (digit == no_hex_digit) return std::nullopt;
      value = value * 16 + digit;
    }
    return value;
  }

  std::optional<std::string_view> unicode() noexcept {
    const auto first = hex4(rest_);
    if (!first) return std::nullopt;
    rest_.remove_prefix(4);
    if (*first < 0xd800 || *first > 0xdfff) return utf8(*first);
    const bool high = *first < 0xdc00 && rest_.starts_with("\\u");
    const auto second = high ? hex4(rest_.substr(2)) : std::nullopt;
    if (!second || *second < 0xdc00 || *second > 0xdfff) return utf8(replacement);
    rest_.remove_prefix(6);
    return utf8(0x10000 + ((*first - 0xd800) << 10U) + (*second - 0xdc00));
  }

  std::string_view utf8(char32_t c) noexcept {
    made_ = utf8_character(c);
    return made_.view();
  }

  std::string_view rest_;
  utf8_character made_;
};

}  // namespace

std::expected<std::string_view, std::error_code> text::decode(std::span<char> room) const noexcept {
  if (!escaped()) return raw_;
  std::size_t size = 0;
  for (unescaper parts(raw_); !parts.over();) {
    const auto part = parts.next();
    if (!part) return std::unexpected(make_error_code(errc::malformed));
    if (part->size() > room.size() - size) return std::unexpected(make_error_code(gamewire::errc::no_room));
    std::memcpy(room.data() + size, part->data(), part->size());
    size += part->size();
  }
  return std::string_view(room.data(), size);
}

std::string text::str() const {
  std::string said;
  said.reserve(raw_.size());
  for (unescaper parts(raw_); !parts.over();) {
    const auto part = parts.next();
    if (!part) return std::string(raw_);
    said += *part;
  }
  return said;
}

bool text::append_to(byte_buffer& out) const noexcept {
  const std::size_t before = out.size();
  if (!out.reserve(before + raw_.size())) return false;  // which is enough
  for (unescaper parts(raw_); !parts.over();) {
    const auto part = parts.next();
    if (!part) return out.resize(before) && out.append(as_bytes(raw_));
    if (!out.append(as_bytes(*part))) return false;
  }
  return true;
}

bool text::says(std::string_view what) const noexcept {
  for (unescaper parts(raw_); !parts.over();) {
    const auto part = parts.next();
    if (!part || !what.starts_with(*part)) return false;
    what.remove_prefix(part->size());
  }
  return what.empty();
}

}  // namespace gamewire::inline v0::json
