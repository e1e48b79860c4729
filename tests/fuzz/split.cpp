// A message that is split in any form and size comes back when its fragments are read; foreign bytes do no
// harm.
#include <gamewire/a2s/split.hpp>

#include "support/hex.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(split) {
  a2s::guess_form(in);
  for (const a2s::split_form form : a2s::split_forms)
    if (const auto fragment = a2s::decode_fragment(in, form))
      HOLDS(fragment->index < fragment->count &&
            fragment->payload.size() == in.size() - a2s::header_size(form));

  byte_reader reader(in);
  const a2s::split_plan plan{
      .form = a2s::split_forms[reader.u8() % 3], .payload_size = reader.u16(), .id = reader.u32()};
  const std::size_t count = a2s::fragment_count(plan, reader.size());
  test::buffer joined;
  test::buffer room(a2s::header_size(plan.form) + plan.payload_size);
  for (std::size_t i = 0; i < count; ++i) {
    const auto written = a2s::encode_fragment(plan, reader.rest(), i, room);
    const auto fragment = a2s::decode_fragment(written.value_or(bytes{}), plan.form);
    HOLDS(fragment && fragment->id == plan.id && fragment->count == count && fragment->index == i);
    joined.insert(joined.end(), fragment->payload.begin(), fragment->payload.end());
  }
  if (count != 0) HOLDS(as_text(joined) == as_text(reader.rest()));
}
