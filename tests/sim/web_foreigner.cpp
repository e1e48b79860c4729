/// Peers of another's making: their frames are made and read by hand, with whatever RFC 6455 lets a peer do. In rough
/// runs they do something that it does not, once.
#include <algorithm>
#include <array>
#include <deque>

#include <gamewire/text.hpp>

#include "parley.hpp"
#include "support/websocket_wire.hpp"
#include "web_party.hpp"

namespace gamewire::sim {
namespace {

using websocket::opcode;

constexpr std::uint16_t any_code = 0;
constexpr std::uint32_t never_mind = ~std::uint32_t{0};
constexpr nanoseconds patience = std::chrono::seconds(30);

// What a stranger may do, once, and then it says no more: what the rules allow, or what cannot be told by bytes alone …
constexpr std::string_view goes = "goes without Close";
constexpr std::string_view says_close = "Close with a code";
constexpr std::string_view says_close_twice = "Close twice";
constexpr std::string_view speaks_on = "speaks behind Close";
constexpr std::string_view too_long = "too long a message";
constexpr std::string_view masks_wrongly = "masked, or not, against the rules";
constexpr std::string_view empty_fragments = "empty fragments without end";
constexpr std::string_view ping_flood = "a flood of Pings";
constexpr std::string_view long_control = "a Ping that is too long";
constexpr std::string_view long_length = "a length that could be shorter";
constexpr std::string_view ping_in_pieces = "a Ping in two fragments";
constexpr std::string_view close_in_message = "Close inside a message";
constexpr std::string_view is_silent = "silence";
constexpr std::array oddities{goes,           says_close,       says_close_twice, speaks_on,    too_long,
                              masks_wrongly,  empty_fragments,  ping_flood,       long_control, long_length,
                              ping_in_pieces, close_in_message, is_silent};

// … and what can: frames as a server's, of lengths that take one byte.
struct breach_of_rules {
  std::string_view name;
  std::string_view frames;
  std::uint16_t code;  // that the other side closes with
};
constexpr std::array breaches{
    breach_of_rules{"a reserved bit", "\xc1\x02ok", 1002},
    breach_of_rules{"an unknown opcode", "\x83\x02ok", 1002},
    breach_of_rules{"an unknown control opcode", "\x8b\x02ok", 1002},
    breach_of_rules{"a fragment of nothing", "\x80\x02ok", 1002},
    breach_of_rules{"half a Ping", "\x09\x02ok", 1002},
    breach_of_rules{"a message inside another", "\x01\x01o\x81\x01k", 1002},
    breach_of_rules{"text that is not UTF-8", "\x81\x02\xc3(", 1007},
    breach_of_rules{"text that is not UTF-8, across fragments", "\x01\x01\xc3\x80\x01(", 1007},
    breach_of_rules{"text that is not UTF-8, around a Ping",
                    std::string_view("\x01\x01\xed\x89\x00\x80\x02\xa0\x80", 9), 1007},
    breach_of_rules{"half a character", "\x81\x01\xe2", 1007},
    breach_of_rules{"half a character at the end of fragments", "\x01\x01\xe2\x80\x01\x82", 1007},
    breach_of_rules{"half a code", "\x88\x01x", 1002},
    breach_of_rules{"a code that nobody may send", "\x88\x02\x03\xec", 1002},
    breach_of_rules{"a reason that is not UTF-8", "\x88\x03\x03\xe8\xff", 1007},
};
constexpr std::array refusals{"a handshake with 401", "a wrong accept", "an unwanted extension",
                              "Close for a handshake"};
constexpr std::string_view misasks = "asks in another version";

class foreigner : public web_party {
 public:
  foreigner(std::uint64_t seed, const web_setting& in, trace& log, post send)
      : dice_(seed), in_(in), log_(log), send_(std::move(send)) {
    if (in.rough && dice_.chance(800)) words_left_ = dice_.between(0, 4);
  }

