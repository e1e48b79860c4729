/// A published message, as the datagrams that carry it. Not for users.
#pragma once

#include <cstddef>
#include <expected>
#include <system_error>

#include <gamewire/a2s/split.hpp>

namespace gamewire::inline v0::a2s {

/// How a message becomes datagrams.
struct packaging {
  std::size_t max_datagram;  // what is longer is split
  split_plan split;          // its id without bit 31
  bool compress;             // before splitting, where the form can say so and it gets smaller
};

/// Made once, sent many times. The datagrams lie one behind the other; all but the last have the same size.
class publication {
 public:
  /// Nothing is published.
  publication() = default;

  /// Takes a whole message, with or without its FF FF FF FF.
  /// Errors: `too_large` (more fragments than the form counts), `errc::no_memory`.
  static std::expected<publication, std::error_code> prepare(bytes message, const packaging& how) noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
  /// Only below `size()`.
  [[nodiscard]] bytes operator[](std::size_t index) const noexcept {
    const bytes rest = datagrams_.view().subspan(index * stride_);
    return index + 1 < count_ ? rest.first(stride_) : rest;
  }

 private:
  static std::expected<publication, std::error_code> split(bytes body, const split_plan& plan) noexcept;

  byte_buffer datagrams_;
  std::size_t stride_ = 0;
  std::size_t count_ = 0;
};

}  // namespace gamewire::inline v0::a2s
