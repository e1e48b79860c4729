#include "output/trace_file.hpp"

#include <cerrno>

#include <fmt/core.h>

#include "output/output.hpp"

namespace gamewire::cli {
namespace {

void write(std::FILE* file, bool comment, direction way, const endpoint& peer, bytes payload,
           nanoseconds age) {
  const char arrow = way == direction::sent ? '>' : '<';
  const double seconds = std::chrono::duration<double>(age).count();
  const std::string line = fmt::format("# {} {:.6f} {}{}{}\n", arrow, seconds, endpoint_text(peer).view(),
                                       comment ? ' ' : '\n', to_hex(payload));
  if (std::fwrite(line.data(), 1, line.size(), file) != line.size() || std::fflush(file) != 0)
    throw command_error({condition::limit, "the trace file: " + std::generic_category().message(errno)});
}

}  // namespace

trace_file::trace_file(const std::string& path) {
  if (path.empty()) return;
  file_.reset(std::fopen(path.c_str(), "we"));
  if (!file_) throw command_error(usage_fault(path + ": " + std::generic_category().message(errno)));
}

trace_hook trace_file::hook(direction from_server) const {
  if (!file_) return nullptr;
  return [file = file_.get(), from_server, start = std::optional<time_point>()](
             direction way, const endpoint& peer, bytes payload, time_point at) mutable {
    if (!start) start = at;
    write(file, way != from_server, way, peer, payload, at - *start);
  };
}

}  // namespace gamewire::cli
