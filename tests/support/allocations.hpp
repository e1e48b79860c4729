/// Counts allocations and makes them fail, for programs that link allocations.cpp and are linked with
/// --wrap=malloc, calloc, realloc and free. Each thread has its own count. Sees operator new everywhere and
/// malloc from all that is linked statically.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gamewire::test {

struct allocations {
  /// How many there have been so far.
  static std::size_t count() noexcept;
  /// Bytes that are allocated now.
  static std::int64_t live() noexcept;
};

/// How many allocations a call makes.
template <class Call>
std::size_t allocations_in(Call call) {
  const std::size_t before = allocations::count();
  call();
  return allocations::count() - before;
}

/// While it lives, allocations fail from the `first` one on (from 0), for as many as `times`.
class failing_allocations {
 public:
  explicit failing_allocations(std::size_t first, std::size_t times = 1) noexcept;
  failing_allocations(const failing_allocations&) = delete;
  ~failing_allocations();

  /// Has one failed?
  [[nodiscard]] static bool happened() noexcept;
};

}  // namespace gamewire::test
