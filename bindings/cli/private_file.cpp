#include "private_file.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gamewire/system.hpp>

#include "output.hpp"

namespace gamewire::cli {
namespace {

[[noreturn]] void refuse(const std::string& path, std::string_view why) {
  throw command_error(usage_fault(fmt::format("{}: {}", path, why)));
}

}  // namespace

/// The permissions are those of what is read: nobody can change files in between.
std::optional<std::string> read_private(const std::string& path) {
  const system::descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.value() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    refuse(path, std::generic_category().message(errno));
  }
  struct stat about{};
  if (::fstat(file.value(), &about) != 0) refuse(path, std::generic_category().message(errno));
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    refuse(path, fmt::format("others may read it or write to it; try `chmod 600 {}`", path));
  std::string text;
  char piece[4096];
  for (ssize_t size = 0; (size = ::read(file.value(), piece, sizeof piece)) != 0;) {
    if (size < 0) refuse(path, std::generic_category().message(errno));
    text.append(piece, static_cast<std::size_t>(size));
  }
  return text;
}

}  // namespace gamewire::cli
