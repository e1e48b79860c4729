/// Who may be driven as it is. For drivers, and what stands between them and a machine. Not for users.
#pragma once

namespace gamewire::inline v0 {

/// Is there a secret that it needs, and is that all-zero? It says so by `has_secret()`. Then no driver takes it:
/// strangers could foretell its challenges, or its masks.
template <class T>
[[nodiscard]] bool lacks_secret(const T& one) noexcept {
  if constexpr (requires { one.has_secret(); })
    return !one.has_secret();
  else
    return false;
}

}  // namespace gamewire::inline v0
