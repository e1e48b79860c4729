// The A2S client and responder, talking to each other through the blocking drivers.
#include <doctest/doctest.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/a2s/responder.hpp>
#include <gamewire/blocking/hub.hpp>
#include <gamewire/blocking/peer.hpp>

#include "loopback.hpp"
#include "native.hpp"
#include "strict.hpp"

using namespace gamewire;
using namespace std::chrono_literals;

namespace {

using client = strict::machine_of<a2s::client>;
using responder = strict::hub_of<a2s::responder>;
using driver = blocking::hub_driver<responder>;

a2s::responder publishing(std::span<const a2s::rule_view> rules) {
  a2s::responder made({.secret = {system::random_seed(), system::random_seed()}, .rate = 0, .max_queue = 64});
  std::array<std::byte, 65536> buffer;
  CHECK_FALSE(made.publish(*a2s::encode_info({.name = "A server", .map = "crossfire"}, buffer)));
  const std::array players{a2s::player_view{.name = "Gordon", .score = 12}};
  CHECK_FALSE(made.publish(*a2s::encode_players(players, buffer)));
  CHECK_FALSE(made.publish(*a2s::encode_rules(rules, buffer)));
  return made;
}

/// A responder on loopback, in a thread of its own.
class game_server {
 public:
  game_server(std::span<const a2s::rule_view> rules, const endpoint& at)
      : driver_(*driver::bind({{at}}, responder(publishing(rules)))), thread_([this] { run(); }) {}
  ~game_server() {
    driver_.stop();
    thread_.join();
    CHECK(driver_.hub().faults().empty());
  }

  [[nodiscard]] endpoint at() const { return driver_.local_endpoint(); }

 private:
  void run() {
    CHECK(driver_.run([](const auto&) {}) == std::errc::operation_canceled);
  }

  driver driver_;
  std::thread thread_;
};

blocking::peer<client> ask(const endpoint& where, const a2s::client_options& options = {}) {
  auto made = blocking::peer<client>::connect(loopback::to_address(where), client(a2s::client(options)));
  REQUIRE(made);
  return std::move(*made);
}

}  // namespace

TEST_CASE("info, players, a long rule list and a ping come through challenges and split packets") {
  std::vector<std::string> names;
  for (int i = 0; i < 1000; ++i) names.push_back("rule_number_" + std::to_string(i));
  std::vector<a2s::rule_view> rules;
  for (const auto& name : names) rules.push_back({name, "some value or other"});

  for (const endpoint& at : {loopback::v4, loopback::v6}) {
    if (at.is_v6() && !loopback::has_v6()) continue;
    const game_server there(rules, at);
    auto here = ask(there.at(), {.seed = system::random_seed()});
    a2s::client& machine = *here.machine().operator->();
    const auto info_asked = machine.request_info();
    const auto players_asked = machine.request_players();
    const auto rules_asked = machine.request_rules();

    const auto rules_found = here.await<a2s::rules_reply>(rules_asked);
    REQUIRE(rules_found);
    CHECK(rules_found->list.size() == 1000);
    CHECK(rules_found->list.back().name == "rule_number_999");
    const auto info = here.await<a2s::info_reply>(info_asked);
    REQUIRE(info);
    CHECK(info->map == "crossfire");
    const auto players = here.await<a2s::players_reply>(players_asked);
    REQUIRE(players);
    CHECK(players->list.at(0).name == "Gordon");

    const auto pong = here.await<a2s::ping_reply>(machine.request_ping());
    REQUIRE(pong);
    CHECK(*pong > 0ns);

    machine.close(system::now());
    CHECK_FALSE(here.run([](const auto&) {}));
    CHECK(machine.done());
    CHECK(here.machine().faults().empty());
  }
}

TEST_CASE("a server that says nothing ends in the protocol's own time-out") {
  system::socket silent = loopback::bound();
  auto here = ask(*silent.local_endpoint(), {.timeout = 10ms, .retries = 2});
  const auto info = here.await<a2s::info_reply>(here.machine()->request_info());
  REQUIRE_FALSE(info);
  CHECK(info.error().error == a2s::errc::timeout);
  CHECK(here.machine().looks() < 20);
  CHECK(here.machine().faults().empty());
}

TEST_CASE("a server that is not there refuses every request at once" *
          doctest::skip(native::hides_refused_datagrams())) {
  auto here = ask(loopback::closed_port());
  const auto info_asked = here.machine()->request_info();
  const auto rules_asked = here.machine()->request_rules();
  CHECK(here.await<a2s::rules_reply>(rules_asked).error().error == condition::refused);
  CHECK(here.await<a2s::info_reply>(info_asked).error().error == condition::refused);
  CHECK_FALSE(here.run([](const auto&) {}));
  CHECK(here.machine().done());
}

TEST_CASE("many clients at once get their answers from one server") {
  const game_server there({}, loopback::v4);
  std::vector<blocking::peer<client>> clients;
  std::vector<accepted> asked;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(ask(there.at(), {.timeout = 200ms}));
    asked.push_back(clients.back().machine()->request_info());
  }
  std::vector<std::thread> threads;
  std::atomic<int> answers = 0;
  for (std::size_t i = 0; i < clients.size(); ++i)
    threads.emplace_back([&, i] { answers += clients[i].await<a2s::info_reply>(asked[i]).has_value(); });
  for (auto& thread : threads) thread.join();
  CHECK(answers == 50);
}

TEST_CASE("no driver takes a responder without a secret") {
  CHECK(blocking::hub_driver<a2s::responder>::bind({{loopback::v4}}, a2s::responder()).error() ==
        errc::invalid_options);
  const a2s::responder_options secret{.secret = {0, 1}};
  CHECK(blocking::hub_driver<a2s::responder>::bind({{loopback::v4}}, a2s::responder(secret)).has_value());
}
