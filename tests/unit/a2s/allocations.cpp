/// What A2S allocates and what it does not; and that nothing but an event comes of an allocation that fails.
#include "support/allocations.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <doctest/doctest.h>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/a2s/client.hpp>
#include <gamewire/a2s/responder.hpp>

#include "assembler_harness.hpp"
#include "support/a2s_peers.hpp"
#include "support/a2s_wire.hpp"
#include "support/starved.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::a2s_wire;

namespace {

buffer long_rules() {
  return from_hex("FF FF FF FF 45 02 00 \"name\" 00 \"x\"*3000 00 \"other\" 00 \"y\"*400 00");
}

std::vector<buffer> fragments_of(bytes message, a2s::split_form form, std::uint32_t id) {
  return a2s::assembling::split(message, {.form = form, .payload_size = 1248, .id = id});
}

std::vector<buffer> compressed_fragments(std::uint32_t id) {
  byte_buffer packed;
  if (a2s::compress(long_rules(), packed)) return {};
  return fragments_of(packed.view(), a2s::split_form::source, id | 0x80000000U);
}

/// Sums up what a decoder reads, so that it has to read it.
std::size_t read_all(bytes in) {
  std::size_t sum = 0;
  if (const auto info = a2s::decode_info(in)) sum += info->name.size() + info->keywords.value_or("").size();
  if (const auto players = a2s::decode_players(in)) {
    for (const auto& player : *players) sum += player.name.size();
    sum += players->summarize().complete;
  }
  if (const auto rules = a2s::decode_rules(in)) {
    for (const auto& rule : *rules) sum += rule.name.size() + rule.value.size();
    sum += rules->summarize().complete;
  }
  return sum;
}

}  // namespace

TEST_SUITE_BEGIN("a2s allocations");

TEST_CASE("decoding allocates nothing") {
  for (const std::string* hex :
       {&info_answer, &goldsource_answer, &players_answer, &rules_answer, &print_answer}) {
    const buffer message = from_hex(*hex);
    CHECK(allocations_in([&] { read_all(message); }) == 0);
    CHECK(allocations_in([&] { (void)a2s::decode_message(message); }) == 0);
  }
  const buffer long_message = long_rules();
  std::size_t sum = 0;
  CHECK(allocations_in([&] { sum = read_all(long_message); }) == 0);
  CHECK(sum > 3400);
}

TEST_CASE("encoding allocates nothing") {
  std::array<std::byte, 1400> room;
  const a2s::rule_view rule{"a", "b"};
  CHECK(allocations_in([&] {
          CHECK(a2s::encode_info({.name = "Test"}, room));
          CHECK(a2s::encode_rules({&rule, 1}, room));
          CHECK(a2s::encode_request({a2s::request_type::info, a2s::no_challenge, 1200}, room));
        }) == 0);
}

TEST_CASE("once it has done so, the assembler puts three fragments together without an allocation") {
  for (const a2s::split_form form : a2s::split_forms) {
    const auto fragments = fragments_of(long_rules(), form, 7);
    REQUIRE(fragments.size() == 3);
    a2s::assembler assembler;
    for (int round = 0; round < 3; ++round) {
      bool whole = false;
      const std::size_t count = allocations_in([&] {
        for (const buffer& fragment : fragments) {
          const auto message = assembler.add(fragment, {});
          whole = message && *message;
        }
      });
      CHECK(whole);
      if (round > 0) CHECK(count == 0);
    }
  }
}

TEST_CASE("once it has a buffer, the client asks and hears answers without an allocation") {
  a2s::client_options options;
  a2s::client client(&options);
  const buffer challenge = from_hex(challenge_header + "01 02 03 04");
  const buffer answer = from_hex(info_answer);
  std::array<std::byte, 1200> room;
  const std::size_t count = allocations_in([&] {
    for (int round = 0; round < 3; ++round) {
      CHECK(client.request_info());
      for (const buffer* next : {&challenge, &answer}) {
        if (const auto size = client.write_transmit(room, {}); size > 0) client.transmitted(size, {});
        client.receive(*next, {});
        while (client.poll_event()) {
        }
      }
    }
  });
  CHECK(count == 0);
}

