/// The inside of all sides of WebSocket. Not for users.
///
///     session.cpp           its life: beginning, time, ends
///     session_receive.cpp   frames that come
///     session_transmit.cpp  frames that go
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <system_error>

#include <gamewire/stream_input.hpp>
#include <gamewire/time.hpp>
#include <gamewire/utf8_checker.hpp>
#include <gamewire/websocket/connection.hpp>
#include <gamewire/websocket/frame.hpp>
#include <gamewire/websocket/key.hpp>
#include <gamewire/websocket/opening.hpp>

namespace gamewire::inline v0::websocket {

enum class side : bool { client, server };

/// What a session is to be, each time it begins.
struct session_setup {
  side is;
  framing plain;
  opcode writes;
  nanoseconds handshake_timeout;
  nanoseconds closing_timeout;
  nanoseconds ping_interval;
  nanoseconds pong_timeout;
  std::size_t max_message;
  std::size_t max_unsent;
  std::uint32_t max_empty_fragments;

  template <class Options>
  static session_setup of(side is, framing plain, const Options& chosen) noexcept {
    return {.is = is,
            .plain = plain,
            .writes = chosen.writes == message_type::text ? opcode::text : opcode::binary,
            .handshake_timeout = chosen.handshake_timeout,
            .closing_timeout = chosen.closing_timeout,
            .ping_interval = chosen.ping_interval,
            .pong_timeout = chosen.pong_timeout,
            .max_message = chosen.max_message,
            .max_unsent = chosen.max_unsent,
            .max_empty_fragments = chosen.max_empty_fragments};
  }
  /// What both sides' options have in common is in order.
  template <class Options>
  static bool is_valid(const Options& chosen) noexcept {
    constexpr auto zero = nanoseconds::zero();
    return chosen.handshake_timeout > zero && chosen.closing_timeout > zero && chosen.pong_timeout > zero &&
           chosen.ping_interval >= zero && chosen.max_message != 0 && chosen.max_unsent != 0 &&
           chosen.max_head >= 64;
  }
};

class session {
 public:
  session(const session_setup& chosen, std::unique_ptr<opening> first, const siphash_key& keys) noexcept;

  void opened(time_point now) noexcept;
  void receive(bytes in, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept;
  [[nodiscard]] bytes shown_transmit() const noexcept;

  std::optional<bytes> poll_plain() noexcept;
  [[nodiscard]] std::optional<std::error_code> plain_end() const noexcept {
    return is_.shut ? std::nullopt : end_;
  }
  std::size_t write(bytes in, time_point now) noexcept;
  void shutdown(time_point now) noexcept;

  [[nodiscard]] http1::refusal refusal() const noexcept { return opening_->refusal(); }
  [[nodiscard]] bool open() const noexcept { return is_.open; }
  [[nodiscard]] bool has_secret() const noexcept { return setup_.is == side::server || keys_.has_secret(); }

 private:
  /// How far it has come with this transport.
  struct state {
    bool begun = false;     // poll_transmit was called
    bool open = false;      // the handshake is over
    bool shut = false;      // shutdown was called
    bool failed = false;    // and said so
    bool broken = false;    // nothing can be sent any more
    bool parting = false;   // our Close has been written
    bool parted = false;    // the peer's has come
    bool asking = false;    // a sign of life is awaited
    bool ping_due = false;  // to ask for it, as soon as there is room
    bool drained = true;    // poll_plain has returned nothing since the last piece
    bool shown = false;     // it has returned what lies in `message_`
  };

  // session.cpp
  void begin() noexcept;
  void pass(time_point now) noexcept { now_ = std::max(now_, now); }
  void fail(std::error_code why) noexcept;
  void fail_opening(std::error_code why) noexcept;
  void drop_message() noexcept;
  void break_off() noexcept;
  void conclude() noexcept;
  [[nodiscard]] bool leaves() const noexcept { return is_.shut || is_.failed; }
  [[nodiscard]] bool hears() const noexcept { return !is_.failed && !is_.parted; }

  // session_receive.cpp
  bool handshake(bytes in) noexcept;
  void read() noexcept;
  bool step() noexcept;
  bool begin_frame() noexcept;
  [[nodiscard]] std::error_code judge(const frame_header& header) const noexcept;
  bool take_control(const frame_header& header, std::size_t size) noexcept;
  void take_close(bytes payload) noexcept;
  bool take_payload() noexcept;
  bool keep_payload(bytes data) noexcept;
  void end_frame(bytes whole) noexcept;
  bytes show() noexcept;

  // session_transmit.cpp
  void put_ping() noexcept;
  void put_frame(opcode code, bytes payload, bool last = true) noexcept;
  void put_goodbye(std::uint16_t code) noexcept;
  void put_line(bytes end, bool last) noexcept;
  std::size_t write_line(bytes in) noexcept;
  [[nodiscard]] bytes unsent() const noexcept { return out_.view().subspan(taken_); }
  [[nodiscard]] bool has_room_for(std::size_t size) const noexcept;

  session_setup setup_;
  std::unique_ptr<opening> opening_;
  key_source keys_;

  // What comes.
  stream_input input_;
  std::optional<frame_header> frame_;   // of data, whose payload is coming
  std::uint64_t left_ = 0;              // of it
  std::optional<opcode> message_kind_;  // of the message that is coming
  std::uint32_t empty_fragments_ = 0;   // of it
  byte_buffer message_;                 // what was copied of it
  utf8_checker text_;
  std::optional<bytes> ready_;  // a whole one, to be shown next
  bool newline_due_ = false;    // and behind the one that was shown

  // What goes.
  byte_buffer out_;
  std::size_t taken_ = 0;  // of it, by the transport
  byte_buffer line_;       // the beginning of one
  bool in_line_ = false;   // a part of which has been put into a frame
  std::array<std::byte, max_control_payload> pong_{};
  std::optional<std::size_t> pong_size_;  // one is due
  std::size_t ping_left_ = 0;             // bytes of what goes, up to the end of the Ping

  time_point now_ = time_point::min();
  time_point handshake_due_ = never;
  time_point closing_due_ = never;
  time_point sign_due_ = never;         // of life: then ask for one, or give up
  std::optional<std::error_code> cut_;  // what the transport said at its end
  std::optional<std::error_code> end_;  // what there is to say about the peer's
  state is_;
};

}  // namespace gamewire::inline v0::websocket
