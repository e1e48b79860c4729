// An INFO that is read, written and read again says the same; written once more, it has the same bytes.
#include <gamewire/a2s/info.hpp>

#include "support/a2s_events.hpp"
#include "support/hex.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(decode_info) {
  auto first = a2s::decode_info(in);
  if (!first) return;
  HOLDS(first->trailing_bytes < in.size());
  test::buffer room(in.size() + 64);
  const auto written = a2s::encode_info(*first, room);
  HOLDS(written);
  auto second = a2s::decode_info(*written);
  HOLDS(second && second->partial <= first->partial && second->trailing_bytes == 0);
  test::buffer more_room(written->size());
  const auto rewritten = a2s::encode_info(*second, more_room);
  HOLDS(rewritten && as_text(*rewritten) == as_text(*written));
  first->trailing_bytes = 0;
  if (!first->partial) HOLDS(describe(*first) == describe(*second));
  HOLDS(describe(a2s::view(a2s::own(*first))) == describe(*first));
}