TEST_CASE("a responder answers without an allocation") {
  a2s::responder responder({.rate = 0});
  CHECK(!responder.publish(long_rules()));
  a2s_peers peers(responder);
  peers.ask(1, a2s::request_type::rules);
  std::array<transmit, 8> batch;
  const buffer request = from_hex(rules_request + no_challenge);
  CHECK(allocations_in([&] {
          responder.receive(a2s_peers::address(1), request, {});
          CHECK(responder.poll_transmit(batch, {}) == 1);
          responder.transmitted(1, {});
          CHECK(responder.poll_event());
        }) == 0);
}

TEST_CASE("a client ends every request, whichever allocation fails") {
  const buffer challenge = from_hex(challenge_header + "01 02 03 04");
  auto datagrams = fragments_of(long_rules(), a2s::split_form::source, 5);
  for (const auto& fragment : compressed_fragments(6)) datagrams.push_back(fragment);
  for (const std::string* hex : {&goldsource_answer, &info_answer, &players_answer})
    datagrams.push_back(from_hex(*hex));
  datagrams.insert(datagrams.begin(), challenge);
  std::reverse(datagrams.begin() + 1, datagrams.begin() + 4);  // the fragments out of order

  const a2s::client_options options{.retries = 1, .source_form_wait = 100ms};
  starve<a2s::client>(options, [&](auto& actor) {
    actor.request_limit = options.total_deadline();
    actor.lazy = true;  // so that several are to be sent when memory is out
    ask(actor, [](a2s::client& c) { return c.request_info(); });
    ask(actor, [](a2s::client& c) { return c.request_players(); });
    ask(actor, [](a2s::client& c) { return c.request_rules(); });
    actor.lazy = false;
    actor.drain();
    for (const buffer& datagram : datagrams) actor.receive(datagram, actor.now() + 10ms);
  });
}

TEST_CASE("an assembler reports the failure and goes on") {
  const auto plain = fragments_of(long_rules(), a2s::split_form::source_2006, 5);
  const auto packed = compressed_fragments(6);
  fail_each([&](std::size_t first, std::size_t times) {
    a2s::assembler assembler;
    bool failed = false;
    {
      const failing_allocations starve(first, times);
      for (auto fragment = plain.rbegin(); fragment != plain.rend(); ++fragment) assembler.add(*fragment, {});
      for (const buffer& fragment : packed) assembler.add(fragment, {});
      failed = failing_allocations::happened();
    }
    assembler.abandon();
    while (assembler.poll_incomplete()) {
    }
    bool whole = false;
    for (const buffer& fragment : plain)
      if (const auto message = assembler.add(fragment, {})) whole = message->has_value();
    CHECK(whole);
    return failed;
  });
}

TEST_CASE("a responder that finds no memory says so, and serves what it has") {
  fail_each([&](std::size_t first, std::size_t times) {
    const buffer message = long_rules();
    std::error_code published;
    bool failed = false;
    std::optional<a2s::responder> responder;
    {
      const failing_allocations starve(first, times);
      responder.emplace(a2s::responder_options{.max_datagram = 500, .compress = true});
      published = responder->publish(message);
      failed = failing_allocations::happened();
    }
    if (published) CHECK((published == gamewire::errc::no_memory || published == gamewire::errc::closed));
    if (published == gamewire::errc::closed) {
      const auto event = responder->poll_event();
      REQUIRE(event);
      CHECK(std::get<closed>(*event).error == gamewire::errc::no_memory);
      CHECK(responder->done());
      return failed;
    }
    a2s_peers peers(*responder);
    for (int round = 0; round < 2; ++round) peers.ask(1, a2s::request_type::rules);
    CHECK((peers.received_by(1) > 100) == !published);
    CHECK(peers.close());
    return failed;
  });
}

TEST_SUITE_END();