  [[nodiscard]] time_point next() const override {
    return over() || leaving_ ? never : std::min(next_act_, gives_up_at_);
  }
  void wake(time_point now) override {
    now_ = now;
    if (now >= gives_up_at_) {
      if (due_code_ != any_code && out_.empty()) note("no Close " + std::to_string(due_code_));
      leave();
    }
    if (!over() && now >= next_act_) next_act_ = never, act();
    const std::size_t taken = over_ ? 0 : send_(out_);
    out_.erase(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  void receive(bytes piece, time_point now) override {
    now_ = now;
    if (over()) return;
    heard_.insert(heard_.end(), piece.begin(), piece.end());
    while (open_ ? read_frame() : shake_hands()) {
    }
  }
  void end(std::error_code, time_point) override { over_ = true; }
  /// It waits for what it has said to be gone.
  [[nodiscard]] bool over() const override { return over_ || (leaving_ && out_.empty()); }
  [[nodiscard]] bool content() const override { return over() && parted_; }
  [[nodiscard]] std::string breach() const override { return in_.honest ? breach_ : ""; }

 protected:
  [[nodiscard]] virtual bool masks() const = 0;
  /// Reads what is whole of the peer's handshake. False: it is not.
  virtual bool shake_hands() = 0;
  virtual void hear(const std::string& word) = 0;
  virtual void act() = 0;

  /// A message, in as many frames as it likes, with others between them.
  void say(std::string word) {
    if (parting_ || misbehaves()) return;
    if (in_.plain == framing::stream && dice_.chance(200)) word += '\n';  // that is the line's own
    std::string_view rest = word;
    for (opcode code = opcode::text;; code = opcode::continuation) {
      const bool last = dice_.chance(700);
      const auto most = static_cast<std::uint32_t>(rest.size());
      const std::string_view part = last ? rest : rest.substr(0, dice_.between(0, most));
      put(code, part, last);
      rest.remove_prefix(part.size());
      if (dice_.chance(100)) ping();
      if (dice_.chance(30)) put(opcode::pong, "nobody asked");
      if (last) return;
    }
  }

  /// {} when it is not whole yet.
  std::string take_head() {
    const std::string_view text = as_text(heard_);
    const std::size_t end = text.find("\r\n\r\n");
    if (end == text.npos) return {};
    std::string head(text.substr(0, end + 4));
    heard_.erase(heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(head.size()));
    return head;
  }
  void put(std::string_view text) {
    const bytes raw = as_bytes(text);
    out_.insert(out_.end(), raw.begin(), raw.end());
  }
  void put(opcode code, std::string_view payload, bool last = true) {
    put(as_text(websocket::frame_of(code, payload, masks() ? any_mask() : std::nullopt, last)));
  }
  void leave() { leaving_ = true; }
  /// Unless what it waits for comes.
  void give_up_later() { gives_up_at_ = std::min(gives_up_at_, now_ + patience); }
  void go_on() { gives_up_at_ = never; }
  void part(std::string_view reason) {
    if (!std::exchange(parting_, true)) put(opcode::close, reason);
    give_up_later();
  }
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
  std::optional<websocket::mask> any_mask() {
    websocket::mask made;
    for (std::byte& one : made) one = static_cast<std::byte>(dice_.between(0, 255));
    return made;
  }

  void ping() {
    const std::size_t size = dice_.between(0, 125);
    pings_.emplace_back(size, static_cast<char>('a' + dice_.between(0, 25)));
    put(opcode::ping, pings_.back());
  }

  bool read_frame() {
    const auto header = websocket::decode_header(heard_);
    if (!header) return note("a frame that is none: " + header.error().message()), leave(), false;
    const std::size_t size = heard_.size() < 2 ? 2 : websocket::header_size(heard_);
    if (!*header || heard_.size() - size < (*header)->length) return false;
    if (parted_) note("a frame behind Close");
    const auto begin = heard_.begin() + static_cast<std::ptrdiff_t>(size);
    const auto end = begin + static_cast<std::ptrdiff_t>((*header)->length);
    test::buffer payload(begin, end);
    heard_.erase(heard_.begin(), end);
    if ((*header)->mask.has_value() == masks()) note("masked, or not, as the other side has it");
    if ((*header)->mask) {
      if (last_mask_ == *(*header)->mask) note("the same mask twice");
      last_mask_ = *(*header)->mask;
      websocket::apply_mask(payload, *last_mask_);
    }
    take(**header, std::string(as_text(payload)));
    return !over();
  }

  void take(const websocket::frame_header& header, const std::string& payload) {
    switch (header.code) {
      case opcode::ping: return parting_ ? void() : put(opcode::pong, payload);
      case opcode::pong: return take_pong(payload);
      case opcode::close: return take_close(payload);
      default: break;
    }
    if ((header.code == opcode::continuation) != in_message_) note("fragments out of order");
    if (!in_message_) is_text_ = header.code == opcode::text;
    message_ += payload;
    in_message_ = !header.last;
    if (in_message_) return;
    const std::string whole = std::exchange(message_, {});
    if (is_text_ && !is_utf8(whole)) note("text that is not UTF-8");
    hear(whole);
  }

  /// The last of those that came at once is answered, and no other.
  void take_pong(const std::string& payload) {
    while (!pings_.empty() && pings_.front() != payload) pings_.pop_front();
    if (pings_.empty()) return note("a pong that nobody asked for");
    pings_.pop_front();
  }

  void take_close(const std::string& payload) {
    if (payload.size() == 1) note("a Close of one byte");
    const auto code = payload.size() < 2 ? 0
                                         : static_cast<unsigned char>(payload[0]) << 8 |
                                               static_cast<unsigned char>(payload[1]);
    log_.line(now_, "a foreigner hears Close " + std::to_string(code));
    // Beside what it did: a word that is too long for the other side, or nothing for too long.
    const bool explained = code == 0 || code == 1000 || (in_.rough && (code == 1009 || code == 1011));
    if (!explained && !(parting_ && due_code_ == any_code) && code != due_code_)
      note("a Close " + std::to_string(code) + " in place of " + std::to_string(due_code_));
    parted_ = true;
    if (dice_.chance(800)) part(payload);
    leave();
  }

  static constexpr std::array<std::uint16_t, 6> fair_codes{1000, 1001, 1008, 1011, 3000, 4999};

  template <class Range>
  const auto& any_of(const Range& all) {
    return all[dice_.between(0, static_cast<std::uint32_t>(all.size()) - 1)];
  }
  static std::string code_of(std::uint16_t code) {
    return {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  }

  /// Once, and then it says no more.
  bool misbehaves() {
    if (words_left_ == never_mind || words_left_-- != 0) return false;
    const auto last = static_cast<std::uint32_t>(oddities.size() + breaches.size()) - 1;
    const auto which = dice_.between(0, last);
    if (which < oddities.size())
      do_oddly(oddities[which]);
    else
      put_raw(breaches[which - oddities.size()]);
    log_.line(now_, "a foreigner misbehaves; to be closed with " + std::to_string(due_code_));
    parting_ = true;
    give_up_later();
    return true;
  }

  void do_oddly(const std::string_view& what) {
    met_.met(what);
    if (what == goes) return leave();
    if (what == says_close) return part(code_of(any_of(fair_codes)));
    if (what == says_close_twice) return put(opcode::close, ""), part("");
    if (what == speaks_on) return part(""), put(opcode::text, "late"), put(opcode::ping, "late");
    if (what == too_long) return put_too_long();
    if (what == masks_wrongly) return put_wrong_mask();
    if (what == empty_fragments) return put_empty_fragments();
    if (what == ping_flood) return put_ping_flood();
    if (what == long_control) return due_code_ = 1002, put(opcode::ping, std::string(126, 'x'));
    if (what == long_length) return put_long_length();
    if (what == ping_in_pieces)
      return due_code_ = 1002, put(opcode::ping, "o", false), put(opcode::continuation, "k");
    if (what == close_in_message) return put(opcode::text, "o", false), part("");
  }

  /// As its header says. What follows is not worth waiting for.
  void put_too_long() {
    due_code_ = 1009;
    std::array<std::byte, websocket::max_frame_header> room;
    const std::size_t size = websocket::encode_header(
        {.length = in_.max_message + 1, .mask = masks() ? any_mask() : std::nullopt}, room);
    put(as_text(bytes(room).first(size)));
    put("ok");
  }

  void put_wrong_mask() {
    due_code_ = 1002;
    put(as_text(websocket::frame_of(opcode::text, "ok", masks() ? std::nullopt : any_mask())));
  }

  void put_empty_fragments() {
    due_code_ = 1008;
    put(opcode::text, "", false);
    for (auto left = in_.most_empty; left != 0; --left) put(opcode::continuation, "", false);
  }

  void put_ping_flood() {
    for (auto left = in_.longest < 1000 ? 40U : 1000U; left != 0; --left) ping();
    part("");
  }

  /// Of two bytes where one would do.
  void put_long_length() {
    due_code_ = 1002;
    put(std::string_view("\x81", 1));
    put(masks() ? std::string_view("\xfe\0\2\0\0\0\0ok", 9) : std::string_view("\x7e\0\2ok", 5));
  }

  void put_raw(const breach_of_rules& what) {
    met_.met(what.name);
    due_code_ = what.code;
    if (what.frames.find('\x89') != std::string_view::npos) pings_.emplace_back();  // it is answered
    for (std::string_view rest = what.frames; !rest.empty();) {
      const auto size = static_cast<std::size_t>(rest[1]);
      const std::string_view payload = rest.substr(2, size);
      put(rest.substr(0, 1));
      put(masks() ? static_cast<char>(rest[1] | 0x80) + std::string(4, '\0') + std::string(payload)
                  : std::string(rest.substr(1, 1 + size)));
      rest.remove_prefix(2 + size);
    }
  }

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

/// Asks, and knows what has to come back.
class foreign_asker final : public foreigner {
 public:
  foreign_asker(std::uint64_t seed, const web_setting& in, trace& log, post send)
      : foreigner(seed, in, log, std::move(send)), acts_left_(dice_.between(1, 6)) {
    next_act_ = time_point(dice_.milliseconds(0, 300));
  }

 private:
  [[nodiscard]] bool masks() const override { return true; }

  void act() override {
    if (!asked_to_open_) return ask_to_open();
    if (!open_) return;
    next_act_ = now_ + dice_.milliseconds(0, 2000);
    if (--acts_left_ == 0) return finish();
    for (auto more = dice_.between(1, 4); more != 0 && !parting(); --more) {
      words_.push_back(make_word(dice_, in_));
      ++tally_.asked;
      say(words_.back());
    }
  }

  /// A server that could not use what it was asked would end, without a word of WebSocket.
  void ask_to_open() {
    asked_to_open_ = true;
    misasked_ = in_.rough && dice_.chance(100);
    if (misasked_) met_.met(misasks);
    std::string request(websocket::some_request);
    if (misasked_)
      request.replace(request.find("Version: 13"), 11, dice_.chance(500) ? "Version: 12" : "Vision: blur");
    put(request);
    give_up_later();
  }

  bool shake_hands() override {
    const std::string head = take_head();
    if (head.empty()) return false;
    open_ = head.starts_with("HTTP/1.1 101 ");
    if (open_ == misasked_) note("a handshake that was judged wrongly");
    if (!open_) return leave(), false;
    go_on();
    next_act_ = now_;
    return true;
  }

  void hear(const std::string& word) override {
    ++tally_.answered;
    if (tally_.answered > words_.size() ||
        word != echo_of(words_[static_cast<std::size_t>(tally_.answered - 1)]))
      note("an answer that was not given");
  }

  /// Without half-close: what has not come back by then is lost.
  void finish() {
    acts_left_ = 1;
    if (!in_.rough && tally_.answered < words_.size()) return;  // it comes
    next_act_ = never;
    part(dice_.chance(500) ? "" : "\x03\xe8");
  }

  std::uint32_t acts_left_;
  bool asked_to_open_ = false;
  bool misasked_ = false;
};

/// Answers what it is asked, after a while.
class foreign_echo final : public foreigner {
 public:
  using foreigner::foreigner;

 private:
  [[nodiscard]] bool masks() const override { return false; }

  bool shake_hands() override {
    const std::string head = take_head();
    if (head.empty()) return false;
    if (head.find("/hush HTTP/1.1\r\n") == head.npos) note("another path was asked for");
    if (in_.rough && dice_.chance(100)) return refuse(head), false;
    put(websocket::answer_to(head));
    open_ = true;
    return true;
  }

  void refuse(const std::string& head) {
    std::string wrong = websocket::answer_to(head);
    ++wrong[wrong.find("Accept: ") + 8];
    const auto how = dice_.between(0, 3);
    met_.met(refusals[how]);
    switch (how) {
      case 0: put("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"); break;
      case 1: put(wrong); break;
      case 2: put(websocket::answer_to(head, "Sec-WebSocket-Extensions: x\r\n")); break;
      default: put(opcode::close, ""); break;  // as Rust servers do
    }
    leave();
  }

  void hear(const std::string& word) override {
    words_.push_back(word);
    waiting_.push_back(echo_of(word));
    if (next_act_ == never) next_act_ = now_ + dice_.milliseconds(0, in_.rough ? 2000 : 20);
  }
  void act() override {
    for (; !waiting_.empty(); waiting_.pop_front()) say(waiting_.front());
  }

  std::deque<std::string> waiting_;
};

}  // namespace

menu menu_of_strangers() {
  menu all(oddities.begin(), oddities.end());
  for (const breach_of_rules& one : breaches) all.emplace_back(one.name);
  all.insert(all.end(), refusals.begin(), refusals.end());
  all.emplace_back(misasks);
  return all;
}

std::unique_ptr<web_party> foreign_client(std::uint64_t seed, const web_setting& in, trace& log,
                                          web_party::post send) {
  return std::make_unique<foreign_asker>(seed, in, log, std::move(send));
}
std::unique_ptr<web_party> foreign_server(std::uint64_t seed, const web_setting& in, trace& log,
                                          web_party::post send) {
  return std::make_unique<foreign_echo>(seed, in, log, std::move(send));
}

}  // namespace gamewire::sim
