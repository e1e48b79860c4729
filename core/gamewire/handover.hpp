/// A value that its owner leaves in a known state when it is moved from. Not for users.
#pragma once

#include <concepts>
#include <utility>

namespace gamewire::inline v0 {

/// Gives a class with defaulted moves a well-defined moved-from state: what was `T` becomes `Left` there, or `T{}`.
template <class T, auto... Left>
class handover {
 public:
  constexpr handover() noexcept = default;
  constexpr handover(T value) noexcept : value_(value) {}  // NOLINT: stands for a T
  constexpr handover(handover&& other) noexcept : value_(std::exchange(other.value_, T{Left...})) {}
  constexpr handover& operator=(handover&& other) noexcept {
    value_ = std::exchange(other.value_, T{Left...});
    return *this;
  }

  constexpr operator T() const noexcept { return value_; }  // NOLINT: stands for a T
  constexpr explicit operator bool() const noexcept
    requires(std::constructible_from<bool, T> && !std::same_as<bool, T>)
  {
    return static_cast<bool>(value_);
  }

 private:
  T value_{Left...};
};

}  // namespace gamewire::inline v0
