/// GoldSource's engine, as a model, with oddities.
#include <algorithm>
#include <vector>

#include "admin_habits.hpp"
#include "goldsource_host.hpp"
#include "support/rcon_server.hpp"

namespace gamewire::sim {
namespace {

using test::buffer;

/// How it behaves. The engine has none of these, an odd server a few.
struct oddities {
  bool gives_no_challenge = false;
  bool gives_false_challenges = false;
  bool has_no_password = false;
  bool rejects_in_words = false;   // in one print, not in a datagram of its own
  bool mixes_types = false;        // as Sven Co-op does
  bool numbers_alike = false;      // its split packets
  bool shuffles = false;           // their parts
  bool floods = false;             // a reply without end
  std::uint32_t silent = 0;        // per mille, of commands
  std::uint32_t loses_a_part = 0;  // per mille
  std::uint32_t repeats = 0;       // per mille, of datagrams
  std::uint32_t cuts = 0;          // per mille, of prints
  std::uint32_t stray = 0;         // per mille, before and after replies
  std::uint32_t echoes = 0;        // per mille: the reply before once more
  std::uint32_t late_ms = 0;
};

oddities make_oddities(dice& dice) {
  const auto rarely = [&dice] { return dice.chance(80); };
  oddities made;
  made.gives_no_challenge = rarely() && dice.chance(400);
  made.gives_false_challenges = rarely();
  made.has_no_password = rarely() && dice.chance(400);
  made.rejects_in_words = dice.chance(300);
  made.mixes_types = rarely();
  made.numbers_alike = rarely();
  made.shuffles = dice.chance(300);
  made.floods = rarely();
  made.silent = rarely() ? 500 : 0;
  made.loses_a_part = rarely() ? 200 : 0;
  made.repeats = rarely() ? 500 : 0;
  made.cuts = rarely() ? 300 : 0;
  made.stray = rarely() ? 500 : 0;
  made.echoes = rarely() ? 300 : 0;
  made.late_ms = rarely() ? dice.between(1, 9000) : 0;
  return made;
}

constexpr std::size_t max_routable = 1400;
constexpr std::size_t part_head = 9;

class engine_host final : public goldsource_host {
 public:
  engine_host(std::uint64_t seed, std::string_view password, bool odd, std::uint32_t print_size, post send)
      : goldsource_host(password, std::move(send)), dice_(seed), print_size_(print_size) {
    if (odd) is_ = make_oddities(dice_);
  }

  [[nodiscard]] bool is_orderly() const override { return is_.late_ms == 0 && is_.repeats == 0; }
  [[nodiscard]] bool mixes_parts() const override { return is_.numbers_alike; }

  void restart() override {
    did("restarts");
    challenges_.clear();
    last_split_ = 0;
  }

  void ban(const endpoint& who, time_point) override {
    did("bans");
    refuse();
    banned_.insert(who);
  }

  void receive(const endpoint& from, bytes datagram, time_point) override {
    sent_ = 0;
    std::string_view request = as_text(datagram);
    if (!request.starts_with("\xff\xff\xff\xff") || request.size() > 4 + 511) return;
    request = request.substr(4, request.find_first_of(std::string_view("\n\0", 2), 4) - 4);
    if (request == "challenge rcon") return give_challenge(from);
    if (!request.starts_with("rcon ")) return;
    request.remove_prefix(5);
    const std::size_t digits = request.find(' ');
    const std::size_t quote = request.find('"', digits + 2);
    if (digits == request.npos || quote == request.npos) return;
    take_command(from, request.substr(0, digits), request.substr(digits + 2, quote - digits - 2),
                 std::string(request.substr(std::min(quote + 2, request.size()))));
  }

 private:
  void give_challenge(const endpoint& to) {
    if (banned_.contains(to)) return print(to, "", "You have been banned from this server.\n");
    if (is_.gives_no_challenge) return did("gives no challenge");
    std::string& number = challenges_[to];
    if (number.empty()) number = std::to_string(dice_.number() & 0xffffffff);
    std::string given = number;
    if (is_.gives_false_challenges && dice_.chance(700)) did("gives a false challenge"), given = "17";
    post(to, "challenge rcon " + given + std::string("\n\0", 2));
  }

