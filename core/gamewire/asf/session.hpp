/// The inside of asf::client. Not for users.
#pragma once

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/own_options.hpp>
#include <gamewire/owned_queue.hpp>

namespace gamewire::inline v0::asf {

/// One accepted request, from then until its event.
struct pending {
  std::unique_ptr<pending> next;
  request_id id = request_id::none;
  message what;
  nanoseconds time{};  // that it has
  time_point deadline = never;
  std::error_code error;
};

using pending_list = owned_queue<pending>;

class session {
 public:
  explicit session(const client_options& chosen) noexcept;

  accepted ask(route which, composer::writes write, const void* what, nanoseconds time) noexcept;
  std::error_code set_password(std::string_view password) noexcept;
  std::error_code cancel(request_id id) noexcept;

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
  [[nodiscard]] asf::standing standing() const noexcept;
  [[nodiscard]] time_point banned_until() const noexcept {
    return standing() == standing::banned ? banned_until_ : time_point{};
  }

 private:
  enum class phase : std::uint8_t { open, closing, closed, done };

  [[nodiscard]] bool alive() const noexcept { return phase_ == phase::open || phase_ == phase::closing; }
  [[nodiscard]] std::error_code held_back() const noexcept;
  void advance(time_point now) noexcept;
  void start_deadlines() noexcept;
  void send_next() noexcept;
  accepted send(const pending& one) noexcept;
  void drop(pending& one, std::error_code why) noexcept;
  void drop_queue(std::error_code why) noexcept;

  client::event tell(const http1::answer& what) noexcept;
  client::event tell_failed(const failed& what) noexcept;
  void judge(const reply& what) noexcept;
  std::unique_ptr<pending> finish_active() noexcept;

  own_options options_;
  http1::exchange inner_;
  json::document document_;
  pending_list queue_;
  pending_list ended_;                      // whose event has not been told
  std::unique_ptr<pending> active_;         // given to the exchange
  std::unique_ptr<pending> told_;           // what the last event shows
  request_id inner_id_ = request_id::none;  // of the active one

  time_point now_{};
  time_point next_at_ = never;  // when the next one may go: once its driver has seen the answer before it
  time_point banned_until_{};
  std::error_code error_;
  std::size_t requests_ = 0;
  std::size_t queued_bytes_ = 0;
  std::uint32_t last_request_ = 0;
  phase phase_ = phase::open;
  asf::standing standing_ = standing::welcome;
  bool up_ = false;    // there is a transport
  bool sent_ = false;  // the active request has gone out, all of it
};

}  // namespace gamewire::inline v0::asf
