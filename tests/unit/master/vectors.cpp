/// The conversations in tests/vectors/master, played to the client.
#include <set>

#include <doctest/doctest.h>

#include <gamewire/master/client.hpp>

#include "support/master_events.hpp"
#include "support/vector_file.hpp"
#include "support/vector_play.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

master::client_options options_of(const vector_case& one) {
  master::client_options options{.interval = nanoseconds::zero()};
  for (const auto& [name, value] : one.options) {
    REQUIRE(name == "retries");
    options.retries = static_cast<std::uint8_t>(value);
  }
  return options;
}

std::vector<master::region> regions_of(const vector_case& one) {
  std::vector<master::region> regions;
  for (const std::string& name : one.asks) {
    const auto named = master::regions_named(name);
    REQUIRE(!named.empty());
    regions.insert(regions.end(), named.begin(), named.end());
  }
  return regions;
}

}  // namespace

TEST_CASE("master vectors") {
  std::size_t played = 0;
  for (const vector_case& one : read_vectors(GAMEWIRE_VECTORS "/master")) {
    CAPTURE(one.name);
    const auto options = options_of(one);
    const auto regions = regions_of(one);
    const auto ask = [&](master::client& client, const std::string&) {
      return client.request_list({.regions = regions});
    };
    const std::string log =
        play(master::client(options), options.total_deadline(), {"list"}, ask, in_one_piece(one.datagrams));
    CHECK(log == one.log);
    ++played;
  }
  CHECK(played >= 10);
}
