/// The golden conversations of tests/vectors/rcon, however the stream is cut.
#include <doctest/doctest.h>

#include <gamewire/rcon/client.hpp>

#include "support/rcon_events.hpp"
#include "support/vector_file.hpp"
#include "support/vector_play.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

const std::vector<vector_case>& vectors() {
  static const auto all = read_vectors(GAMEWIRE_VECTORS "/rcon");
  return all;
}

rcon::client_options options_of(const vector_case& vector) {
  using rcon::profile;
  static const std::map<std::string, profile> profiles{
      {"automatic", profile::automatic},    {"source", profile::source}, {"source2", profile::source2},
      {"minecraft", profile::minecraft},    {"single", profile::single}, {"squad", profile::squad},
      {"rust_legacy", profile::rust_legacy}};
  rcon::client_options options{.password = "password", .deadline = 5s};
  for (const auto& [name, value] : vector.options) {
    if (profiles.contains(name))
      options.profile = profiles.at(name);
    else if (name == "max_frame")
      options.max_frame = value;
    else if (name == "max_reply")
      options.max_reply = value;
    else if (name == "max_in_flight")
      options.max_in_flight = static_cast<std::uint16_t>(value);
    else
      FAIL("unknown option ", name);
  }
  return options;
}

std::string play(const vector_case& vector, const std::vector<arrival>& arrivals) {
  const auto options = options_of(vector);
  const auto ask = [](rcon::client& client, const std::string& what) { return client.execute(what); };
  return test::play(rcon::client(options), options.deadline, vector.asks, ask, arrivals);
}

}  // namespace

TEST_SUITE_BEGIN("rcon vectors");

TEST_CASE("there are vectors") { CHECK(vectors().size() >= 25); }

TEST_CASE("every vector gives its log") {
  for (const auto& vector : vectors()) {
    INFO(vector.name);
    CHECK(play(vector, in_one_piece(vector.datagrams)) == vector.log);
  }
}

TEST_CASE("so it does byte by byte, and cut at every position") {
  for (const auto& vector : vectors()) {
    INFO(vector.name);
    CHECK(play(vector, byte_by_byte(vector.datagrams)) == vector.log);
    for (std::size_t which = 0; which < vector.datagrams.size(); ++which)
      for (std::size_t at = 1; at < vector.datagrams[which].size(); at += 1 + at / 500) {
        INFO("arrival ", which, " cut at ", at);
        CHECK(play(vector, cut_in_two(vector.datagrams, which, at)) == vector.log);
      }
  }
}

TEST_CASE("the beginning of a packet behind it changes nothing") {
  for (const auto& vector : vectors()) {
    INFO(vector.name);
    if (vector.name.ends_with("that names nothing")) continue;  // of which it may be a whole reply
    auto longer = vector.datagrams;
    for (const std::byte more : from_hex("0C 00 00 00 7F 00 00 00 00 00 00 00 41")) {
      longer.back().push_back(more);
      CHECK(play(vector, in_one_piece(longer)) == vector.log);
    }
  }
}

TEST_CASE("a conversation that breaks off anywhere keeps the contract") {
  for (const auto& vector : vectors()) {
    INFO(vector.name);
    auto shorter = vector.datagrams;
    for (; !shorter.empty(); shorter.pop_back())
      for (; !shorter.back().empty(); shorter.back().resize(shorter.back().size() * 99 / 100))
        play(vector, in_one_piece(shorter));
  }
}

TEST_SUITE_END();
