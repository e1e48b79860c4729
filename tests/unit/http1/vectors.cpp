/// The golden messages of tests/vectors/http1 and http1_requests, however the stream is cut.
#include <doctest/doctest.h>

#include "support/http1_events.hpp"
#include "support/vector_file.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

http1::read_limits limits_of(const vector_case& vector) {
  http1::read_limits limits;
  for (const auto& [name, value] : vector.options) {
    if (name == "max_head")
      limits.max_head = value;
    else if (name == "max_trailers")
      limits.max_trailers = value;
    else if (name == "max_fields")
      limits.max_fields = value;
    else if (name == "max_interim")
      limits.max_interim = value;
    else if (name == "max_body")
      limits.max_body = value;
    else if (name == "max_chunk_overhead")
      limits.max_chunk_overhead = value;
    else if (name != "ends")
      FAIL("unknown option ", name);
  }
  return limits;
}

std::string read_responses(const vector_case& vector, const std::vector<buffer>& pieces) {
  std::vector<http1::response_context> expected;
  for (const std::string& what : vector.asks)
    expected.push_back({.to_head = what == "HEAD", .to_upgrade = what == "UPGRADE"});
  return http1::read_responses(pieces, limits_of(vector), expected, vector.options.contains("ends"));
}

std::string read_requests(const vector_case& vector, const std::vector<buffer>& pieces) {
  return http1::read_requests(pieces, limits_of(vector));
}

/// Whole, byte by byte, and cut in two at every position.
template <class Read>
void check(const char* directory, std::size_t at_least, Read read) {
  const auto vectors = read_vectors(directory);
  CHECK(vectors.size() >= at_least);
  for (const auto& vector : vectors) {
    INFO(vector.name);
    const buffer& whole = vector.datagrams.front();
    CHECK(read(vector, {whole}) == vector.log);
    std::vector<buffer> single;
    for (const std::byte byte : whole) single.push_back({byte});
    CHECK(read(vector, single) == vector.log);
    for (std::size_t at = 1; at < whole.size(); ++at) {
      INFO("cut at ", at);
      const auto middle = whole.begin() + static_cast<std::ptrdiff_t>(at);
      CHECK(read(vector, {{whole.begin(), middle}, {middle, whole.end()}}) == vector.log);
    }
  }
}

}  // namespace

TEST_SUITE_BEGIN("http1 vectors");

TEST_CASE("every response gives its log") { check(GAMEWIRE_VECTORS "/http1", 85, read_responses); }

TEST_CASE("every request gives its log") { check(GAMEWIRE_VECTORS "/http1_requests", 30, read_requests); }

TEST_SUITE_END();
