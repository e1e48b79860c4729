// What reads as an endpoint is written so that it reads as the same one, and is written the same again.
#include <gamewire/endpoint.hpp>

#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(endpoint) {
  const auto read = endpoint::parse(as_text(in), 27015);
  if (!read) return;
  HOLDS(read->is_v4() || read->is_v6());
  const endpoint_text written(*read);
  HOLDS(endpoint::parse(written.view()) == *read);
  HOLDS(hash(*read, 1) == hash(*endpoint::parse(written.view()), 1));
}
