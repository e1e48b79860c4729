// Whatever fragments come when: never more groups, bytes or memory than the options allow, and no past
// deadline.
#include <gamewire/a2s/assembler.hpp>

#include "conversation.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(assembler) {
  fuzz::conversation talk(in);
  a2s::assembler_options options{.max_fragments = 16, .max_assembled = 1 << 14, .max_decompressed = 1 << 16};
  options.max_groups = static_cast<std::uint8_t>(1 + talk.byte() % 4);
  a2s::assembler assembler(options);
  const std::size_t most_memory =
      8192 + (options.max_groups + 1U) * (options.max_assembled + 1024U) + options.max_decompressed;
  for (time_point now{}; !talk.over();) {
    const auto what = talk.next();
    if (what == fuzz::op::wait) assembler.on_timeout(now += std::chrono::milliseconds(talk.byte() * 16));
    if (what == fuzz::op::drain) assembler.release();
    if (what == fuzz::op::close) assembler.abandon();
    if (what != fuzz::op::receive) continue;
    const auto message = assembler.add(talk.datagram(), now);
    if (message && *message)
      HOLDS((*message)->size() <= std::max(options.max_assembled, options.max_decompressed));
    HOLDS(assembler.open() <= options.max_groups && assembler.memory() <= most_memory);
    HOLDS(assembler.deadline() > now && (assembler.open() != 0) == (assembler.deadline() != never));
    while (const auto given_up = assembler.poll_incomplete()) HOLDS(given_up->have < given_up->total);
  }
}
