/// The one thread that a loop starts: it does what blocks, which is resolving names. Not for users.
#pragma once

#include <functional>
#include <memory>
#include <system_error>

namespace gamewire::inline v0::epoll {

class worker {
 public:
  using job = std::move_only_function<void()>;
  /// What blocks. It gives what is to be done with the outcome, if anything, and must not throw.
  using work = std::move_only_function<job()>;

  /// `deliver` is called in the other thread with what a work gave, but not after the end of this.
  explicit worker(std::move_only_function<void(job)> deliver);
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;
  /// Lets go of the work that has been begun, which nobody can interrupt; what waits is dropped.
  ~worker();

  /// Starts the thread, unless it has one. Error: the system's, when that has no more.
  std::error_code start();
  /// One after the other, in their order, once it is started.
  void push(work next);

 private:
  struct shared;

  std::shared_ptr<shared> shared_;  // with the thread, which may outlive this
  bool started_ = false;
};

}  // namespace gamewire::inline v0::epoll
