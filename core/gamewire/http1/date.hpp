/// Dates in fields, such as Date, Expires and Retry-After.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace gamewire::inline v0::http1 {

/// Any of the three forms that RFC 9110, 5.6.7, has: "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"
/// (70 and more: of the century before), "Sun Nov  6 08:49:37 1994". The day of the week is not looked at. Nothing for
/// what is none.
std::optional<std::chrono::sys_seconds> parse_date(std::string_view text) noexcept;

}  // namespace gamewire::inline v0::http1
