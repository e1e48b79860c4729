/// The golden frames and handshakes of tests/vectors/websocket and websocket_handshakes, however the stream is cut.
#include <doctest/doctest.h>

#include "support/vector_file.hpp"
#include "support/websocket_wire.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

websocket::hearing hearing_of(const vector_case& vector, bool open) {
  websocket::hearing how{.open = open};
  for (const auto& [name, value] : vector.options) {
    if (name == "server")
      how.is = websocket::side::server;
    else if (name == "lines")
      how.plain = framing::stream;
    else if (name == "max_message")
      how.max_message = value;
    else if (name == "max_head")
      how.max_head = value;
    else if (name == "ends")
      how.ends = true;
    else
      FAIL("unknown option ", name);
  }
  return how;
}

/// Whole, byte by byte, and cut in two: at every position, of what is long near its ends.
void check(const char* directory, std::size_t at_least, bool open) {
  const auto vectors = read_vectors(directory);
  CHECK(vectors.size() >= at_least);
  for (const auto& vector : vectors) {
    INFO(vector.name);
    const auto how = hearing_of(vector, open);
    const buffer& whole = vector.datagrams.front();
    CHECK(hear({whole}, how) == vector.log);
    std::vector<buffer> single;
    for (const std::byte byte : whole) single.push_back({byte});
    CHECK(hear(single, how) == vector.log);
    for (std::size_t at = 1; at < whole.size(); ++at) {
      if (at == 2000 && whole.size() > 4000) at = whole.size() - 2000;
      INFO("cut at ", at);
      const auto middle = whole.begin() + static_cast<std::ptrdiff_t>(at);
      CHECK(hear({{whole.begin(), middle}, {middle, whole.end()}}, how) == vector.log);
    }
  }
}

}  // namespace

TEST_SUITE_BEGIN("websocket vectors");

TEST_CASE("every stream of frames gives its log") { check(GAMEWIRE_VECTORS "/websocket", 55, true); }

TEST_CASE("every handshake gives its log") { check(GAMEWIRE_VECTORS "/websocket_handshakes", 33, false); }

TEST_SUITE_END();
