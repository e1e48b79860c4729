/// Where the numbers of the system's errors are POSIX's. On Windows they are not.
#pragma once

namespace gamewire::test {

inline constexpr bool system_errors_are_posix() noexcept {
#ifdef _WIN32
  return false;
#else
  return true;
#endif
}

}  // namespace gamewire::test
