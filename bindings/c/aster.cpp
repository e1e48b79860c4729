/// The client of aster.
#include <gamewire/aster/client.hpp>
#include <gamewire/aster/requests.hpp>

#include "tls.hpp"

using namespace gamewire;

namespace gamewire::c {

using aster_told = told_by<aster::client>;

static void put(told& to, const aster::ready& one) noexcept {
  to.is(GW_EVENT_ASTER_READY);
  to.out.ready = {one.self, {one.version.major, one.version.minor, one.version.patch}};
}

static void put(told& to, const aster::answer& one) noexcept {
  to.is(GW_EVENT_ASTER_ANSWER, one.id);
  to.out.aster_packet = {to_c(std::error_code{}), to_c(aster::row(one.which).name), to_c(one.line),
                         one.round_trip.count()};
}

static void put(told& to, const aster::posted& one) noexcept {
  to.is(GW_EVENT_ASTER_POSTED);
  to.out.posted = {.uuid = one.what.uuid,
                   .author = one.what.author,
                   .channel = one.what.channel,
                   .reply = one.what.reply.value_or(0),
                   .date = one.what.date,
                   .content = to_c(one.what.content.raw())};
}

static void put(told& to, const aster::edited& one) noexcept {
  to.is(GW_EVENT_ASTER_EDITED);
  to.out.posted = {.uuid = one.message,
                   .author = 0,
                   .channel = 0,
                   .reply = 0,
                   .date = 0,
                   .content = to_c(one.content.raw())};
}

static void put(told& to, const aster::deleted& one) noexcept {
  to.is(GW_EVENT_ASTER_DELETED);
  to.out.posted.uuid = one.message;
}

/// What lists have is told as it came: C has no lists of such structs, and every language has a reader of JSON.
static void put_packet(aster_told& to, std::string_view command) noexcept {
  to.is(GW_EVENT_ASTER_CHANGED);
  to.out.aster_packet = {to_c(std::error_code{}), to_c(command), to_c(to.machine.last_packet()), 0};
}

static void put(aster_told& to, const aster::users_changed&) noexcept { put_packet(to, "get_metadata"); }
static void put(aster_told& to, const aster::online_changed&) noexcept { put_packet(to, "online"); }
static void put(aster_told& to, const aster::channels_changed&) noexcept { put_packet(to, "list_channels"); }
static void put(aster_told& to, const aster::groups_changed&) noexcept { put_packet(to, "list_groups"); }

static void put(told& to, const aster::unsolicited& one) noexcept {
  to.is(GW_EVENT_ASTER_UNSOLICITED);
  to.out.aster_packet = {to_c(one.error), {}, to_c(one.line), 0};
}

static void put(told& to, const aster::disconnected& one) noexcept {
  to.is(GW_EVENT_DISCONNECTED);
  to.out.disconnected = {to_c(one.error), to_c(one.detail), one.retry_in.count()};
}

namespace {

gw_aster_options aster_defaults() noexcept {
  const aster::client_options from;
  gw_aster_options to{};
  to.secure = true;
  to.login_timeout = from.login_timeout.count();
  to.deadline = from.deadline.count();
  to.keep_alive = from.keep_alive.count();
  to.max_requests = static_cast<std::uint32_t>(from.max_requests);
  to.max_line = from.max_line;
  to.reconnect = to_c(from.reconnect);
  return to;
}

std::optional<aster::uuid> unless_zero(std::int64_t uuid) noexcept {
  return uuid != 0 ? std::optional(uuid) : std::nullopt;
}

gw_code make_client(const gw_aster_options& of, gw_machine** out) noexcept {
  if (of.enter > GW_ASTER_NONE) return GW_USAGE;
  const aster::client_options to{.enter = static_cast<aster::entry>(of.enter),
                                 .name = from_c(of.name),
                                 .password = from_c(of.password),
                                 .uuid = unless_zero(of.uuid),
                                 .login_timeout = nanoseconds(of.login_timeout),
                                 .deadline = nanoseconds(of.deadline),
                                 .keep_alive = nanoseconds(of.keep_alive),
                                 .max_line = of.max_line,
                                 .max_requests = of.max_requests,
                                 .reconnect = from_c(of.reconnect),
                                 .seed = of.seed};
  return make_stream<aster::client>(to, {of.secure, of.tls, of.host}, out);
}

template <class Request>
gw_code ask(gw_machine* machine, const Request& what, gw_duration deadline, std::uint32_t* id) noexcept {
  return command<aster::client>(machine,
                                [&](auto& to) { return give(to.ask(what, nanoseconds(deadline)), id); });
}

}  // namespace
}  // namespace gamewire::c

using namespace gamewire::c;

void gw_aster_options_init(gw_aster_options* out, size_t size) noexcept {
  write_options(aster_defaults(), out, size);
}

gw_code gw_aster_client_new(const gw_aster_options* options, gw_machine** out) noexcept {
  return make_from(options, aster_defaults(), out,
                   [out](const gw_aster_options& chosen) { return make_client(chosen, out); });
}

gw_code gw_aster_send(gw_machine* machine, int64_t channel, const char* content, int64_t reply,
                      uint32_t* id) noexcept {
  return ask(machine, aster::send{channel, from_c(content), unless_zero(reply)}, 0, id);
}

gw_code gw_aster_history(gw_machine* machine, int64_t channel, uint32_t count, int64_t before,
                         uint32_t* id) noexcept {
  return ask(machine, aster::history{channel, count, unless_zero(before)}, 0, id);
}

gw_code gw_aster_request(gw_machine* machine, const char* packet, gw_duration deadline,
                         uint32_t* id) noexcept {
  return ask(machine, aster::call{from_c(packet)}, deadline, id);
}
