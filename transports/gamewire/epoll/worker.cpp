#include <csignal>

#include <gamewire/epoll/worker.hpp>

namespace gamewire::inline v0::epoll {
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

worker::~worker() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(guard_);
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void worker::push(job next) {
  if (!thread_.joinable()) {
    const signals_blocked meanwhile;
    thread_ = std::thread([this] { work(); });
  }
  {
    const std::lock_guard lock(guard_);
    jobs_.push_back(std::move(next));
  }
  changed_.notify_one();
}

void worker::work() {
  for (std::unique_lock lock(guard_);;) {
    changed_.wait(lock, [this] { return over_ || !jobs_.empty(); });
    if (over_) return;
    job next = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    next();
    next = nullptr;  // what it holds is given up outside the lock
    lock.lock();
  }
}

}  // namespace gamewire::inline v0::epoll
