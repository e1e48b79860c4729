/// What happened in a simulated run, as lines that may be shown and as one number.
#pragma once

#include <cstdio>
#include <string>

#include <gamewire/random.hpp>
#include <gamewire/time.hpp>

namespace gamewire::sim {

class trace {
 public:
  explicit trace(bool show = false) : show_(show) {}

  void line(time_point now, const std::string& text) {
    const auto at = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count();
    for (const char c : text) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    hash_ = mix64(hash_ + static_cast<std::uint64_t>(at));
    if (show_) std::printf("%10.3f ms  %s\n", static_cast<double>(at) / 1000, text.c_str());
  }

  /// Equal for equal runs.
  [[nodiscard]] std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
  bool show_;
};

}  // namespace gamewire::sim
