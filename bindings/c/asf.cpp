/// ArchiSteamFarm: the client of its IPC, and its log.
#include <gamewire/asf/client.hpp>
#include <gamewire/asf/log.hpp>
#include <gamewire/asf/requests.hpp>

#include "headers.hpp"
#include "websocket.hpp"

using namespace gamewire;

namespace gamewire::c {

static void put(told& to, const asf::answer& one) noexcept {
  to.is(GW_EVENT_ASF_ANSWER, one.id);
  to.out.asf_answer = {.error = to_c(one.reply.error),
                       .round_trip = one.round_trip.count(),
                       .content_type = to_c(one.content_type),
                       .message = to_c(one.reply.message.raw()),
                       .result = to_c(one.reply.result.raw()),
                       .body = to_c(one.reply.body),
                       .status = one.reply.status,
                       .connection_lost = one.reply.connection_lost,
                       .location = to_c(one.reply.location)};
}

static void put(told& to, const asf::log_line& one) noexcept {
  to.is(GW_EVENT_LOG_LINE);
  to.out.log_line = {.raw = to_c(one.entry.raw),
                     .time = to_c(one.entry.time),
                     .process = to_c(one.entry.process),
                     .logger = to_c(one.entry.logger),
                     .message = to_c(one.entry.message),
                     .level = std::to_underlying(one.entry.level),
                     .history = one.history,
                     .after_gap = one.after_gap};
}

static void put(told& to, const asf::disconnected& one) noexcept {
  to.is(GW_EVENT_DISCONNECTED);
  to.out.disconnected = {to_c(one.error), {}, one.retry_in.count()};
}

namespace {

gw_asf_options asf_defaults() noexcept {
  const asf::client_options from;
  gw_asf_options to{};
  to.host = from.host.data();  // a literal
  to.port = from.port;
  to.deadline = from.deadline.count();
  to.idle_timeout = from.idle_timeout.count();
  to.max_requests = static_cast<std::uint32_t>(from.max_requests);
  to.reconnect = to_c(asf::log_options{}.reconnect);
  to.ban_pause = from.ban_pause.count();
  return to;
}

gw_code make_client(const gw_asf_options& of, gw_machine** out) noexcept {
  if (of.dialect > GW_ASF_IPC) return GW_USAGE;
  const auto headers = headers_of(of.headers, of.header_count);
  if (!headers) return headers.error();
  const asf::client_options to{.host = from_c(of.host),
                               .port = of.port,
                               .secure = of.secure,
                               .base_path = from_c(of.base_path),
                               .password = from_c(of.password),
                               .speaks = static_cast<asf::dialect>(of.dialect),
                               .headers = headers->view(),
                               .deadline = nanoseconds(of.deadline),
                               .idle_timeout = nanoseconds(of.idle_timeout),
                               .max_requests = of.max_requests,
                               .ban_pause = nanoseconds(of.ban_pause)};
  return make_stream<asf::client>(to, {of.secure, of.tls, of.host, http_1_1}, out);
}

gw_code make_log(const gw_asf_options& of, gw_machine** out) noexcept {
  const auto opening =
      asf::make(asf::open_log_stream{}, {.base_path = from_c(of.base_path), .password = from_c(of.password)});
  if (!opening) return code_of(opening.error());
  const auto headers = headers_of(of.headers, of.header_count, opening->headers());
  if (!headers) return headers.error();
  const websocket::client_options socket{.host = from_c(of.host),
                                         .port = of.port,
                                         .secure = of.secure,
                                         .path = opening->target(),
                                         .headers = headers->view(),
                                         .secret = {of.secret[0], of.secret[1]}};
  const asf::log_options to{
      .reconnect = from_c(of.reconnect), .ban_pause = nanoseconds(of.ban_pause), .seed = of.seed};
  return make_on_websocket<asf::log>(socket, to, {of.secure, of.tls, of.host, http_1_1}, out);
}

}  // namespace
}  // namespace gamewire::c

using namespace gamewire::c;

void gw_asf_options_init(gw_asf_options* out, size_t size) noexcept {
  write_options(asf_defaults(), out, size);
}

gw_code gw_asf_client_new(const gw_asf_options* options, gw_machine** out) noexcept {
  return make_from(options, asf_defaults(), out,
                   [out](const gw_asf_options& chosen) { return make_client(chosen, out); });
}

gw_code gw_asf_log_new(const gw_asf_options* options, gw_machine** out) noexcept {
  return make_from(options, asf_defaults(), out,
                   [out](const gw_asf_options& chosen) { return make_log(chosen, out); });
}

gw_code gw_asf_call(gw_machine* machine, const char* method, const char* target, const char* json,
                    gw_duration deadline, uint32_t* id) noexcept {
  const asf::call what{.method = from_c(method), .target = from_c(target), .json = from_c(json)};
  return command<asf::client>(machine,
                              [&](auto& to) { return give(to.ask(what, nanoseconds(deadline)), id); });
}

gw_code gw_asf_command(gw_machine* machine, const char* text, gw_duration deadline, uint32_t* id) noexcept {
  const asf::command what{from_c(text)};
  return command<asf::client>(machine,
                              [&](auto& to) { return give(to.ask(what, nanoseconds(deadline)), id); });
}
