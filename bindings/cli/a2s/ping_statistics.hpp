/// What ping(8) counts: datagrams, and round trips in milliseconds.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace gamewire::cli {

struct ping_statistics {
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  double min = 0;
  double max = 0;
  double sum = 0;
  double squares = 0;

  void add(double ms) noexcept {
    min = received == 0 ? ms : std::min(min, ms);
    max = std::max(max, ms);
    sum += ms;
    squares += ms * ms;
    ++received;
  }

  [[nodiscard]] double mean() const noexcept { return sum / static_cast<double>(received); }
  /// The standard deviation, which ping(8) calls mdev.
  [[nodiscard]] double deviation() const noexcept {
    return std::sqrt(std::max(0.0, squares / static_cast<double>(received) - mean() * mean()));
  }
  [[nodiscard]] double loss_percent() const noexcept {
    return sent == 0 ? 0 : 100 * static_cast<double>(sent - received) / static_cast<double>(sent);
  }
};

}  // namespace gamewire::cli
