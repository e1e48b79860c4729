// However a stream of responses is cut, it is understood alike.
#include "support/http1_events.hpp"
#include "support/pieces.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(http1_responses) {
  const http1::read_limits limits{.max_head = 256,
                                  .max_trailers = 64,
                                  .max_chunk_line = 24,
                                  .max_fields = 9,
                                  .max_interim = 2,
                                  .max_body = 2000,
                                  .max_chunk_overhead = 40};
  const std::vector<http1::response_context> expected{{}, {.to_head = true}, {.to_upgrade = true}};
  const std::string whole = http1::read_responses({{in.begin(), in.end()}}, limits, expected, true);
  for (const std::size_t size : {1U, 2U, 3U, 7U, 64U})
    HOLDS(http1::read_responses(test::cut(in, size), limits, expected, true) == whole);
}
