/// The inside of webapi::client. Not for users.
#pragma once

#include <gamewire/owned_queue.hpp>
#include <gamewire/webapi/client.hpp>

namespace gamewire::inline v0::webapi {

/// One accepted call, from then until its event.
struct pending {
  std::unique_ptr<pending> next;
  request_id id = request_id::none;
  message what;
  nanoseconds time{};  // that it has
  time_point deadline = never;
  std::error_code error;
  std::uint8_t retries = 0;  // that are left to it
  bool discovers = false;
};

using pending_list = owned_queue<pending>;

class session {
 public:
  explicit session(const client_options& chosen) noexcept;

  accepted discover(nanoseconds time) noexcept { return add(make_discovery(access()), time, true); }
  accepted call(const webapi::call& what, nanoseconds time) noexcept;
  template <class Unchecked>
  accepted call(const Unchecked& what, nanoseconds time) noexcept {
    return add(make(what, access()), time);
  }
  std::error_code cancel(request_id id) noexcept;

  void use(interfaces table) noexcept { table_ = std::move(table); }
  [[nodiscard]] const interfaces& table() const noexcept { return table_; }
  [[nodiscard]] std::optional<time_point> paused_until() const noexcept;

  void receive(bytes piece, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  std::optional<client::event> poll_event() noexcept;
  void close(time_point now) noexcept;
  void opened(time_point now) noexcept;

  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::done; }
  [[nodiscard]] bool wants_transport() const noexcept { return alive() && inner_.wants_transport(); }
  [[nodiscard]] bytes shown_transmit() const noexcept { return inner_.shown_transmit(); }

 private:
  enum class phase : std::uint8_t { open, closing, closed, done };

  [[nodiscard]] bool alive() const noexcept { return phase_ == phase::open || phase_ == phase::closing; }
  [[nodiscard]] bool idle() const noexcept { return !active_ && !again_ && queue_.empty(); }
  [[nodiscard]] webapi::access access() const noexcept;
  [[nodiscard]] bool copy_texts(const client_options& from) noexcept;
  void advance(time_point now) noexcept;
  accepted add(std::expected<message, std::error_code> made, nanoseconds time,
               bool discovers = false) noexcept;
  template <class Visit>
  void for_each_waiting(Visit visit) noexcept;
  void start_deadlines() noexcept;
  void send_next() noexcept;
  accepted send(const pending& one) noexcept;
  void end(std::unique_ptr<pending> one, std::error_code why) noexcept;
  void drop(pending& one, std::error_code why) noexcept;
  void drop_waiting(std::error_code why) noexcept;

  std::optional<client::event> tell(const http1::answer& what) noexcept;
  client::event tell_discovered(const reply& what, nanoseconds round_trip) noexcept;
  client::event tell_failed(const failed& what) noexcept;
  bool pause(const reply& what) noexcept;
  std::unique_ptr<pending> finish_active() noexcept;

  client_options options_;
  secret texts_;  // base path and key, to which the options are views
  http1::exchange inner_;
  json::document document_;
  interfaces table_;
  pending_list queue_;
  pending_list ended_;                      // whose event has not been told
  std::unique_ptr<pending> active_;         // given to the exchange
  std::unique_ptr<pending> again_;          // waits for the end of the pause, ahead of the queue
  std::unique_ptr<pending> told_;           // what the last event shows
  short_message said_;                      // the same
  request_id inner_id_ = request_id::none;  // of the active one

  time_point now_{};
  time_point next_at_ = never;  // when the next one may go: once its driver has seen the answer before it
  time_point paused_until_{};
  std::error_code error_;
  std::size_t requests_ = 0;
  std::size_t queued_bytes_ = 0;
  std::uint32_t last_request_ = 0;
  std::uint32_t pauses_ = 0;  // one after the other
  phase phase_ = phase::open;
  bool up_ = false;  // there is a transport
};

}  // namespace gamewire::inline v0::webapi
