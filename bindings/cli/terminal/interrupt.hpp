/// Ctrl-C: the end of the program, with exit code 130, or of what it is doing. Signals that were ignored when
/// it was started stay so.
#pragma once

#include <functional>

namespace gamewire::cli {

class doorbell;

/// From here on Ctrl-C ends the program at once, wherever it is.
void exit_on_interrupt();

/// While one of these lives, the first Ctrl-C or SIGTERM calls `stop` instead, in the signal handler: it may
/// only do what is async-signal-safe. A second one ends the program. One at a time.
class on_interrupt {
 public:
  explicit on_interrupt(std::function<void()> stop);
  ~on_interrupt();
  on_interrupt(const on_interrupt&) = delete;
  on_interrupt& operator=(const on_interrupt&) = delete;
};

/// While it lives, Ctrl-C ends nothing but rings the bell; so do a resized terminal, and being in the
/// foreground again. One at a time.
class ring_on_interrupt {
 public:
  explicit ring_on_interrupt(const doorbell& bell);
  ~ring_on_interrupt();
  ring_on_interrupt(const ring_on_interrupt&) = delete;
  ring_on_interrupt& operator=(const ring_on_interrupt&) = delete;

  /// Ctrl-C since the last time?
  static bool take_interrupt() noexcept;
  /// Waits until there is something to read from a terminal, however long; false when Ctrl-C comes first, which is taken.
  static bool wait_for_input(int terminal) noexcept;
  /// The same of the foreground: others may have changed the terminal's modes meanwhile.
  static bool take_return() noexcept;
};

/// In a thread that only helps: signals go to the others.
void leave_signals_to_others() noexcept;

/// The signal that came, or 0.
int interrupted_by() noexcept;

/// The exit code of a command that a signal ended, as shells have it: 130 after Ctrl-C.
constexpr int exit_code_of(int signal) noexcept { return 128 + signal; }

}  // namespace gamewire::cli
