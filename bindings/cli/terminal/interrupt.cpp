#include "terminal/interrupt.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include <poll.h>
#include <unistd.h>

#include "terminal/doorbell.hpp"

namespace gamewire::cli {
namespace {

// A signal handler reaches nothing but globals.
std::function<void()> stop_function;
std::atomic<bool> stoppable{false};
std::atomic<int> came{0};

extern "C" void handle_interrupt(int signal) {
  came = signal;
  if (stoppable.exchange(false))
    stop_function();
  else
    ::_exit(exit_code_of(signal));
}

/// What whoever started this had ignored stays so, as of a script's job in the background.
void handle(int signal, void (*handler)(int), int flags) {
  struct sigaction how{};
  ::sigaction(signal, nullptr, &how);
  if (how.sa_handler == SIG_IGN) return;
  how = {};
  how.sa_handler = handler;
  how.sa_flags = flags;
  ::sigaction(signal, &how, nullptr);
}

const doorbell* rung = nullptr;
std::atomic<bool> pressed{false};
std::atomic<bool> returned{false};

extern "C" void handle_ring(int signal) {
  const int before = errno;
  if (signal == SIGINT) pressed = true;
  if (signal == SIGCONT) returned = true;
  rung->ring();
  errno = before;
}

constexpr std::array ringing{SIGINT, SIGWINCH, SIGCONT};

}  // namespace

ring_on_interrupt::ring_on_interrupt(const doorbell& bell) {
  rung = &bell;
  for (const int signal : ringing) handle(signal, handle_ring, 0);  // without SA_RESTART: it also ends a read
}

ring_on_interrupt::~ring_on_interrupt() {
  exit_on_interrupt();
  handle(SIGWINCH, SIG_DFL, SA_RESTART);
  handle(SIGCONT, SIG_DFL, SA_RESTART);
}

bool ring_on_interrupt::take_interrupt() noexcept { return pressed.exchange(false); }

/// The signals are held back but for the wait itself, or one that comes just before it would be missed.
bool ring_on_interrupt::wait_for_input(int terminal) noexcept {
  sigset_t held, before;
  sigemptyset(&held);
  for (const int signal : ringing) sigaddset(&held, signal);
  ::pthread_sigmask(SIG_BLOCK, &held, &before);
  pollfd waiting{.fd = terminal, .events = POLLIN, .revents = 0};
  bool interrupted = take_interrupt();
  for (int ready = -1; !interrupted && ready < 0; interrupted = take_interrupt())
    ready = ::ppoll(&waiting, 1, nullptr, &before);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return !interrupted;
}

bool ring_on_interrupt::take_return() noexcept { return returned.exchange(false); }

void exit_on_interrupt() { handle(SIGINT, handle_interrupt, SA_RESTART); }

on_interrupt::on_interrupt(std::function<void()> stop) {
  stop_function = std::move(stop);
  stoppable = true;
  handle(SIGTERM, handle_interrupt, SA_RESTART);
}

on_interrupt::~on_interrupt() {
  stoppable = false;
  handle(SIGTERM, SIG_DFL, SA_RESTART);
}

void leave_signals_to_others() noexcept {
  sigset_t all;
  sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

int interrupted_by() noexcept { return came; }

}  // namespace gamewire::cli
