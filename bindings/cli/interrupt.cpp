#include "interrupt.hpp"

#include <atomic>
#include <csignal>

#include <unistd.h>

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

}  // namespace

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
