// However a stream of requests is cut, it is understood alike.
#include "support/http1_events.hpp"
#include "support/pieces.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(http1_requests) {
  const http1::read_limits limits{.max_head = 256,
                                  .max_trailers = 64,
                                  .max_chunk_line = 24,
                                  .max_fields = 9,
                                  .max_interim = 2,
                                  .max_body = 2000,
                                  .max_chunk_overhead = 40};
  const std::string whole = http1::read_requests({{in.begin(), in.end()}}, limits);
  for (const std::size_t size : {1U, 2U, 3U, 7U, 64U})
    HOLDS(http1::read_requests(test::cut(in, size), limits) == whole);
}
