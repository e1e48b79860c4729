// A request that is read can be written, in no more bytes than it had, and reads the same again.
#include <gamewire/a2s/request.hpp>

#include "support/hex.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(decode_request) {
  const auto request = a2s::decode_request(in);
  if (!request || in.size() > 0xffff) return;
  HOLDS(request->pad_to <= in.size());
  test::buffer room(in.size());
  const auto written = a2s::encode_request(*request, room);
  HOLDS(written);
  const auto again = a2s::decode_request(*written);
  HOLDS(again && again->type == request->type && again->challenge == request->challenge);
}
