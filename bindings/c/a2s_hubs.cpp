/// Fleets of A2S clients, and the responder.
#include <gamewire/a2s/responder.hpp>
#include <gamewire/fleet.hpp>

#include "a2s.hpp"
#include "hub.hpp"
#include "options.hpp"

using namespace gamewire;

namespace gamewire::c {
namespace {

using a2s_fleet = fleet<a2s::client>;

/// The options of the clients, which a fleet only points to.
struct kept_options {
  explicit kept_options(const a2s::client_options& chosen) noexcept : each(chosen) {}
  a2s::client_options each;
};

class fleet_hub final : private kept_options, public hub_of<a2s_fleet> {
 public:
  fleet_hub(const fleet_options& chosen, const a2s::client_options& each_of) noexcept
      : kept_options(each_of), hub_of(chosen, &each) {}
};

static_assert(static_cast<int>(a2s::responder::verdict::queue_full) == GW_VERDICT_QUEUE_FULL);

gw_fleet_options fleet_defaults() noexcept {
  const fleet_options from;
  return {.struct_size = 0,
          .in_flight = from.in_flight,
          .rate = from.rate,
          .burst = from.burst,
          .seed = from.seed};
}

gw_code make_fleet(const gw_fleet_options& chosen, const gw_a2s_options& each, gw_hub** out) noexcept {
  const fleet_options own{chosen.in_flight, chosen.rate, chosen.burst, chosen.seed};
  const a2s::client_options of_clients = options_of(each);
  if (const auto wrong = own.validate()) return code_of(wrong);
  if (const auto wrong = of_clients.validate()) return code_of(wrong);
  *out = new (std::nothrow) fleet_hub(own, of_clients);
  return *out != nullptr ? GW_OK : GW_LIMIT;
}

void ask_for(a2s::client& client, std::uint32_t what) noexcept {
  if ((what & GW_ASK_INFO) != 0) (void)client.request_info();
  if ((what & GW_ASK_PLAYERS) != 0) (void)client.request_players();
  if ((what & GW_ASK_RULES) != 0) (void)client.request_rules();
  if ((what & GW_ASK_PING) != 0) (void)client.request_ping();
}

gw_a2s_responder_options responder_defaults() noexcept {
  const a2s::responder_options from;
  gw_a2s_responder_options to{};
  to.compress = from.compress;
  to.challenge_lifetime = from.challenge_lifetime.count();
  to.closing_timeout = from.closing_timeout.count();
  to.max_datagram = from.max_datagram;
  to.rate = from.rate;
  to.burst = from.burst;
  to.max_queue = from.max_queue;
  to.seed = from.seed;
  return to;
}

a2s::responder_options options_of(const gw_a2s_responder_options& of) noexcept {
  return {.secret = {of.secret[0], of.secret[1]},
          .challenge_lifetime = nanoseconds(of.challenge_lifetime),
          .max_datagram = of.max_datagram,
          .compress = of.compress,
          .rate = of.rate,
          .burst = of.burst,
          .max_queue = of.max_queue,
          .closing_timeout = nanoseconds(of.closing_timeout),
          .seed = of.seed};
}

}  // namespace

// Not in the unnamed namespace, where they would not be found by their arguments.

static void put(told_by_hub& to, const a2s_fleet::happened& one) noexcept {
  to.around.key = one.id;
  to.around.peer = to_c(one.peer);
  std::visit([&to](const auto& what) noexcept { put(static_cast<told&>(to), what); }, one.what);
}

static void put(told_by_hub& to, const a2s::responder::queried& one) noexcept {
  to.is(GW_EVENT_QUERIED);
  to.around.peer = to_c(one.from);
  to.out.queried = {0, std::to_underlying(one.what), std::to_underlying(one.became), false};
}

static void put(told_by_hub& to, const a2s::responder::refused& one) noexcept {
  to.is(GW_EVENT_REFUSED);
  to.around.peer = to_c(one.from);
  to.out.refused = {to_c(one.error)};
}

}  // namespace gamewire::c

using namespace gamewire::c;

void gw_fleet_options_init(gw_fleet_options* out, size_t size) noexcept {
  write_options(fleet_defaults(), out, size);
}

gw_code gw_fleet_new(const gw_fleet_options* options, const gw_a2s_options* each, gw_hub** out) noexcept {
  return make_from(options, fleet_defaults(), out, [each, out](const gw_fleet_options& chosen) {
    const auto of_each = read_options(each, a2s_defaults());
    return of_each ? make_fleet(chosen, *of_each, out) : of_each.error();
  });
}

size_t gw_fleet_room(const gw_hub* hub) noexcept {
  const auto* fleet = find<a2s_fleet>(const_cast<gw_hub*>(hub));
  return fleet != nullptr ? fleet->room() : 0;
}

gw_code gw_fleet_start(gw_hub* hub, const gw_endpoint* peer, uint64_t key, uint32_t ask) noexcept {
  constexpr std::uint32_t known = GW_ASK_INFO | GW_ASK_PLAYERS | GW_ASK_RULES | GW_ASK_PING;
  auto* fleet = find<a2s_fleet>(hub);
  if (fleet == nullptr || peer == nullptr || ask == 0 || (ask & ~known) != 0) return GW_USAGE;
  return code_of(fleet->start(from_c(peer), key, [ask](a2s::client& client) { ask_for(client, ask); }));
}

void gw_a2s_responder_options_init(gw_a2s_responder_options* out, size_t size) noexcept {
  write_options(responder_defaults(), out, size);
}

gw_code gw_a2s_responder_new(const gw_a2s_responder_options* options, gw_hub** out) noexcept {
  return make_from(options, responder_defaults(), out, [out](const gw_a2s_responder_options& chosen) {
    // Strangers could foretell its challenges.
    if (chosen.secret[0] == 0 && chosen.secret[1] == 0) return GW_USAGE;
    return make_hub<a2s::responder>(options_of(chosen), out);
  });
}

gw_code gw_a2s_publish(gw_hub* hub, const void* message, size_t size) noexcept {
  auto* responder = find<a2s::responder>(hub);
  return responder != nullptr ? code_of(responder->publish(from_c(message, size))) : GW_USAGE;
}
