/// A value that its owner leaves in a known state when it is moved from.
#pragma once

#include <utility>

namespace gamewire::inline v0 {

/// Gives a class with defaulted moves a well-defined moved-from state: what was `T` becomes `Left` there.
template <class T, T Left>
class handover {
 public:
  constexpr handover(T value) noexcept : value_(value) {}  // NOLINT: stands for a T
  constexpr handover(handover&& other) noexcept : value_(std::exchange(other.value_, Left)) {}
  constexpr handover& operator=(handover&& other) noexcept {
    value_ = std::exchange(other.value_, Left);
    return *this;
  }

  constexpr operator T() const noexcept { return value_; }  // NOLINT: stands for a T

 private:
  T value_;
};

}  // namespace gamewire::inline v0
