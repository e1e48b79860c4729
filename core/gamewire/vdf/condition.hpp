/// The conditions behind keys and values: `[$WIN32]`, `[!$X360 && $POSIX]`.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace gamewire::inline v0::vdf {

/// Is it true, when these symbols are and all others are not? `expression` is what stands between the
/// brackets: symbols after a `$`, `!`, `&&` and, binding less, `||`; blanks do not matter, nor does the case
/// of symbols, which `symbols` has without their `$`. Nothing if it is no such expression.
std::optional<bool> evaluate(std::string_view expression, std::span<const std::string_view> symbols) noexcept;

}  // namespace gamewire::inline v0::vdf
