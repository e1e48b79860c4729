/// The inside of a loop: who waits for what, and whose turn it is. Drivers are written against it; users see
/// `epoll::loop`. Not for users.
#pragma once

#include <atomic>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <system_error>
#include <vector>

#include <gamewire/epoll/timer_queue.hpp>
#include <gamewire/epoll/worker.hpp>
#include <gamewire/resolve.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0::epoll {

/// What a descriptor is watched for, beside errors.
struct interest {
  bool reading = true;
  bool sending = false;

  friend bool operator==(const interest&, const interest&) = default;
};

class reactor {
 public:
  using task = std::move_only_function<void()>;
  using addresses = std::expected<std::vector<endpoint>, std::error_code>;

  static std::expected<std::unique_ptr<reactor>, std::error_code> open();
  reactor(const reactor&) = delete;
  reactor& operator=(const reactor&) = delete;

  // What `loop` says of its calls of the same name.
  std::error_code run();
  std::error_code run_once(time_point until);
  int descriptor() noexcept;
  void post(task what);
  void stop() noexcept;

  // For sources, in the loop's thread.

  /// Gives it a turn, after all that have been promised one; once, however often this is called.
  void enqueue(source& who);
  /// Gives it a turn at that time, in place of the one it had been promised.
  void set_deadline(source& who, time_point at);
  /// Gives it turns for as long as a descriptor is ready for what is wanted of it, or has an error. `anew` unless
  /// it is watched already. The source stops that before the descriptor is closed, where it can.
  std::error_code watch(int descriptor, source& who, interest wanted, bool anew);
  void unwatch(int descriptor, const source& who) noexcept;
  void forget(source& who) noexcept { timers_.remove(who); }

  /// Room for any datagram, for one turn. Whoever keeps views into it takes it away.
  std::span<std::byte> buffer();
  std::unique_ptr<std::byte[]> take_buffer() noexcept { return std::move(buffer_); }

  /// Calls `then` with the addresses of a name, on the loop; at once for a literal address, which needs no
  /// resolver, and when there is no thread to be had. When `who` wants to know is gone, it is not called, and the
  /// resolver not asked. Errors: the resolver's; the system's.
  void resolve(const address& of, ip_preference prefer, resolver by, std::weak_ptr<const void> who,
               std::move_only_function<void(addresses)> then);

  /// Trouble that no source can be told of: the run under way returns it.
  void fail(std::error_code trouble) noexcept { trouble_ = trouble; }

 private:
  class round;

  struct watched {
    source* who = nullptr;
    std::uint32_t generation = 0;
  };

  reactor(int epoll, int timer, system::wake_pipe&& wake) noexcept
      : epoll_(epoll), timer_(timer), wake_(std::move(wake)) {}

  std::error_code add(int descriptor) noexcept;
  std::error_code collect(time_point until);
  void note(std::uint64_t key, std::uint32_t events);
  void give_turns();
  void run_posted();
  void show_due() noexcept;

  system::descriptor epoll_;
  system::descriptor timer_;  // readable when something is due, for who waits for `descriptor`
  system::wake_pipe wake_;
  std::vector<watched> watched_;  // by descriptor
  std::uint32_t generation_ = 0;  // of who watches: a descriptor's number is soon used again
  timer_queue timers_;
  std::deque<std::shared_ptr<source>> turns_;
  std::unique_ptr<std::byte[]> buffer_;
  std::error_code trouble_;
  time_point shown_ = never;  // when `timer_` becomes readable
  bool embedded_ = false;     // somebody waits for `descriptor`
  bool running_ = false;

  std::atomic<bool> stopped_ = false;
  std::mutex guard_;
  std::deque<task> posted_;  // guarded

  worker names_{[this](task what) { post(std::move(what)); }};  // last: it posts, so it ends first
};

}  // namespace gamewire::inline v0::epoll
