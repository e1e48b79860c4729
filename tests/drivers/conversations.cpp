#include "conversations.hpp"

#include <algorithm>
#include <optional>

#include "native.hpp"
#include "support/a2s_vectors.hpp"
#include "support/a2s_wire.hpp"

namespace conversations {

using namespace std::chrono_literals;
using namespace gamewire::test::a2s_wire;

namespace {

/// How many times longer than on the machine itself anything may take: of an emulator its cross file says it.
constexpr int slowness = GAMEWIRE_SLOWNESS;

/// Nothing if it would take for ever.
std::optional<std::string> play_in_memory(const scenario& what) {
  time_point now{};
  client machine = asking(what, now);
  scripted server(what);
  event_log log;
  std::deque<buffer> on_the_way;
  buffer arrived;
  bool sent = false;
  while (!machine.done()) {
    for (bytes out; !(out = machine.poll_transmit(now)).empty(); machine.transmitted(out.size(), now)) {
      std::ranges::move(server(), std::back_inserter(on_the_way));
      sent = true;
    }
    while (const auto happened = machine.poll_event()) log(*happened);
    if (sent && what.refused) {
      machine.receive_end(native::error(std::errc::connection_refused), now);
    } else if (!on_the_way.empty()) {
      arrived = std::move(on_the_way.front());
      on_the_way.pop_front();
      machine.receive(arrived, now);
    } else if (!machine.done()) {
      if (what.options.timeout == for_ever) return std::nullopt;
      now = machine.deadline();
      machine.on_timeout(now);
    }
  }
  CHECK(machine.faults().empty());
  return log.text();
}

/// False when it would take for ever.
bool compare(std::span<const subject> drivers, const scenario& what) {
  CAPTURE(what.name);
  const auto expected = play_in_memory(what);
  for (const subject& one : drivers) {
    CAPTURE(one.name);
    if (expected) CHECK(one.play(what) == *expected);
  }
  return expected.has_value();
}

std::vector<buffer> all(std::initializer_list<std::string> hex) {
  std::vector<buffer> datagrams;
  for (const auto& one : hex) datagrams.push_back(from_hex(one));
  return datagrams;
}

/// A message cut into three, as Source servers do, in the given order.
std::vector<buffer> split(const std::string& hex, std::vector<int> order,
                          const std::string& id = "07 00 00 00") {
  const buffer whole = from_hex(hex);
  const std::size_t size = whole.size() / 3 + 1;
  std::vector<buffer> pieces;
  for (const int number : order) {
    const auto from = static_cast<std::size_t>(number) * size;
    const auto part = bytes(whole).subspan(from, std::min(size, whole.size() - from));
    pieces.push_back(
        from_hex("FE FF FF FF " + id + " 03 0" + std::to_string(number) + " E0 04 " + to_hex(part, 2000)));
  }
  return pieces;
}

/// Taking turns.
std::vector<buffer> mixed(const std::vector<buffer>& a, const std::vector<buffer>& b) {
  std::vector<buffer> both;
  for (std::size_t i = 0; i < a.size(); ++i) both.insert(both.end(), {a[i], b[i]});
  return both;
}

const std::string given = challenge_header + "01 02 03 04";
const a2s::client_options impatient{.timeout = 5ms * slowness, .retries = 2};

const std::vector<scenario> scenarios{
    {"each question answered",
     {"info", "players", "rules"},
     {all({info_answer}), all({players_answer}), all({rules_answer})}},
    {"answers that nobody asked for come first, and come again when they are wanted",
     {"info", "players", "rules"},
     {all({rules_answer, players_answer, info_answer}), all({info_answer, players_answer}),
      all({rules_answer})}},
    {"challenges",
     {"info", "players"},
     {all({given}), all({info_answer}), all({given}), all({players_answer})}},
    {"a challenge loop",
     {"rules"},
     {all({challenge_header + "01 00 00 00"}), all({challenge_header + "02 00 00 00"}),
      all({challenge_header + "03 00 00 00"}), all({challenge_header + "04 00 00 00"}),
      all({challenge_header + "05 00 00 00"}), all({challenge_header + "06 00 00 00"})}},
    {"a ping, answered by a challenge", {"ping"}, {all({given})}},
    {"the GoldSource form", {"info"}, {all({goldsource_answer})}},
    {"garbage, then the answer to the attempt that follows",
     {"info"},
     {all({"DE AD BE EF 00 FF", "FF FF FF FF 49 11"}), all({info_answer})}},
    {"garbage only",
     {"info", "rules"},
     {all({"DE AD", "FF FF FF FF 49"}), all({"FF FF FF FF 49 11"}), all({"", "FF FF FF FF 49 00*3"}),
      all({"FF FF FF FF 45"}), all({"00*1400", "FF FF FF FF 45 01"}), all({"FF FF FF FF 45"})}},
    {"a ban", {"info"}, {all({print_answer, info_answer})}},
    {"duplicates", {"info", "rules"}, {all({info_answer, info_answer, info_answer}), all({rules_answer})}},
    {"a split answer in order", {"rules"}, {split(rules_answer, {0, 1, 2})}},
    {"a split answer backwards", {"rules"}, {split(rules_answer, {2, 1, 0})}},
    {"a split answer, some of it twice", {"rules"}, {split(rules_answer, {1, 1, 0, 2, 0, 2})}},
    {"the pieces of two split answers, mixed",
     {"rules"},
     {mixed(split(rules_answer, {0, 2, 1}), split(rules_answer, {2, 1, 0}, "08 00 00 00"))}},
    {"silence", {"info", "players", "rules", "ping"}, {}, impatient},
    {"a split answer that never becomes whole",
     {"rules"},
     {split(rules_answer, {0, 2, 0})},
     {.timeout = 50ms * slowness, .retries = 0}},
    {"an answer to the second attempt only",
     {"info"},
     {{}, all({info_answer})},
     {.timeout = 10ms * slowness, .retries = 12}},
    {"nobody there", {"info", "players"}, {}, {.timeout = for_ever}, true},
    {"nothing asked", {}, {}},
};

}  // namespace

/// A client that has put its questions and ends with the last answer.
client asking(const scenario& what, time_point now) {
  client made{a2s::client(what.options)};
  for (const auto& one : what.asks) REQUIRE(ask(*made.operator->(), one));
  made.close(now);
  return made;
}

void compare_scenarios(std::span<const subject> drivers) {
  for (const scenario& one : scenarios) {
    if (one.refused && native::hides_refused_datagrams()) {
      MESSAGE("skipped, for nobody is told here of a datagram that was refused: " << one.name);
      continue;
    }
    CHECK_MESSAGE(compare(drivers, one), one.name);
  }
}

void compare_vectors(std::span<const subject> drivers) {
  int played = 0;
  for (const vector_case& one : read_vectors(GAMEWIRE_VECTORS "/a2s")) {
    a2s::client_options options = options_of(one);
    options.timeout = for_ever;
    played += compare(drivers, {one.name, one.asks, {one.datagrams}, options});
  }
  CHECK(played > 20);
}

}  // namespace conversations
