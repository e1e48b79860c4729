#include "support/allocations.hpp"

#include <array>
#include <new>

#include <doctest/doctest.h>

#include <gamewire/udp_sockets.hpp>

using namespace gamewire;
using gamewire::test::failing_allocations;

TEST_CASE("without memory for a hub's batches its caller hears of it") {
  const std::array loopback{*endpoint::parse("127.0.0.1:0")};
  bool failed = true;
  for (std::size_t first = 0; failed; ++first) {
    const failing_allocations out_of_memory(first);
    try {
      const auto bound = udp_sockets::bind(loopback, {});
      CHECK(bound);
    } catch (const std::bad_alloc&) {
      CHECK(failing_allocations::happened());
    }
    failed = failing_allocations::happened();
  }
}
