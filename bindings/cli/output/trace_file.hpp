/// `--trace FILE`: every datagram as a line of hex that `gamewire decode` reads back. What clients say stands
/// in comments, for `decode` reads what servers say.
#pragma once

#include <memory>
#include <string>

#include <gamewire/trace.hpp>

namespace gamewire::cli {

class trace_file {
 public:
  /// An empty path: no trace. Throws `command_error` when the file cannot be written.
  explicit trace_file(const std::string& path);

  /// For the drivers, in any thread; `from_server` is the way that a server's datagrams go there. Null when there is
  /// no trace.
  [[nodiscard]] trace_hook hook(direction from_server) const;
  /// Throws `command_error` when something could not be written: the trace ends before that.
  void check() const;

 private:
  class sink;

  std::shared_ptr<sink> sink_;  // null: no trace
};

}  // namespace gamewire::cli
