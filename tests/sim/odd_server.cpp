#include <array>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/a2s/request.hpp>
#include <gamewire/a2s/split.hpp>

#include "content.hpp"
#include "servers.hpp"

namespace gamewire::sim {
namespace {

using a2s::request_type;
using test::buffer;

/// How a server behaves. Each server has a few of these, most have none.
struct manners {
  bool challenges_info = false;
  bool challenges_lists = true;
  std::uint32_t challenge_rounds = 1;  // how many a request has to go through
  bool ignores_info = false;
  bool ignores_players = false;
  bool ignores_rules = false;
  bool ignores_small = false;  // requests below 1200 bytes
  bool wants_zero = false;     // as the first challenge, not -1
  bool wants_get_challenge = false;
  bool answers_another = false;  // kind of question
  bool answers_thrice = false;   // INFO: both forms and a player list
  bool prints = false;           // a text instead
  bool splits_without_end = false;
  bool bombs = false;
  std::uint32_t malformed = 0;  // per mille
  std::uint32_t repeats = 0;    // per mille
  std::uint32_t late_ms = 0;
  a2s::split_plan split{};
  std::size_t max_datagram = 1400;
  bool compresses = false;
  bool shuffles = false;            // fragments
  bool drops_inner_header = false;  // of split messages
};

manners make_manners(dice& dice) {
  const auto rarely = [&dice] { return dice.chance(60); };
  manners made;
  made.challenges_info = dice.chance(500);
  made.challenges_lists = dice.chance(900);
  made.challenge_rounds = dice.chance(100) ? dice.between(2, 9) : 1;
  made.ignores_info = rarely();
  made.ignores_players = rarely();
  made.ignores_rules = rarely();
  made.ignores_small = rarely();
  made.wants_zero = rarely();
  made.wants_get_challenge = rarely();
  made.answers_another = rarely();
  made.answers_thrice = rarely();
  made.prints = rarely();
  made.splits_without_end = rarely();
  made.bombs = rarely();
  made.malformed = rarely() ? 500 : 0;
  made.repeats = rarely() ? 500 : 0;
  made.late_ms = rarely() ? 9000 : 0;
  made.split.form = a2s::split_forms[dice.between(0, 2)];
  made.split.payload_size = static_cast<std::uint16_t>(dice.between(100, 1391));
  made.max_datagram = dice.chance(500) ? 1400 : 200;
  made.compresses = dice.chance(200) && a2s::has_bzip2() && made.split.form != a2s::split_form::goldsource;
  made.shuffles = dice.chance(300);
  made.drops_inner_header = rarely();
  return made;
}

class odd_server final : public server {
 public:
  odd_server(std::uint64_t seed, post send)
      : server(std::move(send)), dice_(seed), is_(make_manners(dice_)) {}

  void receive(const endpoint& from, bytes datagram, time_point) override {
    const auto request = a2s::decode_request(datagram);
    if (!request) return;
    if (is_.ignores_small && datagram.size() < 1200) return did("ignores small requests");
    if (is_.splits_without_end) tease(from);
    if (wants_challenge(*request)) return challenge(from, *request);
    switch (request->type) {
      case request_type::info: return is_.ignores_info ? did("ignores INFO") : answer_info(from);
      case request_type::players:
        return is_.ignores_players ? did("ignores PLAYER") : answer(from, make_players(dice_, 900));
      case request_type::rules: return is_.ignores_rules ? did("ignores RULES") : answer_rules(from);
      default: break;
    }
  }

 private:
  [[nodiscard]] bool wants_challenge(const a2s::request& request) {
    if (request.type == request_type::get_challenge) return true;
    const bool concerned = request.type == request_type::info ? is_.challenges_info : is_.challenges_lists;
    if (!concerned || request.type == request_type::ping) return false;
    const bool given_back = request.challenge == challenge_ && rounds_ >= is_.challenge_rounds;
    if (given_back) rounds_ = 0;
    return !given_back;
  }

  void challenge(const endpoint& to, const a2s::request& request) {
    const bool old_way = request.type == request_type::get_challenge;
    if (is_.wants_get_challenge && !old_way && rounds_ == 0) return did("wants GETCHALLENGE");
    if (is_.wants_zero && rounds_ == 0 && !old_way && request.challenge != a2s::zero_challenge)
      return did("wants challenge 0");
    if (++rounds_ > 1) did("another challenge");
    if (request.type == request_type::info) did("challenges INFO");
    for (std::byte& byte : challenge_) byte = static_cast<std::byte>(dice_.between(0, 255));
    std::array<std::byte, 16> room;
    post_later(to, *a2s::encode_challenge(challenge_, room));
  }

