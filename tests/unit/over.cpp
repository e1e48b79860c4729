#include <doctest/doctest.h>

#include <gamewire/over.hpp>
#include <gamewire/rcon/client.hpp>

#include "support/observed.hpp"
#include "support/rcon_events.hpp"
#include "support/script.hpp"
#include "support/toy_layer.hpp"
#include "support/toy_machine.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

using stream = toy_layer<framing::stream>;
using messages = toy_layer<framing::datagram>;
using speaker = toy_machine<framing::stream>;
using messenger = toy_machine<framing::datagram>;
static_assert(layer<stream> && layer<messages>);
static_assert(machine<over<stream, speaker>> && !reconnecting<over<stream, speaker>>);

/// A machine on a layer, and a transport that takes `room` more bytes.
template <class M>
struct stage {
  explicit stage(const typename M::options& chosen = {}) : actor(M(chosen)) {
    actor.on_send = [this](bytes out) {
      const std::size_t taken = std::min(room, out.size());
      sent += as_text(out.first(taken));
      room -= taken;
      return taken;
    };
    actor.on_event = [this](const typename M::event& event) {
      if (const auto* end = std::get_if<closed>(&event))
        return log.push_back("closed: " + end->error.message());
      log.emplace_back(text_of(event));
    };
    actor.drain();
  }
  ~stage() {
    for (const std::string& breach : actor.breaches()) FAIL_CHECK(breach);
  }

  template <class Event>
  static std::string_view text_of(const Event& event) {
    return std::get<0>(event).text;
  }
  void hear(std::string_view text) { actor.receive(as_bytes(text), actor.now()); }
  template <class Command>
  void command(Command what) {
    (void)actor.ask([&](M& on) -> accepted {
      what(on);
      return std::unexpected(std::error_code());
    });
  }
  void say(std::string_view text) {
    command([&](M& on) { on->say(text); });
  }
  std::string take() { return std::exchange(sent, {}); }

  observed<M> actor;
  std::size_t room = 100000;
  std::string sent;
  std::vector<std::string> log;
};

using words = std::vector<std::string>;
std::string frame(std::string_view text) { return static_cast<char>(text.size()) + std::string(text); }
const std::string goodbye(1, '\0');

}  // namespace

TEST_CASE("over: what a machine says goes out when the layer has greeted, in the layer's frames") {
  stage<over<stream, speaker>> on;
  on.say("hello world");
  CHECK(on.take() == "HI");
  on.hear("H");
  CHECK(on.take().empty());
  on.hear("I");
  CHECK(on.take() == frame("hello") + frame(" worl") + frame("d"));
}

TEST_CASE("over: what comes is told however it is cut, word by word out of one piece after the other") {
  const std::string all =
      "HI" + frame("one two") + frame("three") + frame(" ") + frame("four five six") + goodbye;
  const words expected{"one", "two", "three", "four", "five", "six", "closed: Success"};
  for (std::size_t size = 1; size <= all.size(); ++size) {
    stage<over<stream, speaker>> on;
    for (std::size_t at = 0; at < all.size(); at += size) on.hear(all.substr(at, size));
    CHECK(on.log == expected);
    CHECK(on.actor.machine()->lost().empty());
    CHECK(on.actor.over());
  }
}

TEST_CASE("over: messages stay whole, and what does not fit waits") {
  stage<over<messages, messenger>> on({toy_options{.max_unsent = 20}, {}});
  on.hear("HI");
  CHECK(on.take() == "HI");
  on.room = 0;
  for (const char* text : {"first message", "second message", "third message"}) on.say(text);
  on.room = 1000;
  on.actor.drain();
  CHECK(on.take() == frame("first message") + frame("second message") + frame("third message"));
  on.hear(frame("first message") + frame("second"));
  CHECK(on.log == words{"first", "message", "second"});
}

