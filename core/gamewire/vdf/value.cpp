#include <array>
#include <charconv>
#include <optional>

#include <gamewire/utf8_character.hpp>
#include <gamewire/vdf/value.hpp>

namespace gamewire::inline v0::vdf {
namespace {

constexpr std::array types{value_type::string,  value_type::int32,       value_type::float32,
                           value_type::pointer, value_type::wide_string, value_type::colour,
                           value_type::uint64,  value_type::int64};
static_assert(types.size() == std::variant_size_v<value>);

template <class Number>
std::string decimal(Number number) {
  std::array<char, 64> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

/// All of the text as a number, or nothing.
template <class Number, class... Base>
std::optional<Number> whole_number(std::string_view text, Base... base) noexcept {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number, base...);
  return error == std::errc{} && stopped == end ? std::optional(number) : std::nullopt;
}

std::string hex(std::uint64_t number) {
  std::string text = "0x";
  for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789ABCDEF"[number >> shift & 15];
  return text;
}

struct text_of {
  std::string operator()(std::string_view text) const { return std::string(text); }
  std::string operator()(std::int32_t number) const { return decimal(number); }
  std::string operator()(float number) const { return decimal(number); }
  std::string operator()(pointer to) const { return decimal(static_cast<std::int32_t>(to.address)); }
  std::string operator()(const wide_text& wide) const { return to_utf8(wide); }
  std::string operator()(colour of) const {
    return decimal(of.red) + ' ' + decimal(of.green) + ' ' + decimal(of.blue) + ' ' + decimal(of.alpha);
  }
  std::string operator()(std::uint64_t number) const { return hex(number); }
  std::string operator()(std::int64_t number) const { return decimal(number); }
};

constexpr bool is_high(std::uint32_t unit) noexcept { return unit >= 0xd800 && unit < 0xdc00; }
constexpr bool is_low(std::uint32_t unit) noexcept { return unit >= 0xdc00 && unit < 0xe000; }

}  // namespace

value_type type_of(const value& of) noexcept { return types[of.index()]; }

std::string to_utf8(const wide_text& from) {
  std::string text;
  byte_reader units(from.units.first(from.units.size() & ~std::size_t{1}));
  while (!units.empty()) {
    const std::uint32_t unit = units.u16();
    byte_reader ahead = units;
    const std::uint32_t second = is_high(unit) ? ahead.u16() : 0;
    if (is_high(unit) && is_low(second)) {
      text += utf8_character(0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00)).view();
      units = ahead;
    } else {
      text += utf8_character(is_high(unit) || is_low(unit) ? 0xfffd : unit).view();
    }
  }
  return text;
}

std::string to_text(const value& of) { return std::visit(text_of{}, of); }

value guess(std::string_view text) noexcept {
  if (text.size() == 18 && text.starts_with("0x"))
    if (const auto number = whole_number<std::uint64_t>(text.substr(2), 16)) return *number;
  if (const auto number = whole_number<std::int32_t>(text)) return *number;
  const bool point = text.find_first_of(".eE") != text.npos;
  if (point && text.find_first_not_of("+-.0123456789eE") == text.npos)
    if (const auto number = whole_number<float>(text)) return *number;
  return text;
}

}  // namespace gamewire::inline v0::vdf
