/// Lines of commands from standard input, when nobody types them.
#pragma once

#include <array>
#include <cerrno>
#include <optional>
#include <string>

#include <poll.h>
#include <unistd.h>

#include "output/output.hpp"
#include "terminal/words.hpp"

namespace gamewire::cli {

class script_lines {
 public:
  /// The next one without its newline; nothing at the end. Throws `command_error` when it cannot be read.
  std::optional<std::string> next() {
    while (waiting_.find('\n', searched_) == waiting_.npos && !over_) fill();
    return take();
  }

  /// The same of what is there without waiting: who writes it may wait for us.
  std::optional<std::string> next_at_once() {
    pollfd ready{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    while (waiting_.find('\n', searched_) == waiting_.npos && !over_ && ::poll(&ready, 1, 0) == 1) fill();
    return take();
  }

 private:
  void fill() {
    std::array<char, 65536> room;
    searched_ = waiting_.size();
    const ssize_t size = ::read(STDIN_FILENO, room.data(), room.size());
    if (size < 0 && errno == EINTR) return;
    if (size < 0)
      throw command_error(usage_fault("standard input: " + std::generic_category().message(errno)));
    waiting_.append(room.data(), static_cast<std::size_t>(size));
    over_ = size == 0;
  }

  std::optional<std::string> take() {
    const std::size_t end = waiting_.find('\n', searched_);
    searched_ = 0;
    if (end == waiting_.npos && (!over_ || waiting_.empty())) return std::nullopt;
    std::string line = waiting_.substr(0, end);
    waiting_.erase(0, end == waiting_.npos ? end : end + 1);
    if (first_) line = without_mark(line);
    first_ = false;
    return line;
  }

  std::string waiting_;
  std::size_t searched_ = 0;  // of it; there is no newline
  bool over_ = false;
  bool first_ = true;
};

}  // namespace gamewire::cli
