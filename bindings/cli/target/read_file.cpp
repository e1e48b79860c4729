#include "target/read_file.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gamewire/system.hpp>

#include "output/output.hpp"

namespace gamewire::cli {
namespace {

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

bool write_all(const system::descriptor& file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = ::write(file.value(), text.data(), text.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return ::fsync(file.value()) == 0;  // some file systems tell no sooner that the disk is full
}

/// Where links lead, whether there is anything or not.
std::string end_of_links(std::filesystem::path path) {
  constexpr int most = 40;  // as Linux has it
  std::error_code none;
  for (int links = 0; links < most && std::filesystem::is_symlink(path, none); ++links)
    path = path.parent_path() / std::filesystem::read_symlink(path, none);
  return path;
}

bool may_be_replaced(const std::string& path) {
  struct stat about{};
  if (::stat(path.c_str(), &about) != 0) return errno == ENOENT;
  return S_ISREG(about.st_mode) && ::access(path.c_str(), W_OK) == 0;
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
  const std::string kept = end_of_links(path);
  if (!may_be_replaced(kept)) return false;
  std::string fresh = kept + ".XXXXXX";
  const system::descriptor file(::mkostemp(fresh.data(), O_CLOEXEC));  // for the owner alone
  if (file.value() < 0) return false;
  if (write_all(file, text) && ::rename(fresh.c_str(), kept.c_str()) == 0) return true;
  ::unlink(fresh.c_str());
  return false;
}

}  // namespace gamewire::cli
