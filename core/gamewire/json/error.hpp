/// What can be wrong with JSON.
#pragma once

#include <cstdint>
#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::json {

enum class errc : std::uint8_t {
  malformed = 1,  // not JSON, or cut short
  not_utf8,       // a byte that is no part of UTF-8
  wrong_type,     // another kind of value than is wanted here
  out_of_range,   // a number that does not fit, or has a fraction where there is none
  missing,        // no such value
  too_deep,       // nested more deeply than is borne
  too_large,      // more than 4 GB
};

/// "gamewire.json": each of these errors falls under a `condition` (gamewire/error.hpp).
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

/// What is wrong, and at which byte of the text.
struct fault {
  std::error_code error;
  std::size_t offset = 0;  // bytes

  friend bool operator==(const fault&, const fault&) = default;
};

}  // namespace gamewire::inline v0::json

template <>
struct std::is_error_code_enum<gamewire::json::errc> : std::true_type {};
