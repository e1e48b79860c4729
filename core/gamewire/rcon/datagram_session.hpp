/// What the RCON clients over datagrams have in common inside: their commands, from acceptance to the last
/// event, one in flight at a time, and their end. Not for users.
#pragma once

#include <algorithm>
#include <array>

#include <gamewire/random.hpp>
#include <gamewire/rcon/command_list.hpp>
#include <gamewire/secret.hpp>

namespace gamewire::inline v0::rcon {

class datagram_session {
 public:
  std::error_code cancel(request_id id) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  std::optional<client::event> poll_event() noexcept;
  void close(time_point now) noexcept;
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::done; }
  [[nodiscard]] bytes shown_transmit() const noexcept { return {shown_.data(), datagram_size_}; }

 protected:
  static constexpr std::size_t max_datagram = 1400;

  struct limits {
    nanoseconds deadline;
    std::size_t max_reply;
    std::size_t max_commands;
    std::uint64_t seed;
  };
  datagram_session(std::string_view password, const limits& chosen, std::error_code invalid) noexcept;
  ~datagram_session() { forget_datagram(); }

  accepted open(std::string_view text, bool unanswered) noexcept;
  void advance(time_point now) noexcept { now_ = std::max(now_, now); }
  [[nodiscard]] bool alive() const noexcept { return phase_ == phase::open || phase_ == phase::closing; }
  [[nodiscard]] bool closing() const noexcept { return phase_ == phase::closing; }

  /// When attempt number `attempt` (from 0) that goes out now has had its time: each half as long again as the
  /// one before, give or take a tenth.
  [[nodiscard]] time_point end_of_attempt(nanoseconds first, unsigned attempt) noexcept;
  void start_deadlines() noexcept;
  /// Ends commands whose time is over.
  void expire() noexcept;
  [[nodiscard]] time_point first_deadline() const noexcept;
  /// The one that is to go out next, when none is in flight.
  [[nodiscard]] command* next_to_send() const noexcept;
  [[nodiscard]] bool idle() const noexcept { return open_.empty(); }

  /// A piece of the reply to what is in flight, to be told as a chunk of its own as well, or not.
  void add_to_reply(bytes body, bool chunk) noexcept;
  /// Whatever ends a command goes through here.
  void finish(command& one, command::state how, std::error_code why = {}) noexcept;
  /// Nothing more is to be expected: what has come of the reply is told, or, if nothing has, why.
  void give_up(command& one, std::error_code why) noexcept;
  void fail_all(std::error_code why) noexcept;
  void end(std::error_code why, bytes detail = {}) noexcept;

  /// To be told next; the views are of the datagram that has just come.
  void tell_authenticated() noexcept { greeting_ = true; }
  void tell(const unsolicited& what) noexcept {
    stray_ = what;
    stray_told_ = false;
  }
  [[nodiscard]] bool told() const noexcept { return stray_told_ && chunk_.empty() && !greeting_; }

  /// What goes out, and what traces see of it.
  void set_datagram(bytes all) noexcept;
  void hide(std::size_t from, std::size_t size) noexcept;
  void forget_datagram() noexcept;
  [[nodiscard]] bytes datagram() const noexcept { return {datagram_.data(), datagram_size_}; }

  secret password_;
  command* in_flight_ = nullptr;
  request_id offered_{};  // whose datagram was given out: it may be cancelled before that has gone
  time_point now_ = time_point::min();
  time_point dropped_at_ = time_point::min();  // when one in flight was given up

 private:
  enum class phase : std::uint8_t { open, closing, closed, done };

  limits limits_;
  split_mix dice_;  // of the jitter
  command_list open_;
  command_list ended_;             // whose last event has not been told
  std::unique_ptr<command> told_;  // whose reply the last event shows
  std::size_t commands_ = 0;
  std::uint32_t last_request_ = 0;

  unsolicited stray_{};
  bytes chunk_;
  request_id chunk_of_{};
  bool stray_told_ = true;
  bool greeting_ = false;

  std::array<std::byte, max_datagram> datagram_{};
  std::array<std::byte, max_datagram> shown_{};
  std::size_t datagram_size_ = 0;

  std::error_code error_;
  byte_buffer detail_;
  phase phase_ = phase::open;
};

}  // namespace gamewire::inline v0::rcon
