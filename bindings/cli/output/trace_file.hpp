/// `--trace FILE`: every datagram as a line of hex that `gamewire decode` reads back. What clients say stands
/// in comments, for `decode` reads what servers say.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include <gamewire/trace.hpp>

namespace gamewire::cli {

class trace_file {
 public:
  /// An empty path: no trace. Throws `command_error` when the file cannot be written.
  explicit trace_file(const std::string& path);

  /// For the drivers, which the trace must outlive; `from_server` is the way that a server's datagrams go
  /// there. Null when there is no trace.
  [[nodiscard]] trace_hook hook(direction from_server) const;

 private:
  struct closer {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };

  std::unique_ptr<std::FILE, closer> file_;
};

}  // namespace gamewire::cli
