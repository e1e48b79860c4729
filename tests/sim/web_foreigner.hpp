/// A peer of another's making: its frames are made and read by hand, with whatever RFC 6455 lets a peer do. In rough runs
/// it does something that RFC 6455 does not, once.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>

#include "support/websocket_wire.hpp"
#include "web_party.hpp"

namespace gamewire::sim {

struct breach_of_rules;

class foreigner : public web_party {
 public:
  foreigner(std::uint64_t seed, const web_setting& in, trace& log, post send);

  [[nodiscard]] time_point next() const override {
    return over() || leaving_ ? never : std::min(next_act_, gives_up_at_);
  }
  void wake(time_point now) override;
  void receive(bytes piece, time_point now) override;
  void end(std::error_code, time_point) override { over_ = true; }
  /// It waits for what it has said to be gone.
  [[nodiscard]] bool over() const override { return over_ || (leaving_ && out_.empty()); }
  [[nodiscard]] bool content() const override { return over() && parted_; }
  [[nodiscard]] std::string breach() const override { return in_.honest ? breach_ : ""; }

  /// What it does that it may not, or that nobody likes, once it is let in.
  static menu misdeeds();

 protected:
  using opcode = websocket::opcode;

  [[nodiscard]] virtual bool masks() const = 0;
  /// Reads what is whole of the peer's handshake. False: it is not.
  virtual bool shake_hands() = 0;
  virtual void hear(const std::string& word) = 0;
  virtual void act() = 0;

  /// A message, in as many frames as it likes, with others between them.
  void say(std::string word);

  /// {} when it is not whole yet.
  std::string take_head();
  void put(std::string_view text);
  void put(opcode code, std::string_view payload, bool last = true);
  void leave() { leaving_ = true; }
  /// Unless what it waits for comes.
  void give_up_later();
  void go_on() { gives_up_at_ = never; }
  void part(std::string_view reason);
  [[nodiscard]] bool parting() const { return parting_; }
  void note(const std::string& what) {
    if (breach_.empty()) breach_ = what;
  }

  dice dice_;
  web_setting in_;
  trace& log_;
  time_point now_{};
  time_point next_act_ = never;
  bool open_ = false;

 private:
  static constexpr std::uint16_t any_code = 0;
  static constexpr std::uint32_t never_mind = ~std::uint32_t{0};

  std::optional<websocket::mask> any_mask();
  void ping();

  bool read_frame();
  void take(const websocket::frame_header& header, const std::string& payload);
  void take_pong(const std::string& payload);
  void take_close(const std::string& payload);

  bool misbehaves();
  void do_oddly(const std::string_view& what);
  void put_too_long();
  void put_wrong_mask();
  void put_empty_fragments();
  void put_ping_flood();
  void put_long_length();
  void put_raw(const breach_of_rules& what);

  post send_;
  test::buffer heard_, out_;
  std::string message_;
  std::deque<std::string> pings_;
  std::optional<websocket::mask> last_mask_;
  std::string breach_;
  std::uint32_t words_left_ = never_mind;  // until it misbehaves
  std::uint16_t due_code_ = any_code;      // that the peer is to close with
  time_point gives_up_at_ = never;         // waiting for a handshake, or a Close
  bool in_message_ = false;
  bool is_text_ = false;
  bool parting_ = false;  // has said Close, or worse
  bool parted_ = false;   // has heard it
  bool leaving_ = false;
  bool over_ = false;
};

}  // namespace gamewire::sim
