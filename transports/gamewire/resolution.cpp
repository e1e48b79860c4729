#include <csignal>
#include <functional>
#include <thread>
#include <utility>

#include <gamewire/resolution.hpp>

namespace gamewire::inline v0 {
namespace {

/// While it lives, threads are started that leave all signals to the program's own.
class signals_blocked {
 public:
  signals_blocked() noexcept {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  signals_blocked(const signals_blocked&) = delete;
  signals_blocked& operator=(const signals_blocked&) = delete;
  ~signals_blocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace

std::error_code start_thread(std::move_only_function<void()> work) try {
  const signals_blocked meanwhile;
  std::thread(std::move(work)).detach();
  return {};
} catch (const std::system_error& none) {
  return none.code();
}

std::expected<std::vector<endpoint>, std::error_code> ask(const resolver& by, const address& of,
                                                          ip_preference prefer) noexcept try {
  return by(of, prefer);
} catch (...) {
  return std::unexpected(make_error_code(resolve_errc::failed));
}

resolution::resolution(const address& of, ip_preference prefer, const resolver& by) {
  if (is_literal(of)) {
    shared_->found = gamewire::resolve(of, prefer);
  } else if (auto pipe = system::wake_pipe::open(); !pipe) {
    shared_->found = std::unexpected(pipe.error());
  } else {
    shared_->done = *std::move(pipe);
    const auto error = start_thread([with = shared_, of, prefer, by] {
      auto found = ask(by, of, prefer);
      const std::lock_guard lock(with->guard);
      with->found = std::move(found);
      with->done.wake();
    });
    if (error) shared_->found = std::unexpected(error);
  }
}

std::optional<resolution::outcome> resolution::take() {
  const std::lock_guard lock(shared_->guard);
  return std::exchange(shared_->found, std::nullopt);
}

}  // namespace gamewire::inline v0