  void answer_info(const endpoint& to) {
    if (is_.answers_thrice) {
      did("answers thrice");
      answer(to, make_goldsource_info(dice_));
      answer(to, make_players(dice_, 200));
    }
    answer(to, make_info(dice_));
  }

  void answer_rules(const endpoint& to) {
    if (is_.bombs) return bomb(to);
    if (is_.answers_another) did("answers another question");
    answer(to, is_.answers_another ? make_info(dice_) : make_rules(dice_, dice_.chance(300) ? 5000 : 500));
  }

  void answer(const endpoint& to, buffer message) {
    if (is_.prints) did("prints"), message = test::from_hex("FF FF FF FF 6C \"Go away\" 00");
    if (dice_.chance(is_.malformed)) {
      did("cuts an answer short");
      message.resize(dice_.between(5, static_cast<std::uint32_t>(message.size())));
    }
    say(message);
    if (message.size() > is_.max_datagram) return answer_in_parts(to, message);
    post_later(to, message);
  }

  void answer_in_parts(const endpoint& to, bytes message) {
    a2s::split_plan plan = is_.split;
    plan.id = ++last_id_;
    byte_buffer packed;
    if (is_.compresses && !a2s::compress(message, packed)) {
      plan.id |= 0x80000000U;
      message = packed.view();
      did("compresses");
    } else if (is_.drops_inner_header) {
      message = message.subspan(4);
      did("drops the inner header");
    }
    std::vector<buffer> parts;
    for (std::size_t i = 0; i < a2s::fragment_count(plan, message.size()); ++i) {
      buffer part(2048);
      part.resize(a2s::encode_fragment(plan, message, i, part)->size());
      parts.push_back(std::move(part));
    }
    if (is_.shuffles) did("shuffles fragments");
    for (auto left = static_cast<std::uint32_t>(parts.size()); is_.shuffles && left > 1; --left)
      std::swap(parts[left - 1], parts[dice_.between(0, left - 1)]);
    for (const buffer& part : parts) post_later(to, part);
  }

  /// First fragments of messages whose other ones never come.
  void tease(const endpoint& to) {
    did("splits without end");
    const buffer body(is_.split.payload_size * 3U, std::byte{'x'});
    for (int i = 0; i < 20; ++i) {
      a2s::split_plan plan = is_.split;
      plan.id = ++last_id_;
      buffer part(2048);
      part.resize(a2s::encode_fragment(plan, body, dice_.between(0, 2), part)->size());
      post_later(to, part);
    }
  }

  /// A compressed message that declares a size of its own choice: up to 4 GB, and not what it is.
  void bomb(const endpoint& to) {
    did("bombs");
    buffer part = test::from_hex(
        "FE FF FF FF 01 00 00 80 01 00 E0 04 E8 03 00 00 48 F7 44 06 42 5A 68 39 31 41 59 26 53 59 B6 22 BB "
        "23 00 A0 A5 4C"
        "00 C0 00 00 04 02 00 00 08 A0 00 54 33 40 14 A4 D3 68 10 0D F5 02 01 FC 40 80 63 DC 5D C9 14 E1 42 "
        "42 D8 8A EC 8C");
    for (std::size_t i = 12; i < 16; ++i) part[i] = static_cast<std::byte>(dice_.between(0, 255));
    if (dice_.chance(500)) part[14] = part[15] = std::byte{0};
    post_later(to, part);
  }

  void post_later(const endpoint& to, bytes datagram) {
    const nanoseconds after = is_.late_ms != 0 ? dice_.milliseconds(0, is_.late_ms) : nanoseconds{};
    if (is_.late_ms != 0) did("is late");
    send(to, datagram, after);
    while (dice_.chance(is_.repeats)) did("repeats itself"), send(to, datagram, dice_.milliseconds(0, 500));
  }

  dice dice_;
  manners is_;
  a2s::challenge challenge_{};
  std::uint32_t rounds_ = 0;
  std::uint32_t last_id_ = 1;
};

}  // namespace

menu menu_of_odd_servers() {
  return {"challenges INFO",
          "another challenge",
          "wants challenge 0",
          "wants GETCHALLENGE",
          "ignores INFO",
          "ignores PLAYER",
          "ignores RULES",
          "ignores small requests",
          "answers thrice",
          "prints",
          "answers another question",
          "cuts an answer short",
          "repeats itself",
          "is late",
          "splits without end",
          "shuffles fragments",
          "bombs",
          "compresses",
          "drops the inner header"};
}

std::unique_ptr<server> make_odd_server(std::uint64_t seed, server::post send) {
  return std::make_unique<odd_server>(seed, std::move(send));
}

}  // namespace gamewire::sim
