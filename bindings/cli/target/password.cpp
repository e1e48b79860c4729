#include "target/password.hpp"

#include <algorithm>
#include <cstdlib>

#include <fcntl.h>
#include <fmt/core.h>
#include <termios.h>
#include <unistd.h>

#include <gamewire/system.hpp>
#include <gamewire/text.hpp>

#include "output/output.hpp"
#include "target/read_file.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/words.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t longest = 4096;                        // more than any packet takes
constexpr std::size_t largest_file = std::size_t{1} << 16U;  // what else may stand below the first line

/// A terminal that does not show what is typed, for as long as this lives; also when Ctrl-C ends the program.
class hidden_input {
 public:
  explicit hidden_input(int terminal) : terminal_(terminal) {
    ::tcgetattr(terminal, &before_);
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    hidden.c_lflag |= ECHONL;
    ::tcsetattr(terminal, TCSAFLUSH, &hidden);
  }
  ~hidden_input() { ::tcsetattr(terminal_, TCSAFLUSH, &before_); }
  hidden_input(const hidden_input&) = delete;
  hidden_input& operator=(const hidden_input&) = delete;

  void restore() const noexcept { ::tcsetattr(terminal_, TCSAFLUSH, &before_); }

 private:
  int terminal_;
  termios before_{};
};

/// Nothing when Ctrl-C or Ctrl-D ends it.
std::optional<std::string> read_line(int terminal) {
  std::string line;
  char c = 0;
  while (ring_on_interrupt::wait_for_input(terminal) && ::read(terminal, &c, 1) == 1) {
    if (c == '\n') return line;
    if (line.size() < longest) line += c;
  }
  return std::nullopt;
}

/// The terminal itself: the standard streams may be files.
std::optional<std::string> ask(const std::string& whose) {
  if (::isatty(STDIN_FILENO) != 1 && ::isatty(STDERR_FILENO) != 1) return std::nullopt;
  const system::descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC));
  if (terminal.value() < 0) return std::nullopt;
  const hidden_input hidden(terminal.value());
  const on_interrupt restoring([&] {
    hidden.restore();
    ::_exit(exit_code_of(interrupted_by()));
  });
  const std::string question = fmt::format("Password for {}: ", printable(whose));
  if (::write(terminal.value(), question.data(), question.size()) < 0) return std::nullopt;
  return read_line(terminal.value());
}

std::string from_config(const std::string& password) {
  warn_of_readers(config_path());
  return password;
}

}  // namespace

/// Editors begin the file, and end the line, with what is no part of the secret.
std::string read_secret(const std::string& path) {
  std::string line(without_mark(read_file(path, largest_file)));
  warn_of_readers(path);
  line.resize(std::min(line.find('\n'), line.size()));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::string find_password(const login_arguments& given, const configured_host* host,
                          const std::string& whose) {
  if (given.password) return *given.password;
  if (!given.password_file.empty()) return read_secret(given.password_file);
  const char* environment = std::getenv("GAMEWIRE_RCON_PASSWORD");
  if (environment != nullptr && *environment != '\0') return environment;
  if (host != nullptr && host->password) return from_config(*host->password);
  if (host != nullptr && !host->password_file.empty()) return read_secret(host->password_file);
  if (auto typed = ask(whose)) return *std::move(typed);
  throw command_error(
      usage_fault("no password: give --password-file, GAMEWIRE_RCON_PASSWORD, or one in the config file"));
}

std::string find_password(const std::string& file, const char* variable, const std::string& whose) {
  if (!file.empty()) return read_secret(file);
  const char* const environment = std::getenv(variable);
  if (environment != nullptr && *environment != '\0') return environment;
  if (auto typed = ask(whose)) return *std::move(typed);
  throw command_error(usage_fault(fmt::format("no password: give --password-file or {}", variable)));
}

void warn_of_password(const login_arguments& given) {
  if (given.password)
    complain("--password can be seen in the list of processes; --password-file FILE cannot");
}

}  // namespace gamewire::cli
