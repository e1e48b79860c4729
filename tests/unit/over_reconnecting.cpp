/// Machines that outlive their connections, on a layer that does not.
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/over.hpp>

#include "support/toy_layer.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

/// Says "hello" on each connection. What it wants of the transport is the test's to say.
class visitor {
 public:
  static constexpr framing wire = framing::stream;
  using options = int;  // there are none
  struct news {
    std::string text;
  };
  using event = std::variant<news, closed>;

  explicit visitor(options = 0) {}

  bool wants = true;
  bool wants_at_once = false;  // another connection, after the end of one
  time_point wants_at = never;
  std::size_t given = 0;  // bytes of what it said, to the layer

  void say(std::string_view what) noexcept { out_ += what; }
  [[nodiscard]] bool wants_transport() const noexcept { return wants && !over_; }
  void opened(time_point) noexcept { out_ = "hello", tell("up"); }
  void receive(bytes in, time_point) noexcept { tell(as_text(in)); }
  void receive_end(std::error_code why, time_point) noexcept {
    out_ = "for the next";
    wants = wants_at_once;
    tell("down: " + why.message());
  }
  void on_timeout(time_point now) noexcept {
    if (now < wants_at) return;
    wants_at = never;
    wants = true;
  }
  bytes poll_transmit(time_point) noexcept { return over_ ? bytes() : as_bytes(out_); }
  void transmitted(std::size_t size, time_point) noexcept {
    out_.erase(0, size);
    given += size;
  }
  std::optional<event> poll_event() noexcept {
    if (!news_.empty()) {
      const news first{news_.front()};
      news_.erase(news_.begin());
      return first;
    }
    if (!closing_ || over_) return std::nullopt;
    over_ = true;
    return closed{};
  }
  void close(time_point) noexcept { closing_ = true; }
  [[nodiscard]] time_point deadline() const noexcept { return over_ ? never : wants_at; }
  [[nodiscard]] bool done() const noexcept { return over_; }

 private:
  void tell(std::string_view what) { news_.push_back(std::string(what)); }

  std::string out_;
  std::vector<std::string> news_;
  bool closing_ = false;
  bool over_ = false;
};

using machine_under_test = over<toy_layer<framing::stream>, visitor>;
static_assert(reconnecting<visitor> && reconnecting<machine_under_test>);

/// Does what drivers of streams do: opens, closes and drains.
class driver {
 public:
  machine_under_test machine{{}};
  bool connected = false;
  std::size_t room = 1000;
  std::string sent;
  std::vector<std::string> log;

  void open() {
    REQUIRE_FALSE(connected);
    REQUIRE(machine.wants_transport());
    connected = true;
    machine.opened(now_);
    drain();
  }
  void fail_to_open() { end(std::make_error_code(std::errc::connection_refused)); }
  void hear(std::string_view text) {
    REQUIRE(connected);
    machine.receive(as_bytes(text), now_);
    drain();
  }
  void end(std::error_code why = {}) {
    connected = false;
    machine.receive_end(why, now_);
    drain();
  }
  void wait(nanoseconds span) {
    now_ += span;
    wake();
  }
  /// Calls back as long as the machine asks for it now.
  void drain() {
    round();
    for (int i = 0; machine.deadline() <= now_ + 1ns; ++i) {
      REQUIRE(i < 5);
      now_ = std::max(now_, machine.deadline());
      wake();
    }
  }
  std::string take() { return std::exchange(sent, {}); }
  std::vector<std::string> heard() { return std::exchange(log, {}); }

 private:
  void wake() {
    machine.on_timeout(now_);
    round();
    CHECK(machine.deadline() > now_);
    if (machine.deadline() == now_ + 1ns) drain();
  }
  void round() {
    for (bool quiet = false; !quiet;) {
      flush();
      quiet = true;
      while (const auto event = machine.poll_event()) {
        quiet = false;
        const auto* one = std::get_if<visitor::news>(&*event);
        log.push_back(one != nullptr ? one->text : "closed");
      }
    }
    if (machine.wants_transport()) return;
    dropped += connected ? 1 : 0;
    connected = false;
  }
  void flush() {
    for (bytes out = machine.poll_transmit(now_); connected && !out.empty();
         out = machine.poll_transmit(now_)) {
      const std::size_t taken = std::min(room, out.size());
      if (taken == 0) return;
      sent += as_text(out.first(taken));
      room -= taken;
      machine.transmitted(taken, now_);
    }
  }

 public:
  int dropped = 0;  // connections that the machine wanted no more

 private:
  time_point now_{1s};
};

using words = std::vector<std::string>;
const std::string hello = "\5hello";
const std::string goodbye(1, '\0');

/// One that has greeted and been greeted.
driver visiting() {
  driver on;
  on.drain();
  on.open();
  on.hear("HI");
  CHECK(on.take() == "HI" + hello);
  CHECK(on.heard() == words{"up"});
  return on;
}

}  // namespace

TEST_CASE("over, reconnecting: before a connection the layer neither says nor waits for anything") {
  driver on;
  on.drain();
  CHECK(on.machine.deadline() == never);
  CHECK(on.machine.poll_transmit(time_point{1s}).empty());
  on.machine.receive(as_bytes("what is not there says nothing"), time_point{1s});
  on.drain();
  CHECK(on.machine.deadline() == never);
  CHECK_FALSE(on.machine.done());
}

