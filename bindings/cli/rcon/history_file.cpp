#include "rcon/history_file.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gamewire/ascii.hpp>
#include <gamewire/system.hpp>

#include "output/output.hpp"
#include "target/config_file.hpp"
#include "target/read_file.hpp"
#include "terminal/words.hpp"

namespace gamewire::cli {
namespace {

constexpr mode_t private_file = 0600;
constexpr std::size_t largest = std::size_t{16} << 20U;  // far more than the lines that are kept take

void make_folders(const std::string& path) {
  for (std::size_t at = path.find('/', 1); at != path.npos; at = path.find('/', at + 1))
    ::mkdir(path.substr(0, at).c_str(), 0700);
}

/// Nothing of what cannot be read, and of what has no end.
std::string kept_text(const std::string& path) try {
  return read_kept_file(path, largest).value_or("");
} catch (const command_error&) {
  return "";
}

/// Private from the start, and again if somebody has changed that. Does not wait for who would read from a pipe.
system::descriptor open_private(const std::string& path) {
  system::descriptor file(::open(
      path.c_str(), O_APPEND | O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, private_file));
  if (file.value() >= 0 && ::fchmod(file.value(), private_file) != 0) return {};
  return file;
}

void write(const system::descriptor& file, std::string_view text) {
  if (file.value() >= 0) [[maybe_unused]]
    const ssize_t written = ::write(file.value(), text.data(), text.size());
}

/// `!connect ADDRESS` without what follows; of other commands of the shell their name, as it may be misspelt.
std::string own_command(std::string_view line) {
  const std::string_view name = first_word(line);
  const auto words = split_words(line);
  if (name != "!connect" || !words || words->size() < 2) return std::string(name);
  const std::string& address = (*words)[1];
  return address.find_first_of(" \t\"'\\") == address.npos ? "!connect " + address : std::string(name);
}

/// Words in front of passwords: those of the shell, also without their exclamation mark, and games' own.
bool precedes_password(std::string_view name) {
  constexpr std::array words{"connect", "rcon", "login", "#login", "auth", "pw", "pass", "passwd"};
  return name.starts_with('!') ||
         std::ranges::any_of(words, [name](std::string_view each) { return same_word(name, each); });
}

/// Where the first word ends that precedes a password, in whichever of the line's commands; else the line's end.
std::size_t end_of_preceding_word(std::string_view line) {
  for (std::size_t command = 0; command < line.size();
       command = std::min(line.find(';', command), line.size()) + 1) {
    const std::string_view name = first_word(line.substr(command));
    if (precedes_password(name)) return static_cast<std::size_t>(name.data() - line.data()) + name.size();
  }
  return line.size();
}

/// Where a word that has "password" in it ends: what follows it may be one.
std::size_t end_of_password_word(std::string_view line) {
  constexpr std::string_view word = "password";
  for (std::size_t at = 0; at + word.size() <= line.size(); ++at)
    if (same_word(line.substr(at, word.size()), word))
      return std::min(line.find_first_of(" \t;=\"'", at), line.size());
  return line.size();
}

}  // namespace

std::string for_history(std::string_view line, std::span<const std::string> secrets) {
  if (line.starts_with(' ')) return "";
  line = trimmed(line);
  const std::size_t end = std::min(end_of_preceding_word(line), end_of_password_word(line));
  const std::string kept = line.starts_with('!') ? own_command(line) : std::string(line.substr(0, end));
  const bool secret =
      std::ranges::any_of(secrets, [&](const std::string& each) { return kept.find(each) != kept.npos; });
  return secret ? "" : kept;
}

history_file::history_file() : path_(user_path("XDG_STATE_HOME", ".local/state", "rcon_history")) {
  if (path_.empty()) return;
  read();
  if (lines_.size() > 2 * most) shorten();
  if (lines_.size() > most) lines_.erase(lines_.begin(), lines_.end() - most);
}

void history_file::read() {
  std::istringstream file(kept_text(path_));
  for (std::string line; std::getline(file, line);) lines_.push_back(line);
}

void history_file::shorten() {
  std::string text;
  for (auto line = lines_.end() - most; line != lines_.end(); ++line) text += *line + '\n';
  write_private_file(path_, text);
}

void history_file::append(std::string_view line) {
  if (path_.empty()) return;
  make_folders(path_);
  write(open_private(path_), std::string(line) + '\n');
}

}  // namespace gamewire::cli
