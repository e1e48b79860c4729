/// One thing for a thread to wait for, whoever has something for it: other threads, signal handlers.
#pragma once

#include <gamewire/system.hpp>

#include "output/output.hpp"

namespace gamewire::cli {

class doorbell {
 public:
  doorbell() : pipe_(opened()) {}

  /// Async-signal-safe. Rings of which nobody has taken notice yet count as one.
  void ring() const noexcept { pipe_.wake(); }
  /// Until it has rung since the last time, or until then.
  void wait(time_point until = never) const noexcept { (void)system::wait({}, pipe_, until); }
  /// For those who poll(2) for it among other things: readable when it has rung, until answered.
  [[nodiscard]] int descriptor() const noexcept { return pipe_.value(); }
  void answer() const noexcept { pipe_.clear(); }

 private:
  static system::wake_pipe opened() {
    auto pipe = system::wake_pipe::open();
    if (!pipe) throw command_error(fault_of(pipe.error()));
    return *std::move(pipe);
  }

  system::wake_pipe pipe_;
};

}  // namespace gamewire::cli
