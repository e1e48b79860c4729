/// A user's side of a machine or a hub on a loop: the handler of its events, and commands to it. Not for users.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace gamewire::inline v0::epoll {

/// No call re-enters a machine from inside its own callback: commands that the handler gives wait until it has
/// returned.
template <class Machine>
class dialogue {
 public:
  using event = typename Machine::event;
  using handler = std::move_only_function<void(const event&)>;
  using command = std::move_only_function<void(Machine&)>;

  explicit dialogue(handler on_event) noexcept : on_event_(std::move(on_event)) {}

  /// Gives the command, at once where that may be.
  template <class Command>
  void give(Machine& to, Command&& what) {
    if (talking_)
      waiting_.emplace_back(std::forward<Command>(what));
    else
      std::invoke(what, to);
  }

  /// Hands over an event, and gives the commands that come of it.
  void hear(Machine& from, const event& happened) {
    talking_ = true;
    on_event_(happened);
    talking_ = false;
    give_waiting(from);
  }

  /// After an exception of the handler, which may have given commands before it.
  void interrupted() noexcept { talking_ = false; }
  /// One that throws has been given; those behind it wait for the next time.
  void give_waiting(Machine& to) {
    while (given_ < waiting_.size()) {
      command next = std::move(waiting_[given_++]);
      next(to);
    }
    if (std::exchange(given_, 0U) != 0) waiting_ = std::vector<command>();
  }

 private:
  handler on_event_;
  std::vector<command> waiting_;
  std::uint32_t given_ = 0;  // of those
  bool talking_ = false;
};

}  // namespace gamewire::inline v0::epoll
