// An HTTP server on a thread of its own that answers only when so many requests wait on as many connections: who asks
// for fewer at a time hears nothing.
#pragma once

#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include <gamewire/epoll/acceptor.hpp>
#include <gamewire/http1/responder.hpp>

#include "stream_loopback.hpp"

namespace loopback {

class patient_server {
 public:
  explicit patient_server(std::size_t at_a_time) : at_a_time_(at_a_time) {
    auto made = acceptor::bind(
        loop_, v4, [this](const endpoint&) { return ++accepted_, http1::responder(); },
        [this](const gamewire::connection& from, const auto& event) { hear(from, event); });
    REQUIRE(made);
    accepts_.emplace(std::move(*made));
    at_ = accepts_->local_endpoint();
    serving_ = std::thread([this] { CHECK_FALSE(loop_.run()); });
  }
  patient_server(const patient_server&) = delete;
  patient_server& operator=(const patient_server&) = delete;
  ~patient_server() {
    loop_.stop();
    serving_.join();
  }

  [[nodiscard]] address at() const { return to_address(at_); }
  /// Connections there have been.
  [[nodiscard]] std::size_t accepted() const { return accepted_; }

 private:
  using acceptor = epoll::acceptor<http1::responder>;
  struct waiting {
    connection_id from;
    request_id request;
    std::string target;
  };

  void hear(const gamewire::connection& from, const http1::responder::event& event) {
    const auto* asked = std::get_if<http1::responder::asked>(&event);
    if (asked == nullptr) return;
    waiting_.push_back({from.id, asked->request, std::string(asked->head.target)});
    if (waiting_.size() < at_a_time_) return;
    for (const waiting& one : std::exchange(waiting_, {}))
      accepts_->command(one.from, [one](http1::responder& on) {
        CHECK_FALSE(on.answer(one.request, {.status = 200, .body = as_bytes(one.target)}));
      });
  }

  std::size_t at_a_time_;
  std::atomic<std::size_t> accepted_ = 0;
  epoll::loop loop_ = std::move(*epoll::loop::open());
  std::vector<waiting> waiting_;
  std::optional<acceptor> accepts_;
  endpoint at_;
  std::thread serving_;
};

/// Asks for a path; the answer is the path.
inline auto asks(std::string path) {
  return [path = std::move(path)](http1::exchange& to) { return to.send({.target = {.path = path}}); };
}

inline http1::exchange client_of(const address& there) {
  return http1::exchange({.host = there.host, .port = there.port});
}

}  // namespace loopback