TEST_CASE("over, reconnecting: each connection that fails is told, before the first and after it") {
  driver on;
  on.machine->wants_at_once = true;
  on.drain();
  for (int i = 0; i < 3; ++i) {
    on.fail_to_open();
    CHECK(on.heard() == words{"down: Connection refused"});
  }
  on.open();
  on.end();
  CHECK(on.heard() == words{"up", "down: toy: no goodbye"});
  for (int i = 0; i < 3; ++i) {
    on.fail_to_open();
    CHECK(on.heard() == words{"down: Connection refused"});
  }
}

TEST_CASE("over, reconnecting: the layer begins anew, and what was for the next connection waits for it") {
  driver on = visiting();
  on.machine->wants_at_once = true;
  on.hear("\3cut o");  // the rest of the last word is lost
  on.end(std::make_error_code(std::errc::connection_reset));
  CHECK(on.heard() == words{"cut", "down: Connection reset by peer"});
  CHECK(on.machine.wants_transport());
  CHECK(on.take().empty());
  on.open();
  CHECK(on.take() == "HI");
  on.hear("HI\4word");
  CHECK(on.take() == hello);
  CHECK(on.heard() == words{"up", "word"});
}

TEST_CASE(
    "over, reconnecting: the layer gets nothing before it is asked for, as the end may be there already") {
  driver on = visiting();
  machine_under_test& machine = on.machine;
  const time_point now{1s};
  CHECK(machine->given == 5);
  machine.receive(as_bytes("\2ok"), now);
  CHECK(machine.poll_event());
  machine->say("more");
  CHECK_FALSE(machine.poll_event());
  CHECK(machine.deadline() == now + 1ns);
  machine.receive_end({}, now);
  CHECK(machine.poll_event());
  CHECK(machine->given == 5);
}

TEST_CASE("over, reconnecting: the layer takes leave of a connection that the machine wants no more") {
  driver on = visiting();
  on.room = 0;
  on.machine->wants = false;
  on.drain();
  CHECK(on.connected);
  on.hear("\4late");
  CHECK(on.heard().empty());
  on.room = 1;
  on.drain();
  CHECK(on.take() == goodbye);
  CHECK_FALSE(on.connected);
  CHECK_FALSE(on.machine.done());
}

TEST_CASE("over, reconnecting: a machine that wants the next connection during the leave gets a new one") {
  driver on = visiting();
  on.room = 0;
  on.machine->wants = false;
  on.drain();
  on.machine->wants = true;
  on.drain();
  CHECK(on.connected);
  on.room = 100;
  on.drain();
  CHECK(on.take() == goodbye);
  CHECK(on.dropped == 1);
  CHECK_FALSE(on.connected);
  on.open();
  CHECK(on.heard() == words{"up"});
  on.hear("HI");
  CHECK(on.take() == "HI" + hello);
}

TEST_CASE("over, reconnecting: after a goodbye through a connection that stays, the machine gets a new one") {
  for (const bool at_once : {true, false}) {
    driver on = visiting();
    on.machine->wants_at_once = at_once;
    if (!at_once) on.machine->wants_at = time_point{1min};
    on.hear("\4last" + goodbye);
    CHECK(on.heard() == words{"last", "down: Success"});
    CHECK(on.take() == goodbye);
    CHECK(on.dropped == 1);
    CHECK(on.machine.wants_transport() == at_once);
    on.wait(1min);
    on.fail_to_open();
    CHECK(on.heard() == words{"down: Connection refused"});
  }
}

TEST_CASE("over, reconnecting: a connection that breaks during the leave is no news") {
  driver on = visiting();
  on.room = 0;
  on.machine->wants = false;
  on.drain();
  on.end(std::make_error_code(std::errc::connection_reset));
  CHECK(on.heard().empty());
  on.machine->wants = true;
  on.drain();
  on.open();
  CHECK(on.heard() == words{"up"});
}

TEST_CASE("over, reconnecting: a leave that the end of the transport has cut short keeps nobody busy") {
  for (const time_point wanted_again : {time_point{1min}, never}) {
    driver on = visiting();
    on.machine->wants_at = wanted_again;
    on.room = 0;
    on.hear(goodbye);
    CHECK(on.connected);
    on.end();
    CHECK(on.machine.deadline() == wanted_again);
    on.wait(1min);
    CHECK(on.machine.wants_transport() == (wanted_again != never));
  }
}

TEST_CASE("over, reconnecting: a leave that nobody hears has its time") {
  driver on = visiting();
  on.room = 0;
  on.machine->wants = false;
  on.drain();
  on.wait(1s - 1ms);
  CHECK(on.connected);
  on.wait(1ms);
  CHECK_FALSE(on.connected);
}

TEST_CASE("over, reconnecting: a layer that fails costs the connection, not the machine") {
  driver on;
  on.machine->wants_at_once = true;
  on.drain();
  on.open();
  on.wait(10s);
  CHECK(on.heard() == words{"up", "down: toy: no greeting in time"});
  CHECK(on.dropped == 1);
  on.open();
  CHECK(on.heard() == words{"up"});
}

TEST_CASE("over, reconnecting: closed, it takes leave and is done; without a connection it is done at once") {
  driver on = visiting();
  on.room = 0;
  on.machine.close(time_point{1s});
  on.drain();
  CHECK(on.heard() == words{"closed"});
  CHECK_FALSE(on.machine.done());
  on.room = 1;
  on.drain();
  CHECK(on.take() == goodbye);
  CHECK(on.machine.done());
  on.machine.opened(time_point{1s});
  CHECK(on.machine.done());
  driver unborn;
  unborn.machine.close(time_point{1s});
  unborn.drain();
  CHECK(unborn.machine.done());
}
