/// Commands that end while the transport has taken a part of them: what has begun to go out goes out whole, and what comes of
/// it is dropped.
#include <utility>

#include "client_harness.hpp"

namespace {

class talk {
 public:
  explicit talk(profile kind) : client_({.password = "secret", .profile = kind, .max_in_flight = 8}) {
    (void)takes_all();
    hears(verdict(1));
  }
  void runs(const std::string& command) { CHECK(client_.execute(command)); }
  /// So many bytes of what is to be sent.
  buffer takes(std::size_t most) {
    const bytes out = client_.poll_transmit(now_);
    const bytes some = out.first(std::min(most, out.size()));
    buffer taken(some.begin(), some.end());
    client_.transmitted(taken.size(), now_);
    return taken;
  }
  /// And all that follows, in hex.
  std::string takes_all(buffer before = {}) {
    for (buffer some = takes(10'000); !some.empty(); some = takes(10'000))
      before.insert(before.end(), some.begin(), some.end());
    return to_hex(before, before.size());
  }
  void hears(const std::string& hex) {
    const buffer in = from_hex(hex);
    client_.receive(in, now_);
    note_events();
  }
  void passes(nanoseconds span) {
    client_.on_timeout(now_ += span);
    note_events();
  }
  void cancels(unsigned id) {
    CHECK(!client_.cancel(request_id{id}));
    note_events();
  }
  /// What was told since the last time.
  std::string told() { return std::exchange(told_, {}); }

 private:
  void note_events() {
    while (const auto event = client_.poll_event()) told_ += rcon::describe(*event) + '\n';
  }

  rcon::client client_;
  time_point now_{};
  std::string told_;
};

}  // namespace

TEST_SUITE_BEGIN("rcon client partial");

TEST_CASE("one of several") {
  for (const unsigned cancelled : {1U, 2U, 3U}) {
    CAPTURE(cancelled);
    talk on(profile::squad);
    (void)on.told();
    for (const char* command : {"a", "b", "c"}) on.runs(command);
    const buffer begun = on.takes(5);
    on.cancels(cancelled);
    CHECK(on.told() == "failed " + std::to_string(cancelled) + ": cancelled\n");
    CHECK(on.takes_all(begun) + ' ' ==
          (exec(2, "a") + value(3) + exec(4, "b") + value(5) + exec(6, "c") + value(7)));
    std::string expected;
    for (const unsigned id : {1U, 2U, 3U}) {
      const auto wire = static_cast<std::int32_t>(2 * id);
      on.hears(value(wire, "\"r\"") + value(wire + 1));
      const std::string number = std::to_string(id);
      if (id != cancelled) expected += "chunk " + number + " \"r\"\nreply " + number + " \"r\"\n";
    }
    CHECK(on.told() == expected);
  }
}

TEST_CASE("all of them, and then another") {
  talk on(profile::squad);
  (void)on.told();
  on.runs("a");
  on.runs("b");
  const buffer begun = on.takes(1);
  on.cancels(2);
  on.cancels(1);
  CHECK(on.told() == "failed 2: cancelled\nfailed 1: cancelled\n");
  on.runs("c");
  CHECK(on.takes_all(begun) + ' ' ==
        (exec(2, "a") + value(3) + exec(4, "b") + value(5) + exec(6, "c") + value(7)));
  on.hears(value(2, "\"r\"") + value(3) + value(4, "\"r\"") + value(5));
  CHECK(on.told() == "");
  on.hears(value(6, "\"r\"") + value(7));
  CHECK(on.told() == "chunk 3 \"r\"\nreply 3 \"r\"\n");
}

TEST_CASE("one of which nothing has gone out is not sent at all") {
  talk on(profile::squad);
  (void)on.told();
  on.runs("a");
  on.runs("b");
  CHECK(on.takes(0).empty());
  on.cancels(1);
  CHECK(on.told() == "failed 1: cancelled\n");
  CHECK(on.takes_all() + ' ' == exec(6, "b") + value(7));
}

TEST_CASE("one whose marker is going out") {
  talk on(profile::automatic);
  (void)on.told();
  on.runs("a");
  CHECK(on.takes_all() + ' ' == exec(2, "a"));
  on.hears(value(2, "\"r\""));
  CHECK(on.told() == "chunk 1 \"r\"\n");
  const buffer begun = on.takes(5);
  on.cancels(1);
  CHECK(on.told() == "failed 1: cancelled\n");
  CHECK(on.takes_all(begun) + ' ' == value(3));
  on.hears(value(2, "\"more\"") + value(3) + trailer(3));
  CHECK(on.told() == "");
  on.runs("b");
  CHECK(on.takes_all() == "");  // more of the first may come
  on.passes(500ms);
  CHECK(on.takes_all() + ' ' == exec(4, "b"));
  on.hears(value(4, "\"s\""));
  CHECK(on.told() == "chunk 2 \"s\"\n");
}

TEST_SUITE_END();
