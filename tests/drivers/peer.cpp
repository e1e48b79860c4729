#include <doctest/doctest.h>

#include "echo.hpp"
#include "every_driver.hpp"
#include "loopback.hpp"
#include "native.hpp"
#include "strict.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::server;
using loopback::to_address;

namespace {

using machine_under_test = strict::machine_of<echo::client>;

template <class Peer>
Peer connect(const endpoint& to, echo::client_options options = {}, driver_options chosen = {}) {
  auto made = Peer::connect(to_address(to), machine_under_test(echo::client(options)), std::move(chosen));
  REQUIRE(made);
  return std::move(*made);
}

template <class Peer>
echo::client& inside(Peer& of) {
  return *of.machine().operator->();
}

/// Runs until the first event and says what it was.
template <class Peer>
std::string first_event(Peer& of) {
  std::string seen = "nothing";
  CHECK_FALSE(of.run([&](const auto& event) {
    if (const auto* reply = std::get_if<echo::heard>(&event)) seen = "heard " + std::string(reply->text);
    if (const auto* other = std::get_if<echo::stray>(&event)) seen = "stray " + std::string(other->text);
    if (const auto* end = std::get_if<failed>(&event)) seen = "failed " + end->error.message();
    if (const auto* end = std::get_if<closed>(&event)) seen = "closed " + end->error.message();
    return false;
  }));
  CHECK(of.machine().faults().empty());
  return seen;
}

/// One whose peer could foretell what it says.
struct keyless_client : echo::client {
  using echo::client::client;
  [[nodiscard]] bool has_secret() const noexcept { return false; }
};

}  // namespace

TEST_CASE_TEMPLATE("a machine that lacks its secret sends nothing", Peer, PEERS(keyless_client)) {
  server there(server::echo);
  keyless_client machine{echo::client_options{}};
  REQUIRE(machine.say("hello"));
  auto here = Peer::connect(to_address(there.at()), std::move(machine));
  REQUIRE(here);
  std::string seen;
  CHECK_FALSE(here->run([&](const auto& event) {
    if (const auto* end = std::get_if<failed>(&event)) seen = end->error.message();
    if (std::holds_alternative<echo::heard>(event)) seen = "heard";
    return false;
  }));
  CHECK(seen == make_error_code(errc::invalid_options).message());
}

TEST_CASE_TEMPLATE("a question is answered, over v4 and v6", Peer, PEERS(machine_under_test)) {
  for (const endpoint& at : {loopback::v4, loopback::v6}) {
    if (at.is_v6() && !loopback::has_v6()) continue;
    server there(server::echo, at);
    Peer here = connect<Peer>(there.at());
    CHECK(here.remote() == there.at());
    REQUIRE(inside(here).say("hello"));
    CHECK(first_event(here) == "heard hello");
  }
}

TEST_CASE_TEMPLATE("the machine's attempts and deadlines happen in time, without a busy loop", Peer,
                   PEERS(machine_under_test)) {
  server there(server::silent);
  Peer here = connect<Peer>(there.at(), {.timeout = 30ms, .retries = 2});
  REQUIRE(inside(here).say("hello"));
  const time_point start = system::now();
  CHECK(first_event(here) == "failed " + std::make_error_code(std::errc::timed_out).message());
  CHECK(system::now() - start >= 90ms);
  CHECK(there.asked() == 3);
  CHECK(here.machine().looks() < 20);
}

TEST_CASE_TEMPLATE("a closed port is an end, not a time-out, over v4 and v6" *
                       doctest::skip(native::hides_refused_datagrams()),
                   Peer, PEERS(machine_under_test)) {
  for (const endpoint& at : {loopback::v4, loopback::v6}) {
    if (at.is_v6() && !loopback::has_v6()) continue;
    Peer here = connect<Peer>(loopback::closed_port(at));
    REQUIRE(inside(here).say("hello"));
    const std::string refused = native::error(std::errc::connection_refused).message();
    CHECK(first_event(here) == "failed " + refused);
    CHECK(first_event(here) == "closed " + refused);
    CHECK(first_event(here) == "nothing");
    CHECK(here.machine().done());
  }
}