  void take_command(const endpoint& from, std::string_view number, std::string_view word,
                    const std::string& command) {
    const auto given = challenges_.find(from);
    if (given == challenges_.end()) return reject(from, "No challenge for your address.\n");
    if (given->second != number) return reject(from, "Bad challenge.\n");
    if (banned_.contains(from)) return print(from, "", "You have been banned from this server.\n");
    if (is_.has_no_password)
      return did("has no password"), refuse(), print(from, "", "No password set for this server.\n");
    if (word != password_)
      return did("refuses the password"), refuse(), print(from, "", "Bad rcon_password.\n");
    execute(command);
    if (dice_.chance(is_.silent)) return did("executes in silence");
    if (dice_.chance(is_.stray)) did("says something before"), print(from, "", "L 11/27: somebody joins\n");
    if (dice_.chance(is_.echoes) && !last_.empty()) did("answers the one before again"), answer(from, last_);
    answer(from, command);
    if (dice_.chance(is_.stray)) did("says something behind"), print(from, "", "L 11/27: somebody leaves\n");
    last_ = command;
  }

  /// In a datagram of its own, behind which the engine says that the password is bad.
  void reject(const endpoint& to, const std::string& why) {
    did("rejects a challenge");
    if (is_.rejects_in_words) return print(to, "", "Bad rcon_password.\n" + why);
    post(to, '9' + why + '\0');
    print(to, "", "Bad rcon_password.\n");
  }

  void answer(const endpoint& to, const std::string& command) {
    std::string text = test::rcon_reply_to(command);
    for (int i = 0; is_.floods && i < 200; ++i) text += std::string(1000, 'f');
    if (is_.floods) did("floods");
    std::size_t at = 0;
    do {
      std::string piece = text.substr(at, print_size_);
      at += print_size_;
      if (dice_.chance(is_.cuts)) did("cuts a print short"), piece.resize(piece.size() / 2);
      print(to, command, piece);
    } while (at < text.size());
  }

  void print(const endpoint& to, std::string_view command, const std::string& text) {
    say(command, text);
    const bool odd = is_.mixes_types && dice_.chance(500);
    if (odd) did("mixes types");
    post(to, (odd ? 'r' : 'l') + text + std::string(2, '\0'));
  }

  void post(const endpoint& to, const std::string& text) {
    const std::string whole = "\xff\xff\xff\xff" + text;
    if (whole.size() <= max_routable) return post_one(to, whole);
    did("splits");
    const std::size_t room = max_routable - part_head;
    const std::size_t count = (whole.size() + room - 1) / room;
    const std::uint32_t id = is_.numbers_alike ? 1 : ++last_split_;
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < count; ++i) {
      std::string part("\xfe\xff\xff\xff", 4);
      for (int shift = 0; shift < 32; shift += 8) part += static_cast<char>(id >> shift & 0xff);
      part += static_cast<char>(i << 4 | count);
      parts.push_back(part + whole.substr(i * room, room));
    }
    if (is_.shuffles) did("shuffles parts"), std::ranges::reverse(parts);
    for (const std::string& part : parts) {
      if (dice_.chance(is_.loses_a_part))
        did("loses a part");
      else
        post_one(to, part);
    }
  }

  void post_one(const endpoint& to, const std::string& datagram) {
    nanoseconds after = std::chrono::milliseconds(sent_++);
    if (is_.late_ms != 0) did("is late"), after += dice_.milliseconds(0, is_.late_ms);
    send(to, as_bytes(datagram), after);
    while (dice_.chance(is_.repeats))
      did("repeats itself"), send(to, as_bytes(datagram), dice_.milliseconds(0, 500));
  }

  dice dice_;
  oddities is_;
  std::uint32_t print_size_;
  std::map<endpoint, std::string> challenges_;
  std::set<endpoint> banned_;
  std::uint32_t last_split_ = 0;
  int sent_ = 0;      // in answer to the same datagram
  std::string last_;  // command
};

}  // namespace

std::unique_ptr<goldsource_host> make_goldsource_engine(std::uint64_t seed, std::string_view password,
                                                        bool odd, std::uint32_t print_size,
                                                        goldsource_host::post send) {
  return std::make_unique<engine_host>(seed, password, odd, print_size, std::move(send));
}

menu menu_of_goldsource_hosts() {
  return {"restarts",
          "bans",
          "refuses the password",
          "rejects a challenge",
          "gives no challenge",
          "gives a false challenge",
          "has no password",
          "executes in silence",
          "says something before",
          "says something behind",
          "answers the one before again",
          "floods",
          "cuts a print short",
          "mixes types",
          "splits",
          "shuffles parts",
          "loses a part",
          "is late",
          "repeats itself"};
}

}  // namespace gamewire::sim
