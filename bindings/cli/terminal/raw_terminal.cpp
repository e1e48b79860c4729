#include "terminal/raw_terminal.hpp"

#include <cerrno>
#include <csignal>
#include <string>

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace gamewire::cli {
namespace {

// Of every terminal of the last forty years: another screen, without a cursor, and back. Lines are cut at its edge: how
// wide a character is, the terminal knows best.
constexpr std::string_view enter = "\x1b[?1049h\x1b[?25l\x1b[?7l";
constexpr std::string_view leave = "\x1b[?7h\x1b[?25h\x1b[?1049l";

/// What cannot be written is lost: the next picture comes soon.
void write_all(std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t taken = ::write(STDOUT_FILENO, text.data(), text.size());
    if (taken <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(taken));
  }
}

/// Ctrl-Z: whoever has the terminal then gets it as it was. Modes are a matter of the shell, which has its own.
extern "C" void lend_screen(int) {
  const int before = errno;
  write_all(leave);
  ::raise(SIGSTOP);
  write_all(enter);
  errno = before;
}

extern "C" void wake(int) {}

void handle(int signal, void (*handler)(int), struct sigaction& before) noexcept {
  struct sigaction how{};
  how.sa_handler = handler;
  ::sigaction(signal, nullptr, &before);
  if (before.sa_handler != SIG_IGN) ::sigaction(signal, &how, nullptr);
}

}  // namespace

raw_terminal::raw_terminal() {
  changed_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
  listen();
  write_all(enter);
  block_signals();
  handle(SIGTSTP, lend_screen, on_stop_);
  handle(SIGWINCH, wake, on_resize_);
}

raw_terminal::~raw_terminal() {
  ::sigaction(SIGWINCH, &on_resize_, nullptr);
  ::sigaction(SIGTSTP, &on_stop_, nullptr);
  write_all(leave);
  if (changed_) ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  ::pthread_sigmask(SIG_SETMASK, &signals_, nullptr);
}

/// They come inside of `wait` alone: between a picture and the wait they would end nothing.
void raw_terminal::block_signals() noexcept {
  sigset_t both;
  sigemptyset(&both);
  sigaddset(&both, SIGTSTP);
  sigaddset(&both, SIGWINCH);
  ::pthread_sigmask(SIG_BLOCK, &both, &signals_);
}

void raw_terminal::listen() noexcept {
  if (!changed_) return;
  termios keys = before_;
  keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &keys);
}

void raw_terminal::show(std::string_view lines) {
  listen();
  std::string picture = "\x1b[H";
  for (const char c : lines) {
    if (c == '\n') picture += "\x1b[K\r";
    picture += c;
  }
  write_all(picture += "\x1b[J");
}

raw_terminal::extent raw_terminal::size() noexcept {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {80, 24};
  return {size.ws_col, size.ws_row};
}

int raw_terminal::read() noexcept {
  pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  if (::poll(&input, 1, 0) <= 0) return 0;
  unsigned char pressed = 0;
  return ::read(STDIN_FILENO, &pressed, 1) == 1 ? pressed : -1;
}

void raw_terminal::wait(std::span<pollfd> for_these, std::chrono::milliseconds most) const noexcept {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(most);
  const timespec span{.tv_sec = seconds.count(), .tv_nsec = std::chrono::nanoseconds(most - seconds).count()};
  ::ppoll(for_these.data(), for_these.size(), &span, &signals_);
}

}  // namespace gamewire::cli
