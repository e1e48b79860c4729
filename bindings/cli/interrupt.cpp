#include "interrupt.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include <unistd.h>

#include "doorbell.hpp"

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
  struct sigaction how{};  // without SA_RESTART: it also ends a read
  how.sa_handler = handle_ring;
  for (const int signal : ringing) ::sigaction(signal, &how, nullptr);
}

ring_on_interrupt::~ring_on_interrupt() {
  exit_on_interrupt();
  std::signal(SIGWINCH, SIG_DFL);
  std::signal(SIGCONT, SIG_DFL);
}

bool ring_on_interrupt::take_interrupt() noexcept { return pressed.exchange(false); }
bool ring_on_interrupt::take_return() noexcept { return returned.exchange(false); }

void exit_on_interrupt() { std::signal(SIGINT, handle_interrupt); }

on_interrupt::on_interrupt(std::function<void()> stop) {
  stop_function = std::move(stop);
  stoppable = true;
  std::signal(SIGTERM, handle_interrupt);
}

on_interrupt::~on_interrupt() {
  stoppable = false;
  std::signal(SIGTERM, SIG_DFL);
}

void leave_signals_to_others() noexcept {
  sigset_t all;
  sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

int interrupted_by() noexcept { return came; }

}  // namespace gamewire::cli
