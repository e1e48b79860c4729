#include "output/trace_file.hpp"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <new>
#include <optional>

#include <fmt/core.h>
#include <unistd.h>

#include "output/output.hpp"

namespace gamewire::cli {

/// Drivers call it where nothing may be thrown, so it remembers what went wrong.
class trace_file::sink {
 public:
  explicit sink(std::FILE* file) : file_(file) {}
  ~sink() { std::fclose(file_); }
  sink(const sink&) = delete;
  sink& operator=(const sink&) = delete;

  void write(bool comment, direction way, const endpoint& peer, bytes payload, nanoseconds age) noexcept try {
    if (failure_ != 0) return;
    const char arrow = way == direction::sent ? '>' : '<';
    const double seconds = std::chrono::duration<double>(age).count();
    const std::string line = fmt::format("# {} {:.6f} {}{}{}\n", arrow, seconds, endpoint_text(peer).view(),
                                         comment ? ' ' : '\n', to_hex(payload));
    const bool written = std::fwrite(line.data(), 1, line.size(), file_) == line.size();
    if (!written || std::fflush(file_) != 0) failure_ = errno;
  } catch (const std::bad_alloc&) {
    failure_ = ENOMEM;
  }

  /// The system's number of what went wrong, or 0.
  [[nodiscard]] int failure() const noexcept { return failure_; }

 private:
  std::FILE* const file_;
  std::atomic<int> failure_ = 0;
};

trace_file::trace_file(const std::string& path) {
  if (path.empty()) return;
  std::FILE* const file = path == "-" ? ::fdopen(::dup(STDERR_FILENO), "w") : std::fopen(path.c_str(), "we");
  if (file == nullptr) throw command_error(usage_fault(path + ": " + std::generic_category().message(errno)));
  sink_ = std::make_shared<sink>(file);
}

trace_hook trace_file::hook(direction from_server) const {
  if (!sink_) return nullptr;
  return [to = sink_, from_server, start = std::optional<time_point>()](
             direction way, const endpoint& peer, bytes payload, time_point at) mutable {
    if (!start) start = at;
    to->write(way != from_server, way, peer, payload, at - *start);
  };
}

void trace_file::check() const {
  const int failure = sink_ ? sink_->failure() : 0;
  if (failure == 0) return;
  throw command_error({condition::limit, "the trace file: " + std::generic_category().message(failure)});
}

}  // namespace gamewire::cli
