#include <future>

#include <doctest/doctest.h>

#include <gamewire/http1/exchange.hpp>

#include "every_driver.hpp"
#include "lines.hpp"
#include "stream_loopback.hpp"
#include "strict.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::connection;
using loopback::stream_server;

namespace {

using machine_under_test = strict::machine_of<lines::client>;
using persistent = lines::persistent_client;

template <class Peer>
Peer connect(const std::vector<endpoint>& addresses, lines::client_options options = {},
             driver_options chosen = {}) {
  chosen.resolve = loopback::finds(addresses);
  auto made = Peer::connect({"anywhere", 1}, machine_under_test(lines::client(options)), std::move(chosen));
  REQUIRE(made);
  return std::move(*made);
}

template <class Peer>
void say(Peer& to, std::string_view text) {
  REQUIRE(to.machine()->say(text));
}

/// Runs until the first event and says what it was.
template <class Peer>
std::string next_event(Peer& of) {
  std::string seen = "nothing";
  CHECK_FALSE(of.run([&](const auto& event) {
    if (const auto* reply = std::get_if<lines::heard>(&event)) seen = reply->text;
    if (const auto* end = std::get_if<failed>(&event)) seen = "failed: " + end->error.message();
    if (const auto* end = std::get_if<closed>(&event)) seen = "closed: " + end->error.message();
    return false;
  }));
  CHECK(of.machine().faults().empty());
  return seen;
}

template <class Peer>
std::string ask(Peer& of, std::string_view text) {
  say(of, text);
  return next_event(of);
}

/// Whose every word is a secret.
class secretive : public lines::client {
 public:
  using lines::client::client;
  [[nodiscard]] static bytes shown_transmit() noexcept { return as_bytes("*****\n"); }
};

std::string failed_by(std::error_code why) { return "failed: " + why.message(); }

template <class Peer>
std::error_code end_of(Peer& of) {
  std::error_code why;
  CHECK_FALSE(of.run([&](const auto& event) {
    if (const auto* end = std::get_if<closed>(&event)) why = end->error;
  }));
  CHECK(of.machine().done());
  CHECK(of.machine().faults().empty());
  return why;
}

}  // namespace

TEST_CASE_TEMPLATE("a stream peer says lines and hears them, in order", Peer, PEERS(machine_under_test)) {
  stream_server there(stream_server::echo);
  Peer here = connect<Peer>({there.at()});
  say(here, "first");
  CHECK(ask(here, "second") == "first");
  CHECK(next_event(here) == "second");
  CHECK(here.remote() == there.at());
  CHECK(ask(here, "third") == "third");
}

