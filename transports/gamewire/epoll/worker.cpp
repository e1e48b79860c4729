#include <condition_variable>
#include <deque>
#include <mutex>

#include <gamewire/epoll/worker.hpp>
#include <gamewire/resolution.hpp>

namespace gamewire::inline v0::epoll {

struct worker::shared {
  std::mutex guard;
  std::condition_variable changed;
  std::deque<work> waiting;
  std::move_only_function<void(job)> deliver;
  bool over = false;

  void run() {
    for (std::unique_lock lock(guard);;) {
      changed.wait(lock, [this] { return over || !waiting.empty(); });
      if (over) return;
      work next = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      job done = next();
      next = nullptr;  // what it holds is given up outside the lock
      lock.lock();
      if (done && !over) deliver(std::move(done));
    }
  }
};

worker::worker(std::move_only_function<void(job)> deliver) : shared_(std::make_shared<shared>()) {
  shared_->deliver = std::move(deliver);
}

worker::~worker() {
  const std::lock_guard lock(shared_->guard);
  shared_->over = true;
  shared_->waiting.clear();
  shared_->changed.notify_one();
}

std::error_code worker::start() {
  if (started_) return {};
  const auto error = start_thread([with = shared_] { with->run(); });
  started_ = !error;
  return error;
}

void worker::push(work next) {
  const std::lock_guard lock(shared_->guard);
  shared_->waiting.push_back(std::move(next));
  shared_->changed.notify_one();
}

}  // namespace gamewire::inline v0::epoll
