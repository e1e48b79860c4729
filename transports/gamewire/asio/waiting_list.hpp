/// Those who await the ends of a machine's requests. Not for users.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include <gamewire/replies.hpp>

namespace gamewire::inline v0::asio::detail {

class waiting_list {
  struct waiter {
    std::uint64_t number;
    request_id request;
    std::move_only_function<void(std::error_code instead)> done;
  };

 public:
  [[nodiscard]] bool empty() const noexcept { return all_.empty(); }

  /// Calls `done` once, with the answer to a request or the reason why there is none. `number` names the
  /// operation.
  template <reply Reply, class Done>
  void add(std::uint64_t number, request_id request, Done done) {
    all_.push_back(
        {number, request, [this, request, done = std::move(done)](std::error_code instead) mutable {
           std::expected<typename Reply::owned, failure> result = std::unexpected(failure{instead, {}});
           done(instead ? std::move(result) : replies_.template take<Reply>(request));
         }});
  }

  /// Takes an event that ends a request which somebody awaits. Else false.
  template <class Event>
  bool take(const Event& happened) {
    const auto found = std::ranges::find(all_, ended_by(happened), &waiter::request);
    if (found == all_.end()) return false;
    replies_.keep(happened);
    finish(found, {});
    return true;
  }

  /// What an operation waits for; `none` when it has ended.
  [[nodiscard]] request_id request_of(std::uint64_t number) const noexcept {
    const auto found = std::ranges::find(all_, number, &waiter::number);
    return found == all_.end() ? request_id::none : found->request;
  }

  void give_up(request_id request, std::error_code why) {
    const auto found = std::ranges::find(all_, request, &waiter::request);
    if (found != all_.end()) finish(found, why);
  }
  void give_up(std::error_code why) {
    while (!all_.empty()) finish(all_.begin(), why);
  }

  /// Gives them away, for them never to be called.
  auto drop() { return std::exchange(all_, {}); }

 private:
  void finish(std::vector<waiter>::iterator which, std::error_code instead) {
    auto done = std::move(which->done);
    all_.erase(which);
    done(instead);
  }

  replies replies_;
  std::vector<waiter> all_;
};

}  // namespace gamewire::inline v0::asio::detail
