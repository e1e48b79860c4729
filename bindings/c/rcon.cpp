/// The clients of RCON: four protocols, one set of commands.
#include <gamewire/rcon/battleye.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/goldsource.hpp>
#include <gamewire/rcon/webrcon.hpp>

#include "websocket.hpp"

using namespace gamewire;

namespace gamewire::c {

static void put(told& to, const rcon::authenticated&) noexcept { to.is(GW_EVENT_AUTHENTICATED); }

static void put(told& to, const rcon::chunk& one) noexcept {
  to.is(GW_EVENT_CHUNK, one.request);
  to.out.reply.body = to_c(as_text(one.body));
}

static void put(told& to, const rcon::reply& one) noexcept {
  to.is(GW_EVENT_REPLY, one.id);
  to.out.reply = {to_c(as_text(one.body)), one.round_trip.count(), one.partial};
}

static void put(told& to, const rcon::sent& one) noexcept { to.is(GW_EVENT_SENT, one.id); }

static void put(told& to, const rcon::unsolicited& one) noexcept {
  to.is(GW_EVENT_UNSOLICITED);
  to.out.unsolicited = {one.type, one.packet_id, to_c(as_text(one.body))};
}

static void put(told& to, const rcon::disconnected& one) noexcept {
  to.is(GW_EVENT_DISCONNECTED);
  to.out.disconnected = {to_c(one.error), to_c(one.detail), one.retry_in.count()};
}

namespace {

gw_rcon_options rcon_defaults() noexcept {
  const rcon::client_options from;
  gw_rcon_options to{};
  to.deadline = from.deadline.count();
  to.quiet_time = from.quiet_time.count();
  to.keep_alive = -1;
  to.max_commands = static_cast<std::uint32_t>(from.max_commands);
  to.max_in_flight = from.max_in_flight;
  to.reconnect = to_c(from.reconnect);
  to.port = 28016;
  to.max_frame = from.max_frame;
  to.max_queued_bytes = from.max_queued_bytes;
  to.retries = to.login_retries = -1;
  return to;
}

void set_unless_own(nanoseconds& to, gw_duration chosen, gw_duration own = 0) noexcept {
  if (chosen != own) to = nanoseconds(chosen);
}

/// False: there cannot be so many.
bool set_unless_own(std::uint8_t& to, std::int32_t chosen) noexcept {
  if (chosen < -1 || chosen > UINT8_MAX) return false;
  if (chosen != -1) to = static_cast<std::uint8_t>(chosen);
  return true;
}

/// What all of them have.
template <class Options>
Options common_options(const gw_rcon_options& of) noexcept {
  Options to;
  to.deadline = nanoseconds(of.deadline);
  to.max_commands = of.max_commands;
  if (of.max_reply != 0) to.max_reply = of.max_reply;
  return to;
}

gw_code make_source(const gw_rcon_options& of, gw_machine** out) noexcept {
  if (of.profile > GW_RCON_RUST_LEGACY || of.max_in_flight > UINT16_MAX) return GW_USAGE;
  auto to = common_options<rcon::client_options>(of);
  to.password = from_c(of.password);
  to.profile = static_cast<rcon::profile>(of.profile);
  to.max_in_flight = static_cast<std::uint16_t>(of.max_in_flight);
  to.quiet_time = nanoseconds(of.quiet_time);
  to.max_frame = of.max_frame;
  to.max_queued_bytes = of.max_queued_bytes;
  to.reconnect = from_c(of.reconnect);
  to.seed = of.seed;
  set_unless_own(to.login_timeout, of.login_timeout);
  set_unless_own(to.keep_alive, of.keep_alive, -1);
  return make_stream<rcon::client>(to, {of.secure, of.tls, of.host}, out);
}

gw_code make_goldsource(const gw_rcon_options& of, gw_machine** out) noexcept {
  auto to = common_options<rcon::goldsource::client_options>(of);
  to.password = from_c(of.password);
  to.quiet_time = nanoseconds(of.quiet_time);
  to.seed = of.seed;
  set_unless_own(to.timeout, of.timeout);
  if (!set_unless_own(to.retries, of.retries)) return GW_USAGE;
  return make_machine<rcon::goldsource::client>(to, out);
}

gw_code make_battleye(const gw_rcon_options& of, gw_machine** out) noexcept {
  auto to = common_options<rcon::battleye::client_options>(of);
  to.password = from_c(of.password);
  to.seed = of.seed;
  set_unless_own(to.login_timeout, of.login_timeout);
  set_unless_own(to.timeout, of.timeout);
  set_unless_own(to.keep_alive, of.keep_alive, -1);
  if (!set_unless_own(to.retries, of.retries) || !set_unless_own(to.login_retries, of.login_retries))
    return GW_USAGE;
  return make_machine<rcon::battleye::client>(to, out);
}

gw_code make_webrcon(const gw_rcon_options& of, gw_machine** out) noexcept {
  const auto to = common_options<rcon::webrcon::client_options>(of);
  websocket::client_options socket{.host = from_c(of.host),
                                   .port = of.port,
                                   .secure = of.secure,
                                   .secret_segment = from_c(of.password),
                                   .secret = {of.secret[0], of.secret[1]}};
  // So that max_reply is the limit; but what answers nothing may be as long as ever.
  socket.max_message = std::max(socket.max_message, rcon::webrcon::longest_message(to.max_reply));
  set_unless_own(socket.handshake_timeout, of.login_timeout);
  set_unless_own(socket.ping_interval, of.keep_alive, -1);
  return make_on_websocket<rcon::webrcon::client>(socket, to, {of.secure, of.tls, of.host, http_1_1}, out);
}

gw_code make_client(const gw_rcon_options* options, gw_machine** out,
                    gw_code (*make)(const gw_rcon_options&, gw_machine**) noexcept) noexcept {
  return make_from(options, rcon_defaults(), out,
                   [make, out](const gw_rcon_options& chosen) { return make(chosen, out); });
}

template <class Command>
gw_code rcon_command(gw_machine* machine, Command give_it) noexcept {
  return command<rcon::client, rcon::goldsource::client, rcon::battleye::client, rcon::webrcon::client>(
      machine, give_it);
}

}  // namespace
}  // namespace gamewire::c

using namespace gamewire::c;

void gw_rcon_options_init(gw_rcon_options* out, size_t size) noexcept {
  write_options(rcon_defaults(), out, size);
}

gw_code gw_rcon_client_new(const gw_rcon_options* options, gw_machine** out) noexcept {
  return make_client(options, out, make_source);
}

gw_code gw_rcon_goldsource_client_new(const gw_rcon_options* options, gw_machine** out) noexcept {
  return make_client(options, out, make_goldsource);
}

gw_code gw_rcon_battleye_client_new(const gw_rcon_options* options, gw_machine** out) noexcept {
  return make_client(options, out, make_battleye);
}

gw_code gw_rcon_webrcon_client_new(const gw_rcon_options* options, gw_machine** out) noexcept {
  return make_client(options, out, make_webrcon);
}

gw_code gw_rcon_execute(gw_machine* machine, const char* command, uint32_t* id) noexcept {
  return rcon_command(machine, [=](auto& to) { return give(to.execute(from_c(command)), id); });
}

gw_code gw_rcon_execute_unanswered(gw_machine* machine, const char* command, uint32_t* id) noexcept {
  return rcon_command(machine, [=](auto& to) { return give(to.execute_unanswered(from_c(command)), id); });
}
