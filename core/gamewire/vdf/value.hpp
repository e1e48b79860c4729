/// The values of binary VDF, which have types; those of text are all strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::vdf {

/// The byte in front of an entry.
enum class value_type : std::uint8_t {
  block = 0,
  string = 1,
  int32 = 2,
  float32 = 3,
  pointer = 4,
  wide_string = 5,
  colour = 6,
  uint64 = 7,
  end = 8,
  int64 = 10,
  alternate_end = 11,
};

/// An address in a process that is no more; known as four bytes alone.
struct pointer {
  std::uint32_t address = 0;  // as written; it points nowhere

  friend bool operator==(const pointer&, const pointer&) = default;
};

/// A value of the binary form.
struct colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  std::uint8_t alpha = 0;

  friend bool operator==(const colour&, const colour&) = default;
};

/// UTF-16, little endian, without the two NULs at its end.
struct wide_text {
  bytes units;  // two bytes each

  friend bool operator==(const wide_text& a, const wide_text& b) noexcept {
    return as_text(a.units) == as_text(b.units);
  }
};

/// A view, where it is a text.
using value = std::variant<std::string_view, std::int32_t, float, pointer, wide_text, colour, std::uint64_t,
                           std::int64_t>;

/// The type of a value, which is never a block or an end.
value_type type_of(const value& of) noexcept;

/// UTF-8, with U+FFFD for half surrogate pairs. Throws std::bad_alloc.
std::string to_utf8(const wide_text& from);

/// As Valve writes a value into a text: numbers in decimal, 64 bits as 0x and 16 digits, if they are
/// unsigned; colours as four numbers. Floats as short as they can be. Throws std::bad_alloc.
std::string to_text(const value& of);

/// The value that Valve's reader makes of a text: 0x and 16 hex digits are 64 bits; a whole decimal number
/// that fits is an int32; one with a point or an exponent a float; all else, a view.
value guess(std::string_view text) noexcept;

}  // namespace gamewire::inline v0::vdf
