/// A terminal that a program draws on, and hears keys from at once.
#pragma once

#include <chrono>
#include <csignal>
#include <span>
#include <string_view>

#include <poll.h>
#include <termios.h>

namespace gamewire::cli {

/// Takes the screen over, and gives it back as it was: also when it is destroyed by an exception, and while the program is
/// stopped by Ctrl-Z. One at a time.
class raw_terminal {
 public:
  struct extent {
    std::size_t columns;
    std::size_t rows;
  };

  raw_terminal();
  ~raw_terminal();
  raw_terminal(const raw_terminal&) = delete;
  raw_terminal& operator=(const raw_terminal&) = delete;

  /// In place of what was shown. Anew each time it listens for keys: a shell may have had the terminal meanwhile.
  void show(std::string_view lines);
  [[nodiscard]] static extent size() noexcept;
  /// Of a key that was pressed, a byte; 0: none, -1: no more will come.
  static int read() noexcept;
  /// As poll(2) does. Another size, and being shown again after Ctrl-Z, end this wait too, also when they came since the
  /// last one: a new picture is due.
  void wait(std::span<pollfd> for_these, std::chrono::milliseconds most) const noexcept;

 private:
  void block_signals() noexcept;
  void listen() noexcept;

  termios before_{};
  struct sigaction on_stop_{};
  struct sigaction on_resize_{};
  sigset_t signals_{};
  bool changed_ = false;
};

}  // namespace gamewire::cli
