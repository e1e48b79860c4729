/// Replies that are kept: they are whole when the datagrams, the views of which they were, are gone.
#include <algorithm>

#include <doctest/doctest.h>

#include <gamewire/a2s/client.hpp>

#include "support/a2s_wire.hpp"
#include "support/hex.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::a2s_wire;

namespace {

/// What the answer to a request says, its bytes overwritten before it is given back.
template <class Reply, class Ask>
auto kept(Ask ask, const std::string& hex) {
  a2s::client client;
  CHECK(ask(client));
  client.transmitted(client.poll_transmit({}).size(), {});
  buffer answer = from_hex(hex);
  client.receive(answer, {});
  const auto event = client.poll_event();
  REQUIRE((event && std::holds_alternative<Reply>(*event)));
  auto owned = a2s::own(std::get<Reply>(*event));
  std::ranges::fill(answer, std::byte{'!'});
  return owned;
}

}  // namespace

TEST_SUITE_BEGIN("a2s own");

TEST_CASE("info, players and rules") {
  const auto info = kept<a2s::info_reply>([](a2s::client& of) { return of.request_info(); }, info_answer);
  CHECK((info.name == "Test" && info.map == "de_dust"));
  const auto players =
      kept<a2s::players_reply>([](a2s::client& of) { return of.request_players(); }, players_answer);
  REQUIRE(players.list.size() == 1);
  CHECK((players.list[0].name == "Alice" && players.list[0].score == 5));
  const auto rules = kept<a2s::rules_reply>([](a2s::client& of) { return of.request_rules(); }, rules_answer);
  REQUIRE(rules.list.size() == 1);
  CHECK((rules.list[0].name == "mp_timelimit" && rules.list[0].value == "30"));
}

TEST_SUITE_END();
