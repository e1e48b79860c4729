/// The client of A2S.
#include "a2s.hpp"

#include "a2s_info.hpp"
#include "machine.hpp"
#include "options.hpp"

using namespace gamewire;

namespace gamewire::c {

void put(told& to, const a2s::info_reply& one) noexcept {
  to.is(GW_EVENT_INFO, one.id);
  to.to_keep.info = to_c(one.info);
  to.out.info = {&to.to_keep.info, one.round_trip.count(), to_c(one.raw)};
}

void put(told& to, const a2s::players_reply& one) noexcept {
  to.is(GW_EVENT_PLAYERS, one.id);
  const std::uint32_t declared = one.players.declared();
  to.out.players = {{to_c(one.players.raw()), declared, declared}, one.round_trip.count(), to_c(one.raw)};
}

void put(told& to, const a2s::rules_reply& one) noexcept {
  to.is(GW_EVENT_RULES, one.id);
  const std::uint32_t declared = one.rules.declared();
  to.out.rules = {{to_c(one.rules.raw()), declared, declared}, one.round_trip.count(), to_c(one.raw)};
}

void put(told& to, const a2s::ping_reply& one) noexcept {
  to.is(GW_EVENT_PING, one.id);
  to.out.ping = {one.round_trip.count()};
}

void put(told& to, const a2s::unrequested& one) noexcept {
  to.is(GW_EVENT_UNREQUESTED);
  to.out.datagram.raw = to_c(one.raw);
}

void put(told& to, const a2s::rejected& one) noexcept {
  to.is(GW_EVENT_REJECTED);
  to.out.datagram = {to_c(one.error), to_c(one.datagram)};
}

void put(told& to, const a2s::incomplete& one) noexcept {
  to.is(GW_EVENT_INCOMPLETE);
  to.out.incomplete = {one.split.id, one.split.have, one.split.total};
}

gw_a2s_options a2s_defaults() noexcept {
  const a2s::client_options from;
  gw_a2s_options to{};
  to.retries = from.retries;
  to.max_challenges = from.max_challenges;
  to.get_challenge = from.get_challenge;
  to.retry_zero_challenge = from.retry_zero_challenge;
  to.timeout = from.timeout.count();
  to.source_form_wait = from.source_form_wait.count();
  to.retry_pad_to = from.retry_pad_to;
  to.pad_to = from.pad_to;
  to.seed = from.seed;
  to.max_groups = from.split.max_groups;
  to.max_fragments = from.split.max_fragments;
  to.max_assembled = from.split.max_assembled;
  to.max_decompressed = from.split.max_decompressed;
  to.split_timeout = from.split.split_timeout.count();
  return to;
}

a2s::client_options options_of(const gw_a2s_options& of) noexcept {
  a2s::client_options to;
  to.retries = of.retries;
  to.max_challenges = of.max_challenges;
  to.get_challenge = of.get_challenge;
  to.retry_zero_challenge = of.retry_zero_challenge;
  to.timeout = nanoseconds(of.timeout);
  if (of.deadline != 0) to.deadline = nanoseconds(of.deadline);
  to.source_form_wait = nanoseconds(of.source_form_wait);
  to.retry_pad_to = of.retry_pad_to;
  to.pad_to = of.pad_to;
  to.seed = of.seed;
  to.split = {.max_groups = of.max_groups,
              .max_fragments = of.max_fragments,
              .max_assembled = of.max_assembled,
              .max_decompressed = of.max_decompressed,
              .split_timeout = nanoseconds(of.split_timeout)};
  return to;
}

}  // namespace gamewire::c

using namespace gamewire::c;

void gw_a2s_options_init(gw_a2s_options* out, size_t size) noexcept {
  write_options(a2s_defaults(), out, size);
}

gw_code gw_a2s_client_new(const gw_a2s_options* options, gw_machine** out) noexcept {
  return make_from(options, a2s_defaults(), out, [out](const gw_a2s_options& chosen) {
    return make_machine<a2s::client>(options_of(chosen), out);
  });
}

gw_code gw_a2s_request_info(gw_machine* machine, uint32_t* id) noexcept {
  return command<a2s::client>(machine, [id](a2s::client& to) { return give(to.request_info(), id); });
}

gw_code gw_a2s_request_players(gw_machine* machine, uint32_t* id) noexcept {
  return command<a2s::client>(machine, [id](a2s::client& to) { return give(to.request_players(), id); });
}

gw_code gw_a2s_request_rules(gw_machine* machine, uint32_t* id) noexcept {
  return command<a2s::client>(machine, [id](a2s::client& to) { return give(to.request_rules(), id); });
}

gw_code gw_a2s_request_ping(gw_machine* machine, uint32_t* id) noexcept {
  return command<a2s::client>(machine, [id](a2s::client& to) { return give(to.request_ping(), id); });
}
