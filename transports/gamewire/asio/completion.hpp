/// How the Asio driver calls those who wait. Not for users.
#pragma once

#include <tuple>
#include <utility>

#include <asio/associated_cancellation_slot.hpp>
#include <asio/associated_executor.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>

namespace gamewire::inline v0::asio::detail {

/// A completion handler, to be called once by way of its own executor, which has work until then. Never called
/// from inside: what called it may be in the middle of a machine.
template <class Handler, class Executor>
class completion {
 public:
  completion(Handler&& handler, const Executor& otherwise)
      : work_(::asio::get_associated_executor(handler, otherwise)), handler_(std::move(handler)) {}

  template <class... Results>
  void operator()(Results... results) {
    ::asio::post(work_.get_executor(),
                 [handler = std::move(handler_), results = std::tuple(std::move(results)...)]() mutable {
                   ::asio::get_associated_cancellation_slot(handler).clear();
                   std::apply(std::move(handler), std::move(results));
                 });
    work_.reset();
  }

 private:
  ::asio::executor_work_guard<::asio::associated_executor_t<Handler, Executor>> work_;
  Handler handler_;
};

}  // namespace gamewire::inline v0::asio::detail
