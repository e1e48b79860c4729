/// A terminal that a program draws on, and hears keys from at once.
#pragma once

#include <csignal>
#include <string_view>

#include <termios.h>

namespace gamewire::cli {

/// Takes the screen over, and gives it back as it was: also when it is destroyed by an exception, and while the program is
/// stopped by Ctrl-Z. A resized terminal ends whatever waits, with EINTR. One at a time.
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
  /// A key that was pressed; 0: none, -1: no more will come.
  static int key() noexcept;

 private:
  void listen() noexcept;

  termios before_{};
  struct sigaction on_stop_{};
  struct sigaction on_resize_{};
  bool changed_ = false;
};

}  // namespace gamewire::cli