TEST_CASE_TEMPLATE("ten megabytes go through a server that reads slowly, and come back whole", Peer,
                   PEERS(machine_under_test)) {
  stream_server there([](connection& with) {
    std::string all;
    while (all.empty() || all.back() != '\n') all += with.read(20'000);
    with.write(all);
  });
  Peer here = connect<Peer>({there.at()}, {.timeout = 30s});
  std::string large(10'000'000, 'x');
  for (std::size_t i = 0; i < large.size(); i += 1000) large[i] = static_cast<char>('a' + i / 1000 % 26);
  CHECK((ask(here, large) == large));
  CHECK(here.machine().looks() < 20'000);
}

TEST_CASE_TEMPLATE("a reply byte by byte is heard whole", Peer, PEERS(machine_under_test)) {
  stream_server there([](connection& with) {
    for (const char c : with.read()) {
      with.write({&c, 1});
      std::this_thread::sleep_for(1ms);
    }
  });
  Peer here = connect<Peer>({there.at()});
  CHECK(ask(here, "bit by bit") == "bit by bit");
}

TEST_CASE_TEMPLATE("the orderly end and a reset of the connection are told apart" *
                       doctest::skip(native::hides_resets()),
                   Peer, PEERS(machine_under_test)) {
  stream_server orderly([](connection& with) { with.read(); });
  Peer here = connect<Peer>({orderly.at()});
  say(here, "hello");
  CHECK_FALSE(end_of(here));

  stream_server rude([](connection& with) {
    with.read();
    loopback::leave_rudely(with);
  });
  Peer there = connect<Peer>({rude.at()});
  say(there, "hello");
  CHECK(end_of(there) == std::errc::connection_reset);
}

TEST_CASE_TEMPLATE("what a server said before it ended counts", Peer, PEERS(machine_under_test)) {
  stream_server there([](connection& with) { with.write(with.read()); });
  Peer here = connect<Peer>({there.at()});
  CHECK(ask(here, "last words") == "last words");
  CHECK_FALSE(end_of(here));
}

TEST_CASE_TEMPLATE("who leaves without having heard all does not reset the connection" *
                       doctest::skip(native::hides_resets()),
                   Peer, PEERS(machine_under_test)) {
  std::promise<bool> in_order;
  stream_server there([&](connection& with) {
    with.write(with.read() + std::string(100'000, '?'));
    in_order.set_value(with.ends_in_order());
  });
  Peer here = connect<Peer>({there.at()});
  CHECK(ask(here, "hello") == "hello");
  std::this_thread::sleep_for(20ms);
  here.machine().close(system::now());
  CHECK_FALSE(end_of(here));
  CHECK(in_order.get_future().get());
}

TEST_CASE_TEMPLATE("what a server said before it was gone is heard, though it can be told nothing more", Peer,
                   PEERS(machine_under_test)) {
  std::atomic<bool> go = false;
  stream_server there([&](connection& with) {
    with.write(with.read());
    go.wait(false);
    loopback::leave_rudely(with, "goodbye\n");
  });
  Peer here = connect<Peer>({there.at()});
  CHECK(ask(here, "hello") == "hello");
  go = true;
  go.notify_all();
  std::this_thread::sleep_for(30ms);
  CHECK(ask(here, "anybody there?") == "goodbye");
  CHECK(end_of(here) == std::errc::connection_reset);
}

TEST_CASE_TEMPLATE("refused by all addresses, the conversation ends with that", Peer,
                   PEERS(machine_under_test)) {
  const endpoint last = loopback::closed_port();
  Peer here = connect<Peer>({loopback::closed_port(), last});
  CHECK(ask(here, "hello") == failed_by(native::error(std::errc::connection_refused)));
  CHECK(here.remote() == last);
}

TEST_CASE_TEMPLATE(
    "of several addresses the first that answers is taken, at once when the one before refuses", Peer,
    PEERS(machine_under_test)) {
  stream_server there(stream_server::echo);
  Peer here = connect<Peer>({loopback::closed_port(), there.at()});
  CHECK(ask(here, "hello") == "hello");
  CHECK(here.remote() == there.at());
}

TEST_CASE_TEMPLATE("an address that leaves one hanging does not keep the next from its turn", Peer,
                   PEERS(machine_under_test)) {
  const loopback::hanging_server nowhere;
  stream_server there(stream_server::echo);
  Peer here = connect<Peer>({nowhere.at(), there.at()});
  CHECK(ask(here, "hello") == "hello");
  CHECK(here.remote() == there.at());
}

TEST_CASE("an address that refuses makes way for the next at once, though one before it leaves one hanging") {
  const loopback::hanging_server nowhere;
  const system::socket there = loopback::listening();
  const endpoint last = *there.local_endpoint();
  stream_channel channel;
  const time_point start = system::now();
  CHECK_FALSE(channel.connect({nowhere.at(), loopback::closed_port(), last}, start));
  const time_point second = start + stream_channel::attempt_delay;
  for (int i = 0; i < 1000 && channel.remote() != last; ++i) {  // the refusal takes its time
    CHECK_FALSE(channel.advance(second));
    std::this_thread::sleep_for(1ms);
  }
  CHECK(channel.remote() == last);
}

TEST_CASE_TEMPLATE("the machine's deadline holds while it connects", Peer, PEERS(machine_under_test)) {
  const loopback::hanging_server nowhere;
  Peer here = connect<Peer>({nowhere.at()}, {.timeout = 30ms});
  CHECK(ask(here, "hello") == failed_by(std::make_error_code(std::errc::timed_out)));
  CHECK(here.machine().looks() < 20);
}

TEST_CASE_TEMPLATE("a name that is not known ends the conversation", Peer, PEERS(machine_under_test)) {
  driver_options chosen;
  chosen.resolve = [](const address&,
                      ip_preference) -> std::expected<std::vector<endpoint>, std::error_code> {
    return std::unexpected(make_error_code(resolve_errc::not_found));
  };
  auto here = Peer::connect({"nowhere.invalid", 1}, machine_under_test(), std::move(chosen));
  REQUIRE(here);
  CHECK(end_of(*here) == resolve_errc::not_found);
}

TEST_CASE_TEMPLATE("an open connection can be brought along", Peer, PEERS(machine_under_test)) {
  stream_server there(stream_server::echo);
  auto here = Peer::adopt(loopback::connected_to(there.at()), machine_under_test());
  REQUIRE(here);
  CHECK(ask(*here, "hello") == "hello");
  CHECK(here->remote() == there.at());
  const auto unconnected = Peer::adopt(*system::socket::tcp(ip_family::v4), machine_under_test());
  CHECK(unconnected.error() == std::errc::not_connected);
}

TEST_CASE_TEMPLATE("a machine that lacks its secret is never connected", Peer, PEERS(lines::keyed_client)) {
  stream_server there(stream_server::echo);
  const auto asked = [](bool has_secret) {
    lines::keyed_client machine(has_secret);
    CHECK(machine.say("hello"));
    return machine;
  };
  const auto end = [](auto peer) {
    REQUIRE(peer);
    std::string text = "nothing";
    CHECK_FALSE(peer->run([&](const auto& event) {
      if (const auto* reply = std::get_if<lines::heard>(&event)) text = reply->text;
      if (const auto* last = std::get_if<failed>(&event)) text = last->error.message();
      return false;
    }));
    return text;
  };
  const std::string refusal = make_error_code(errc::invalid_options).message();
  const address to = loopback::to_address(there.at());
  CHECK(end(Peer::connect(to, asked(false))) == refusal);
  CHECK(there.accepted() == 0);
  CHECK(end(Peer::adopt(loopback::connected_to(there.at()), asked(false))) == refusal);
  CHECK(end(Peer::connect(to, asked(true))) == "hello");
  CHECK(end(Peer::adopt(loopback::connected_to(there.at()), asked(true))) == "hello");
}

namespace {

/// What a run tells, in short.
template <class Peer>
std::string told_by(Peer& of) {
  std::string log;
  CHECK_FALSE(of.run([&](const persistent::event& event) {
    if (std::holds_alternative<persistent::up>(event)) log += "up ";
    if (const auto* said = std::get_if<persistent::greeted>(&event)) log += said->text;
    if (std::holds_alternative<persistent::down>(event)) log += "down ";
  }));
  return log;
}

}  // namespace

TEST_CASE_TEMPLATE("a machine that outlives its connection gets another one, and its name is asked for again",
                   Peer, PEERS(persistent)) {
  stream_server there([](connection& with) { with.write(with.read()); });
  std::atomic<int> asked = 0;
  driver_options chosen;
  chosen.resolve = [&](const address& of,
                       ip_preference) -> std::expected<std::vector<endpoint>, std::error_code> {
    CHECK(of == address{"anywhere", 1});
    if (++asked == 2) return std::unexpected(make_error_code(resolve_errc::try_again));
    return std::vector{asked == 3 ? loopback::closed_port() : there.at()};
  };
  auto here = Peer::connect({"anywhere", 1}, persistent(5), std::move(chosen));
  REQUIRE(here);
  CHECK(told_by(*here) == "up hello\ndown down down up hello\ndown up hello\ndown ");
  CHECK(asked == 5);
  CHECK(there.accepted() == 3);
}

namespace {

/// The answer and the end of the connection come at once.
void answer_and_leave(connection& with) {
  const std::string_view words = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  CHECK(with.read().starts_with("POST "));
  native::send_last(with.socket(), as_bytes(words));
  CHECK(with.read().empty());
}

}  // namespace

TEST_CASE_TEMPLATE("nothing is said to a peer that has gone, if there may be another connection" *
                       doctest::skip(native::cannot_hold_back_the_last_words),
                   Peer, PEERS(http1::exchange)) {
  stream_server there(answer_and_leave);
  auto here = Peer::connect(loopback::to_address(there.at()), http1::exchange({.host = "anywhere"}));
  REQUIRE(here);
  const http1::request post{.method = "POST", .target = {.path = "/"}};
  int answers = 0;
  REQUIRE(here->machine().send(post));
  CHECK_FALSE(here->run([&](const http1::exchange::event& event) {
    CHECK(std::holds_alternative<http1::answer>(event));
    if (++answers < 3) CHECK(here->machine().send(post));
    return answers < 3;
  }));
  CHECK(answers == 3);
  CHECK(there.accepted() == 3);
}

TEST_CASE_TEMPLATE("a machine that outlives its connection hears of one that was open before", Peer,
                   PEERS(persistent)) {
  stream_server there([](connection& with) { with.write(with.read()); });
  auto here = Peer::adopt(loopback::connected_to(there.at()), persistent(1));
  REQUIRE(here);
  CHECK(told_by(*here) == "up hello\ndown ");
}

TEST_CASE_TEMPLATE("after the end of what comes in, what is left to say is said, and nobody is busy waiting",
                   Peer, PEERS(strict::machine_of<lines::mourner>)) {
  std::string all;
  std::atomic<bool> over = false;
  stream_server there([&](connection& with) {
    native::end_sending(with.socket());
    std::this_thread::sleep_for(30ms);  // meanwhile its buffers are full
    for (std::string text = with.read(); !text.empty(); text = with.read()) all += text;
    over = true;
  });
  auto here = Peer::connect(loopback::to_address(there.at()), strict::machine_of<lines::mourner>());
  REQUIRE(here);
  CHECK_FALSE(here->run([](const auto&) {}));
  while (!over) std::this_thread::yield();
  CHECK((all == std::string(lines::mourner::last_words, 'x')));
  CHECK(here->machine().looks() < 2000);
  CHECK(here->machine().faults().empty());
}

TEST_CASE_TEMPLATE("a peer that is not read any more after its end is not waited for either", Peer,
                   PEERS(strict::machine_of<lines::mourner>)) {
  stream_server there([](connection& with) { native::end_both_ways(with.socket()); });
  auto here = Peer::connect(loopback::to_address(there.at()),
                            strict::machine_of<lines::mourner>(lines::mourner({.words = 0, .wake = 30ms})));
  REQUIRE(here);
  CHECK_FALSE(here->run([](const auto&) {}));
  CHECK(here->machine().looks() < 20);
}

TEST_CASE_TEMPLATE("a socket that the system has connected to itself is no server", Peer,
                   PEERS(machine_under_test)) {
  const endpoint itself = loopback::closed_port();
  Peer here = connect<Peer>({itself}, {}, {.local = itself});
  CHECK(ask(here, "hello") == failed_by(std::make_error_code(std::errc::connection_refused)));
}

TEST_CASE_TEMPLATE("addresses that race can be bound to one port" * doctest::skip(native::lends_ports_once),
                   Peer, PEERS(machine_under_test)) {
  const loopback::hanging_server nowhere;
  stream_server there(stream_server::echo);
  Peer here = connect<Peer>({nowhere.at(), there.at()}, {}, {.local = loopback::closed_port()});
  CHECK(ask(here, "hello") == "hello");
}

TEST_CASE_TEMPLATE("the trace of a stream shows what went through, in pieces", Peer,
                   PEERS(machine_under_test)) {
  stream_server there(stream_server::echo);
  std::string seen;
  Peer here = connect<Peer>({there.at()}, {},
                            {.trace = [&](direction way, const endpoint& with, bytes some, time_point) {
                              CHECK(with == there.at());
                              seen += (way == direction::sent ? "> " : "< ") + std::string(as_text(some));
                            }});
  CHECK(ask(here, "hello") == "hello");
  CHECK(seen == "> hello\n< hello\n");
}

TEST_CASE("the trace shows secrets as their machine does") {
  stream_server there([](connection& with) {
    CHECK(with.read() == "xyzzy\n");
    with.write("ok\n");
  });
  std::string seen;
  driver_options chosen{.trace =
                            [&](direction way, const endpoint&, bytes some, time_point) {
                              if (way == direction::sent) seen += as_text(some);
                            },
                        .resolve = loopback::finds({there.at()})};
  auto here = blocking::peer<secretive>::connect({"anywhere", 1}, secretive(), std::move(chosen));
  REQUIRE(here);
  CHECK(here->await<lines::heard>(here->machine().say("xyzzy")) == "ok");
  CHECK(seen == "*****\n");
}
