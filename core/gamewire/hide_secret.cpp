#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>

#include <gamewire/ascii.hpp>
#include <gamewire/hide_secret.hpp>

namespace gamewire::inline v0 {
namespace {

constexpr bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Reads texts from the front.
class reader {
 public:
  reader(std::string_view text, bool cut) noexcept : rest_(text), cut_(cut) {}

  [[nodiscard]] bool over() const noexcept { return rest_.empty(); }
  [[nodiscard]] bool cut() const noexcept { return cut_; }
  [[nodiscard]] std::size_t size() const noexcept { return rest_.size(); }

  void skip_blanks() noexcept {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }

  /// Is this the next character, in any way to write it? What is cut off may be it.
  bool take(char c) noexcept {
    if (ascii_lower(rest_.front()) == ascii_lower(c)) return pass(1);
    return take_encoded(c, "%", 16, 2) || take_encoded(c, "\\u", 16, 4) || take_reference(c);
  }

 private:
  bool pass(std::size_t size) noexcept {
    rest_.remove_prefix(std::min(size, rest_.size()));
    return true;
  }

  bool take_encoded(char c, std::string_view mark, int base, std::size_t digits) noexcept {
    if (!begins_with(mark)) return false;
    const std::string_view number = rest_.substr(std::min(mark.size(), rest_.size())).substr(0, digits);
    if (number.size() < digits) return cut_ && pass(rest_.size());
    return says(number, base, c) && pass(mark.size() + digits);
  }

  /// "&#65;" or "&#x41;", with any zeros in front of the number, and without the semicolon too.
  bool take_reference(char c) noexcept {
    if (!begins_with("&#")) return false;
    std::string_view number = rest_.substr(std::min<std::size_t>(2, rest_.size()));
    const bool hex = !number.empty() && ascii_lower(number.front()) == 'x';
    if (hex) number.remove_prefix(1);
    const auto is_digit = [hex](char d) {
      return (d >= '0' && d <= '9') || (hex && ascii_lower(d) >= 'a' && ascii_lower(d) <= 'f');
    };
    const auto* const end = std::ranges::find_if_not(number, is_digit);
    if (end == number.end() && cut_) return pass(rest_.size());
    const std::size_t size = static_cast<std::size_t>(end - number.begin());
    if (!says(number.substr(0, size), hex ? 16 : 10, c)) return false;
    const std::size_t before = static_cast<std::size_t>(number.data() - rest_.data());
    const bool semicolon = end != number.end() && *end == ';';
    return pass(before + size + (semicolon ? 1 : 0));
  }

  [[nodiscard]] bool begins_with(std::string_view mark) const noexcept {
    if (rest_.size() >= mark.size()) return rest_.starts_with(mark);
    return cut_ && mark.starts_with(rest_);
  }

  static bool says(std::string_view digits, int base, char c) noexcept {
    unsigned number = 0;
    const char* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, number, base);
    return read.ec == std::errc{} && read.ptr == end && number < 0x80 &&
           ascii_lower(static_cast<char>(number)) == ascii_lower(c);
  }

  std::string_view rest_;
  bool cut_;
};

/// How many bytes at the front say the secret; 0: they do not.
std::size_t said_at_the_front(std::string_view text, std::string_view secret, bool cut) noexcept {
  reader at(text, cut);
  for (std::size_t i = 0; i != secret.size(); ++i) {
    if (i != 0) at.skip_blanks();
    if (at.over()) return at.cut() ? text.size() : 0;
    if (!at.take(secret[i])) return 0;
  }
  return text.size() - at.size();
}

}  // namespace

void hide_secret(std::span<char> text, std::string_view secret, bool cut) noexcept {
  if (secret.empty()) return;
  const std::string_view seen(text.data(), text.size());
  for (std::size_t at = 0; at < seen.size(); ++at) {
    const std::size_t size = said_at_the_front(seen.substr(at), secret, cut);
    std::ranges::fill(text.subspan(at, size), '*');
    if (size != 0) at += size - 1;
  }
}

}  // namespace gamewire::inline v0