TEST_CASE_TEMPLATE("a datagram that cannot be sent ends the conversation", Peer, PEERS(machine_under_test)) {
  server there(server::echo);
  Peer here = connect<Peer>(there.at());
  REQUIRE(inside(here).say(std::string(66'000, 'x')));
  CHECK(first_event(here) == "failed " + native::error(std::errc::message_size).message());
}

TEST_CASE_TEMPLATE("datagrams of 60 KB arrive whole, and so do empty ones", Peer, PEERS(machine_under_test)) {
  server there([](std::string datagram) { return std::vector<std::string>{std::move(datagram), ""}; });
  Peer here = connect<Peer>(there.at());
  const std::string large(60'000, 'x');
  REQUIRE(inside(here).say(large));
  CHECK(first_event(here) == "heard " + large);
  CHECK(first_event(here) == "stray ");
}

TEST_CASE_TEMPLATE("a handler can give commands; one that returns nothing wants everything", Peer,
                   PEERS(machine_under_test)) {
  server there(server::echo);
  Peer here = connect<Peer>(there.at());
  REQUIRE(inside(here).say("0"));
  std::string seen;
  CHECK_FALSE(here.run([&](const auto& event) {
    const auto* reply = std::get_if<echo::heard>(&event);
    if (reply == nullptr) return;
    seen += reply->text;
    if (seen.size() < 5)
      CHECK(inside(here).say(std::to_string(seen.size())));
    else
      here.machine().close(system::now());
  }));
  CHECK(seen == "01234");
  CHECK(here.machine().done());
  CHECK(here.machine().faults().empty());
}

TEST_CASE_TEMPLATE("events that were not wanted yet are there at the next run, with their text", Peer,
                   PEERS(machine_under_test)) {
  server there([](std::string datagram) { return std::vector<std::string>{datagram, "more", "and more"}; });
  Peer here = connect<Peer>(there.at());
  REQUIRE(inside(here).say("hello"));
  CHECK(first_event(here) == "heard hello");
  CHECK(first_event(here) == "stray more");
  CHECK(first_event(here) == "stray and more");
}

TEST_CASE_TEMPLATE("a flood of datagrams does not keep the deadline from passing", Peer,
                   PEERS(machine_under_test)) {
  system::socket there = loopback::bound();
  const endpoint local = loopback::closed_port();
  Peer here =
      connect<Peer>(*there.local_endpoint(), {.timeout = 0ns}, {.local = local, .receive_buffer = 1 << 20});
  for (int i = 0; i < 300; ++i) REQUIRE(there.send_to(local, as_bytes("not what you asked for")));
  REQUIRE(inside(here).say("hello"));
  int strays = 0;
  const auto count_until = [&](int last) {
    return [&strays, last](const auto& event) {
      strays += std::holds_alternative<echo::stray>(event);
      return !std::holds_alternative<failed>(event) && strays < last;
    };
  };
  CHECK_FALSE(here.run(count_until(300)));
  CHECK(strays <= 64);
  CHECK_FALSE(here.run(count_until(300)));
  CHECK(strays == 300);
  CHECK(here.machine().faults().empty());
}

TEST_CASE_TEMPLATE("an open socket can be brought along, if it is connected", Peer,
                   PEERS(machine_under_test)) {
  server there(server::echo);
  system::socket open = loopback::bound();
  REQUIRE_FALSE(open.connect(there.at()));
  auto here = Peer::adopt(std::move(open), machine_under_test());
  REQUIRE(here);
  CHECK(here->remote() == there.at());
  REQUIRE(inside(*here).say("hello"));
  CHECK(first_event(*here) == "heard hello");

  const auto unconnected = Peer::adopt(loopback::bound(), machine_under_test());
  CHECK(unconnected.error() == std::errc::not_connected);
}

TEST_CASE_TEMPLATE("errors that an open socket brings along do not keep the driver busy", Peer,
                   PEERS(machine_under_test)) {
  server there(server::silent);
  system::socket open = loopback::bound();
  REQUIRE_FALSE(open.keep_errors(true));
  REQUIRE_FALSE(open.connect(there.at()));
  REQUIRE_FALSE(open.send(std::vector<std::byte>(65'508)));
  auto here = Peer::adopt(std::move(open), machine_under_test(echo::client({.timeout = 20ms})));
  REQUIRE(here);
  REQUIRE(inside(*here).say("hello"));
  CHECK(first_event(*here) == "failed " + std::make_error_code(std::errc::timed_out).message());
  CHECK(here->machine().looks() < 20);
}

TEST_CASE_TEMPLATE("a socket that is full is waited for, and nothing gets lost" *
                       doctest::skip(native::has_no_local_sockets),
                   Peer, PEERS(machine_under_test)) {
  auto [near_end, far_end] = native::narrow_pair();
  auto here = Peer::adopt(std::move(near_end), machine_under_test(echo::client()));
  REQUIRE(here);
  for (int i = 0; i < 50; ++i) REQUIRE(inside(*here).say(std::string(1000, 'x')));

  std::thread there([&] {
    for (int i = 0; i < 50; ++i) CHECK(far_end.send(as_bytes(loopback::next(far_end))));
  });
  std::this_thread::sleep_for(20ms);  // so that it is full
  int answers = 0;
  CHECK_FALSE(here->run([&](const auto& event) {
    return answers += std::holds_alternative<echo::heard>(event), answers < 50;
  }));
  there.join();
  CHECK(answers == 50);
  CHECK(here->machine().faults().empty());
}

TEST_CASE_TEMPLATE("the trace sees both ways in their order", Peer, PEERS(machine_under_test)) {
  server there(server::echo);
  std::vector<std::pair<direction, std::string>> seen;
  std::vector<time_point> times;
  Peer here = connect<Peer>(there.at(), {},
                            {.trace = [&](direction way, const endpoint& with, bytes payload, time_point at) {
                              CHECK(with == there.at());
                              seen.emplace_back(way, as_text(payload.subspan(4)));
                              times.push_back(at);
                            }});
  REQUIRE(inside(here).say("hello"));
  CHECK(first_event(here) == "heard hello");
  CHECK(seen ==
        std::vector{std::pair(direction::sent, std::string("hello")), {direction::received, "hello"}});
  CHECK(std::ranges::is_sorted(times));
}

TEST_CASE_TEMPLATE("the local address can be chosen", Peer, PEERS(machine_under_test)) {
  std::vector<endpoint> callers;
  const endpoint local = loopback::closed_port();
  system::socket there = loopback::bound();
  Peer here = connect<Peer>(*there.local_endpoint(), {.timeout = 1ms}, {.local = local});
  REQUIRE(inside(here).say("hello"));
  CHECK(first_event(here).starts_with("failed"));
  std::array<std::byte, 64> into;
  endpoint from;
  REQUIRE(there.receive_from(from, into));
  CHECK(from == local);
}