TEST_CASE("over: what was stirred up while events were polled is announced by a deadline") {
  over<stream, speaker> on({});
  const time_point now{1s};
  (void)on.poll_transmit(now);
  on.transmitted(2, now);
  on.receive(as_bytes("HI" + frame("ping")), now);
  CHECK(on.poll_transmit(now).empty());
  CHECK_FALSE(on.poll_event());
  REQUIRE(on.deadline() > now);
  REQUIRE(on.deadline() == now + 1ns);
  on.on_timeout(now + 1ns);
  CHECK(as_text(on.poll_transmit(now + 1ns)) == frame("pong"));
  CHECK_FALSE(on.poll_event());
  // A transport that takes nothing makes nobody busy, and loses nothing.
  CHECK(on.deadline() == never);
  on.receive(as_bytes(frame("ping")), now + 1ms);
  CHECK(as_text(on.poll_transmit(now + 1ms)) == frame("pong"));
  CHECK_FALSE(on.poll_event());
  CHECK(on.deadline() == now + 1ms + 1ns);
  on.on_timeout(now + 2ms);
  CHECK(as_text(on.poll_transmit(now + 2ms)) == frame("pong") + frame("pong"));
  CHECK_FALSE(on.poll_event());
  CHECK(on.deadline() == never);
}

TEST_CASE("over: a machine's deadline starts though the layer takes nothing") {
  stage<over<stream, speaker>> on({toy_options{.greeting_timeout = 1min}, {}});
  CHECK(on.actor.machine().deadline() == on.actor.now() + 5s);
  on.actor.on_timeout(on.actor.now() + 5s);
  CHECK(on.log == words{"closed: Connection timed out"});
  CHECK(on.actor.over());  // there was no greeting, and so there is no goodbye
}

TEST_CASE("over: a layer that gives up tells the machine why, and whoever is there") {
  stage<over<stream, speaker>> late({toy_options{.greeting_timeout = 3s}, {}});
  CHECK(late.actor.machine().deadline() == late.actor.now() + 3s);
  late.actor.on_timeout(late.actor.now() + 3s);
  CHECK(late.log == words{"closed: toy: no greeting in time"});
  CHECK(late.take() == "HI!");
  CHECK(late.actor.over());
  stage<over<stream, speaker>> foreign;
  foreign.hear("SSH-2.0");
  CHECK(foreign.log == words{"closed: toy: no greeting"});
  CHECK(foreign.take() == "HI!");
  CHECK(foreign.actor.over());
}

TEST_CASE("over: the end is told once, as the layer understands it") {
  const std::error_code reset = std::make_error_code(std::errc::connection_reset);
  struct {
    std::string before;
    std::error_code why;
    std::string last;
  } const cases[] = {
      {"HI" + goodbye, {}, "closed: Success"},
      {"HI" + goodbye, reset, "closed: Success"},
      {"HI", {}, "closed: toy: no goodbye"},
      {"HI" + frame("a b") + "\3cu", {}, "closed: toy: no goodbye"},
      {"HI" + frame("a b"), reset, "closed: Connection reset by peer"},
      {"", std::make_error_code(std::errc::connection_refused), "closed: Connection refused"},
  };
  for (const auto& one : cases) {
    stage<over<stream, speaker>> on;
    on.hear(one.before);
    on.actor.receive_end(one.why, on.actor.now());
    on.actor.receive_end(reset, on.actor.now());
    CHECK(on.log.back() == one.last);
    CHECK(on.log.size() == (one.before.find('a') != one.before.npos ? 3 : 1));
    CHECK(on.actor.machine()->ends() == 1);
    CHECK(on.actor.over());
  }
}

TEST_CASE("over: what came before the end is heard before it, and what is still to be said is said") {
  stage<over<stream, speaker>> on;
  on.hear("HI");
  on.room = 0;
  on.hear(frame("last words") + frame("ping") + goodbye);
  on.actor.receive_end({}, on.actor.now());
  CHECK(on.log == words{"last", "words", "closed: Success"});
  CHECK_FALSE(on.actor.over());
  on.take();
  on.room = 3;
  on.actor.drain();
  CHECK_FALSE(on.actor.over());
  on.room = 100;
  on.actor.drain();
  CHECK(on.take() == frame("pong") + goodbye);
  CHECK(on.actor.over());
}

