/// The one thread that a loop starts: it does what blocks, which is resolving names.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace gamewire::inline v0::epoll {

class worker {
 public:
  using job = std::move_only_function<void()>;

  worker() = default;
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;
  /// Waits for the job that has been begun; the others are dropped.
  ~worker();

  /// Jobs are done in their order and must not throw. The first one starts the thread: `std::system_error`
  /// when the system has none.
  void push(job next);

 private:
  void work();

  std::mutex guard_;
  std::condition_variable changed_;
  std::deque<job> jobs_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace gamewire::inline v0::epoll
