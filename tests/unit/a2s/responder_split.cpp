/// Answers of several datagrams, as a client puts them together again.
#include <algorithm>
#include <random>

#include <doctest/doctest.h>

#include <gamewire/a2s/assembler.hpp>
#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/random.hpp>

#include "responder_harness.hpp"

using namespace responder_harness;

namespace {

/// The message that the datagrams carry, or nothing.
std::optional<data> assemble(const std::vector<data>& datagrams) {
  a2s::assembler assembler;
  std::optional<data> whole;
  for (const data& one : datagrams) {
    const auto result = assembler.add(one, start);
    REQUIRE(result.has_value());
    if (*result) whole = owned(**result);
  }
  return whole;
}

std::vector<data> fetch(responder& server, request_type what, const endpoint& peer) {
  const auto given = fetch_challenge(server, peer);
  REQUIRE(deliver(server, peer, query(what, given)) == verdict::answered);
  return payloads(drain(server));
}

std::uint32_t id_of(const data& datagram, a2s::split_form form) {
  return a2s::decode_fragment(datagram, form).value().id;
}

}  // namespace

TEST_CASE("split answers of every form, compressed or not, come together in any order") {
  for (const auto form : a2s::split_forms)
    for (const bool compress : {false, true})
      for (const std::size_t rules : {70UL, 200UL, 900UL}) {
        CAPTURE(rules);
        auto chosen = usual;
        chosen.form = form;
        chosen.compress = compress;
        responder server(chosen);
        const auto message = rules_reply(rules);
        REQUIRE(server.publish(message) == std::error_code{});
        auto datagrams = fetch(server, request_type::rules, alice);
        for (const data& one : datagrams) CHECK(one.size() <= chosen.max_datagram);
        const bool squeezed = compress && form != a2s::split_form::goldsource && a2s::has_bzip2();
        CHECK((datagrams.size() > 1 || squeezed));
        CHECK(a2s::is_compressed(id_of(datagrams[0], form)) == squeezed);

        split_mix random(rules);
        for (int round = 0; round < 5; ++round) {
          CHECK(assemble(datagrams) == message);
          std::ranges::shuffle(datagrams, std::mt19937(static_cast<unsigned>(random())));
        }
      }
}

TEST_CASE("no datagram is longer than allowed, however small that is") {
  for (const auto form : a2s::split_forms) {
    auto chosen = usual;
    chosen.form = form;
    chosen.max_datagram = 64;
    responder server(chosen);
    const auto message = rules_reply(30);
    REQUIRE(server.publish(message) == std::error_code{});
    const auto datagrams = fetch(server, request_type::rules, alice);
    for (const data& one : datagrams) CHECK(one.size() <= 64);
    CHECK(assemble(datagrams) == message);
  }
}

TEST_CASE("the payload of a fragment is what was chosen") {
  auto chosen = usual;
  chosen.fragment_payload = 1188;
  responder server(chosen);
  REQUIRE(server.publish(rules_reply(200)) == std::error_code{});
  const auto datagrams = fetch(server, request_type::rules, alice);
  REQUIRE(datagrams.size() == 4);
  CHECK(datagrams[0].size() == 1200);
}

TEST_CASE("each publication has its own id, small and positive") {
  for (const auto form : a2s::split_forms)
    for (const std::uint64_t seed : {0ULL, 1ULL, 0xffffffffffffffffULL}) {
      auto chosen = usual;
      chosen.form = form;
      chosen.seed = seed;
      responder server(chosen);
      std::uint32_t last = 0;
      for (int i = 0; i < 20; ++i) {
        REQUIRE(server.publish(rules_reply(100)) == std::error_code{});
        const auto datagrams = fetch(server, request_type::rules, alice);
        const std::uint32_t id = id_of(datagrams[0], form);
        for (const data& one : datagrams) CHECK(id_of(one, form) == id);
        CHECK(id > std::max(last, 1U));
        CHECK(id < 0x10000);
        last = id;
      }
    }
}

TEST_CASE(
    "an answer under way is finished whole when its topic is published anew, withdrawn, or made smaller") {
  const auto old_rules = rules_reply(200, "old old old ol");
  const auto new_rules = rules_reply(200, "new new new ne");
  for (std::size_t sent_before = 0; sent_before < 4; ++sent_before)
    for (const int change : {0, 1, 2}) {
      CAPTURE(sent_before);
      CAPTURE(change);
      responder server(usual);
      REQUIRE(server.publish(old_rules) == std::error_code{});
      const auto given = fetch_challenge(server, alice);
      deliver(server, alice, query(request_type::rules, given));

      std::vector<data> got;
      std::array<transmit, 1> room;
      for (std::size_t i = 0; i < sent_before; ++i) {
        REQUIRE(server.poll_transmit(room, start) == 1);
        got.push_back(owned(room[0].payload));
        server.transmitted(1, start);
      }
      if (change == 0) REQUIRE(server.publish(new_rules) == std::error_code{});
      if (change == 1) server.withdraw(request_type::rules);
      if (change == 2) REQUIRE(server.publish(rules_reply(2)) == std::error_code{});
      for (auto& one : payloads(drain(server))) got.push_back(std::move(one));

      if (sent_before > 0)
        CHECK(assemble(got) == old_rules);
      else if (change == 0)
        CHECK(assemble(got) == new_rules);
      else
        CHECK(got == (change == 1 ? std::vector<data>{} : only(rules_reply(2))));
    }
}
