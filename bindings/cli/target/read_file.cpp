#include "target/read_file.hpp"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gamewire/system.hpp>

#include "output/output.hpp"

namespace gamewire::cli {
namespace {

constexpr mode_t owner_only = S_IRUSR | S_IWUSR;

[[noreturn]] void refuse(const std::string& path) {
  throw command_error(usage_fault(fmt::format("{}: {}", path, std::generic_category().message(errno))));
}

std::string read_all(int file, const std::string& name, std::size_t most) {
  std::string text;
  std::array<char, 65536> piece;
  while (true) {
    const ssize_t size = ::read(file, piece.data(), piece.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) refuse(name);
    if (size == 0) return text;
    if (static_cast<std::size_t>(size) > most - text.size())
      throw command_error({condition::limit, fmt::format("{}: has more than {} bytes", name, most)});
    text.append(piece.data(), static_cast<std::size_t>(size));
  }
}

/// Nothing where there is none.
std::optional<system::descriptor> open_at_once(const std::string& path) {
  system::descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.value() >= 0) return file;
  if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
  refuse(path);
}

}  // namespace

std::string read_file(const std::string& name, std::size_t most) {
  if (name == "-") return read_all(STDIN_FILENO, name, most);
  const system::descriptor file(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.value() < 0) refuse(name);
  return read_all(file.value(), name, most);
}

std::optional<std::string> read_kept_file(const std::string& path, std::size_t most) {
  const auto file = open_at_once(path);
  return file ? std::optional(read_all(file->value(), path, most)) : std::nullopt;
}

void warn_of_readers(const std::string& path) {
  constexpr mode_t of_others = S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode) || (about.st_mode & of_others) == 0)
    return;
  complain(fmt::format("{}: others may read it or write to it, and a secret is in it; try `chmod 600 {}`",
                       path, path));
}

bool write_private_file(const std::string& path, std::string_view text) {
  const system::descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, owner_only));
  struct stat about{};
  if (file.value() < 0 || ::fstat(file.value(), &about) != 0) return false;
  // Devices stay as they are.
  if (S_ISREG(about.st_mode) &&
      (::fchmod(file.value(), owner_only) != 0 || ::ftruncate(file.value(), 0) != 0))
    return false;
  while (!text.empty()) {
    const ssize_t size = ::write(file.value(), text.data(), text.size());
    if (size <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

}  // namespace gamewire::cli
