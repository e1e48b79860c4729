/// Master servers: the client and the responder.
#include <gamewire/master/client.hpp>
#include <gamewire/master/responder.hpp>

#include "hub.hpp"
#include "options.hpp"

using namespace gamewire;

namespace gamewire::c {
namespace {

gw_servers list_of(const master::server_list& list) noexcept { return {to_c(std::as_bytes(list.entries()))}; }

}  // namespace

static void put(told& to, const master::servers& one) noexcept {
  to.is(GW_EVENT_SERVERS, one.request);
  to.out.servers = {list_of(one.list), std::to_underlying(one.region)};
}

static void put(told& to, const master::listed& one) noexcept {
  to.is(GW_EVENT_LISTED, one.id);
  to.out.listed = {to_c(one.error), one.servers, one.pages, to_c(one.last), std::to_underlying(one.region),
                   one.partial};
}

static void put(told& to, const master::unrequested& one) noexcept {
  to.is(GW_EVENT_UNREQUESTED);
  to.out.datagram.raw = list_of(one.page.servers).entries;
}

static void put(told& to, const master::rejected& one) noexcept {
  to.is(GW_EVENT_REJECTED);
  to.out.datagram = {to_c(one.error), to_c(one.datagram)};
}

static std::uint8_t verdict_of(master::responder::verdict became) noexcept {
  switch (became) {
    case master::responder::verdict::rate_limited: return GW_VERDICT_RATE_LIMITED;
    case master::responder::verdict::queue_full: return GW_VERDICT_QUEUE_FULL;
    case master::responder::verdict::answered: break;
  }
  return GW_VERDICT_ANSWERED;
}

static void put(told_by_hub& to, const master::responder::queried& one) noexcept {
  to.is(GW_EVENT_QUERIED);
  to.around.peer = to_c(one.from);
  to.out.queried = {one.servers, std::to_underlying(one.region), verdict_of(one.became), one.last};
}

static void put(told_by_hub& to, const master::responder::refused& one) noexcept {
  to.is(GW_EVENT_REFUSED);
  to.around.peer = to_c(one.from);
  to.out.refused = {to_c(one.error)};
}

namespace {

gw_master_options client_defaults() noexcept {
  const master::client_options from;
  gw_master_options to{};
  to.retries = from.retries;
  to.timeout = from.timeout.count();
  to.interval = from.interval.count();
  to.burst = from.burst;
  to.max_pages = from.max_pages;
  to.max_servers = from.max_servers;
  return to;
}

master::client_options options_of(const gw_master_options& of) noexcept {
  master::client_options to{.timeout = nanoseconds(of.timeout), .retries = of.retries};
  if (of.deadline != 0) to.deadline = nanoseconds(of.deadline);
  to.interval = nanoseconds(of.interval);
  to.burst = of.burst;
  to.max_servers = of.max_servers;
  to.max_pages = of.max_pages;
  to.seed = of.seed;
  return to;
}

gw_code request_list(master::client& to, const gw_list_query& what, std::uint32_t* id) noexcept {
  const auto regions = convert<master::region>(
      what.regions, what.region_count, [](std::uint8_t one) { return static_cast<master::region>(one); });
  if (!regions) return regions.error();
  return give(to.request_list({.regions = std::span(regions->get(), what.region_count),
                               .filter = from_c(what.filter),
                               .limit = what.limit,
                               .after = from_c(what.after)}),
              id);
}

gw_master_responder_options responder_defaults() noexcept {
  const master::responder_options from;
  gw_master_responder_options to{};
  to.page_entries = from.page_entries;
  to.amplification = from.amplification;
  to.rate = from.rate;
  to.burst = from.burst;
  to.total_rate = from.total_rate;
  to.max_queue = from.max_queue;
  to.max_servers = from.max_servers;
  to.closing_timeout = from.closing_timeout.count();
  return to;
}

master::responder_options options_of(const gw_master_responder_options& of) noexcept {
  return {.page_entries = of.page_entries,
          .amplification = of.amplification,
          .rate = of.rate,
          .burst = of.burst,
          .total_rate = of.total_rate,
          .max_queue = of.max_queue,
          .max_servers = of.max_servers,
          .closing_timeout = nanoseconds(of.closing_timeout),
          .seed = of.seed};
}

master::registration registration_of(const gw_registration& of) noexcept {
  return {from_c(of.address), static_cast<master::region>(of.region), from_c(of.info)};
}

}  // namespace
}  // namespace gamewire::c

using namespace gamewire::c;

void gw_master_options_init(gw_master_options* out, size_t size) noexcept {
  write_options(client_defaults(), out, size);
}

gw_code gw_master_client_new(const gw_master_options* options, gw_machine** out) noexcept {
  return make_from(options, client_defaults(), out, [out](const gw_master_options& chosen) {
    return make_machine<master::client>(options_of(chosen), out);
  });
}

gw_code gw_master_request_list(gw_machine* machine, const gw_list_query* query, uint32_t* id) noexcept {
  const gw_list_query what = query != nullptr ? *query : gw_list_query{};
  return command<master::client>(machine, [&](master::client& to) { return request_list(to, what, id); });
}

void gw_master_responder_options_init(gw_master_responder_options* out, size_t size) noexcept {
  write_options(responder_defaults(), out, size);
}

gw_code gw_master_responder_new(const gw_master_responder_options* options, gw_hub** out) noexcept {
  return make_from(options, responder_defaults(), out, [out](const gw_master_responder_options& chosen) {
    return make_hub<master::responder>(options_of(chosen), out);
  });
}

gw_code gw_master_publish(gw_hub* hub, const gw_registration* servers, size_t count) noexcept {
  auto* responder = find<master::responder>(hub);
  if (responder == nullptr) return GW_USAGE;
  const auto list =
      convert<master::registration>(servers, count, [](const auto& one) { return registration_of(one); });
  return list ? code_of(responder->publish(std::span(list->get(), count))) : list.error();
}
