/// Which argument is for which parameter. Not for users.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <gamewire/webapi/interfaces.hpp>

namespace gamewire::inline v0::webapi {

/// What is no argument, though it is listed as one, or could be.
inline constexpr std::string_view key_name = "key";
inline constexpr std::string_view format_name = "format";
inline constexpr std::string_view input_json_name = "input_json";

/// 7 of "ids[7]"; nothing where a name ends otherwise.
constexpr std::optional<std::size_t> index_of(std::string_view name) noexcept {
  const std::size_t open = name.rfind('[');
  if (open == name.npos || !name.ends_with(']')) return std::nullopt;
  const std::string_view digits = name.substr(open + 1, name.size() - open - 2);
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  std::size_t index = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    index = 10 * index + static_cast<std::size_t>(c - '0');
  }
  return index;
}

/// "ids" of "ids[7]"; a name that ends otherwise is whole.
constexpr std::string_view without_index(std::string_view name) noexcept {
  return index_of(name) ? name.substr(0, name.rfind('[')) : name;
}

inline bool is_for(std::string_view argument, const parameter_row& declared) noexcept {
  return argument == declared.name || (declared.array && without_index(argument) == declared.name);
}

/// Nothing for what the method does not have, and for what is set elsewhere.
inline std::optional<parameter_row> declaration_of(const method_row& method,
                                                   std::string_view argument) noexcept {
  if (argument == key_name || argument == format_name || argument == input_json_name) return std::nullopt;
  for (const parameter_row& one : method.parameters())
    if (is_for(argument, one)) return one;
  return std::nullopt;
}

}  // namespace gamewire::inline v0::webapi
