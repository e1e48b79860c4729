/// Error codes as Python exceptions: the classes of `gamewire.errors`, one for each condition.
#pragma once

#include <expected>
#include <string_view>
#include <system_error>

#include <gamewire/machine.hpp>

#include "python.hpp"

namespace gamewire::python {

/// An instance of the class for this error, with its message and, if there is one, the detail behind it.
py::object error_object(std::error_code why, std::string_view detail = {});

[[noreturn]] void raise(std::error_code why, std::string_view detail = {});

/// `UsageError` with this text.
[[noreturn]] void raise_usage(std::string_view text);

/// The value, or the error raised.
template <class T>
T unwrap(std::expected<T, std::error_code> got) {
  if (!got) raise(got.error());
  return *std::move(got);
}

/// The id of a request that was accepted.
inline std::uint32_t id_of(accepted id) { return static_cast<std::uint32_t>(unwrap(id)); }

inline void check(std::error_code why) {
  if (why) raise(why);
}

}  // namespace gamewire::python
