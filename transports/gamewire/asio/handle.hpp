/// What the handles of the Asio driver have in common. Not for users.
#pragma once

#include <memory>
#include <system_error>
#include <utility>

#include <asio/async_result.hpp>

namespace gamewire::inline v0::asio::detail {

/// Owns the state of a handle, as long as there is one.
template <class State>
class owner {
 public:
  explicit owner(std::shared_ptr<State> state) : state_(std::move(state)) {}
  owner(owner&&) noexcept = default;
  owner& operator=(owner&& other) noexcept {
    const owner old(std::exchange(state_, std::move(other.state_)));
    return *this;
  }
  ~owner() {
    if (state_) state_->shut();
  }

  State* operator->() const noexcept { return state_.get(); }
  [[nodiscard]] const std::shared_ptr<State>& share() const noexcept { return state_; }

 private:
  std::shared_ptr<State> state_;
};

template <class State, class F, class Token>
auto async_run(const owner<State>& of, F on_event, Token&& token) {
  return ::asio::async_initiate<Token, void(std::error_code)>(
      [state = of.share()](auto handler, F handling) {
        state->start_run(std::move(handling), std::move(handler));
      },
      token, std::move(on_event));
}

}  // namespace gamewire::inline v0::asio::detail