TEST_CASE("over: a transport that breaks after the goodbye is told to a machine with more to say") {
  stage<over<stream, speaker>> on({toy_options{.max_unsent = 4}, {}});
  on.hear("HI" + frame("ping") + goodbye);
  CHECK(on.log.empty());  // the layer has no room for the answer
  on.actor.receive_end({}, on.actor.now());
  CHECK(on.log.empty());
  on.actor.receive_end(std::make_error_code(std::errc::connection_reset), on.actor.now());
  CHECK(on.log == words{"closed: Connection reset by peer"});
  CHECK(on.actor.over());
}

TEST_CASE("over: a machine that has closed is done when the layer has taken leave, or had its time for it") {
  stage<over<stream, speaker>> polite;
  polite.hear("HI");
  polite.take();
  polite.say("bye");
  polite.actor.close(polite.actor.now());
  CHECK(polite.take() == frame("bye") + goodbye);
  CHECK(polite.actor.over());
  stage<over<stream, speaker>> stuck;
  stuck.hear("HI");
  stuck.room = 0;
  const time_point closed_at = stuck.actor.now();
  stuck.actor.close(closed_at);
  CHECK(stuck.log.size() == 1);
  CHECK_FALSE(stuck.actor.over());
  CHECK(stuck.actor.machine().deadline() == closed_at + 1s);
  stuck.hear(frame("nobody hears this"));
  stuck.actor.on_timeout(stuck.actor.now() + 1s);
  CHECK(stuck.actor.over());
  CHECK(stuck.log.size() == 1);
}

TEST_CASE("over: time does not run backwards") {
  over<stream, speaker> on({});
  (void)on.poll_transmit(time_point{9s});
  on.transmitted(2, time_point{9s});
  on.receive(as_bytes("HI"), time_point{9s});
  on.close(time_point{1s});
  CHECK(on.poll_event());
  CHECK_FALSE(on.poll_event());
  CHECK(as_text(on.poll_transmit(time_point{2s})) == goodbye);
  CHECK(on.deadline() == time_point{10s});
}

TEST_CASE("over: a command that ends the machine takes leave as well") {
  stage<over<stream, speaker>> on;
  on.hear("HI");
  on.take();
  on.command([](auto& m) { m->hang_up(); });
  CHECK(on.take() == goodbye);
  CHECK(on.actor.over());
}

TEST_CASE("over: layers upon layers") {
  using inner = over<messages, messenger>;
  stage<over<stream, inner>> on({{}, {}});
  on.command([](auto& m) { (*m)->say("deep words"); });
  CHECK(on.take() == "HI");
  on.hear("HI");
  CHECK(on.take() == frame("HI"));
  on.hear(frame("HI"));
  const std::string message = frame("deep words");
  CHECK(on.take() == frame(message.substr(0, 5)) + frame(message.substr(5, 5)) + frame(message.substr(10)));
  on.hear(frame(frame("ping")) + frame(frame("pong") + goodbye) + goodbye);
  CHECK(on.log == words{"pong", "closed: Success"});
  CHECK(on.take() == frame(frame("pong")) + frame(goodbye) + goodbye);
  CHECK(on.actor.over());
}

namespace {

using carried_rcon = over<stream, rcon::client>;

}  // namespace

TEST_CASE("over: whatever breaks at whichever step, each request ends once") {
  const carried_rcon::options options{
      .lower = {.max_frame = 100, .max_unsent = 1000},
      .upper = {.password = "passwordword", .profile = rcon::profile::single}};
  script<carried_rcon>(options)
      .asks([](auto& on) { return on->execute("status"); })
      .sends("\"HI\"")
      .receives("\"HI\"")
      .sends("1A 16 00 00 00 01 00 00 00 03 00 00 00 \"passwordword\" 00 00")
      .receives("0E 0A 00 00 00 01 00 00 00")
      .receives("02 00 00 00 00 00")
      .event("authenticated")
      .sends("14 10 00 00 00 02 00 00 00 02 00 00 00 \"status\" 00 00")
      .receives("10 0C 00 00 00 02 00 00 00 00 00 00 00 \"hi\" 00 00")
      .event("chunk 1 \"hi\"")
      .event("reply 1 \"hi\"")
      .closes()
      .event("closed")
      .sends("00")
      .check();
}
