/// Both sides of another's making: who asks, and who answers.
#include <array>
#include <deque>

#include "parley.hpp"
#include "web_foreigner.hpp"

namespace gamewire::sim {
namespace {

constexpr std::array refusals{"a handshake with 401", "a wrong accept", "an unwanted extension",
                              "Close for a handshake"};
constexpr std::string_view misasks = "asks in another version";

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
  return foreigner::misdeeds() + menu(refusals.begin(), refusals.end()) + menu{std::string(misasks)};
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
