/// The client of Steam's Web API.
#include <gamewire/webapi/client.hpp>
#include <gamewire/webapi/interfaces.hpp>
#include <gamewire/webapi/server_list.hpp>

#include "tls.hpp"

using namespace gamewire;

namespace gamewire::c {

static void put(told& to, const webapi::answer& one) noexcept {
  to.is(GW_EVENT_WEBAPI_ANSWER, one.id);
  to.out.webapi_answer = {.error = to_c(one.reply.error),
                          .round_trip = one.round_trip.count(),
                          .retry_after = one.reply.retry_after.value_or(nanoseconds::zero()).count(),
                          .message = to.keep(one.reply.message.view()),
                          .body = to_c(one.reply.body),
                          .eresult = one.reply.eresult.value_or(0),
                          .status = one.reply.status};
}

static void put(told& to, const webapi::discovered& one) noexcept {
  to.is(GW_EVENT_WEBAPI_DISCOVERED, one.id);
  to.out.discovered = {to_c(one.table->text()), one.round_trip.count()};
}

namespace {

gw_webapi_options webapi_defaults() noexcept {
  const webapi::client_options from;
  gw_webapi_options to{};
  to.host = from.host.data();  // a literal
  to.port = from.port;
  to.secure = from.secure;
  to.retries = from.retries;
  to.deadline = from.deadline.count();
  to.idle_timeout = from.idle_timeout.count();
  to.max_requests = static_cast<std::uint32_t>(from.max_requests);
  to.first_pause = from.first_pause.count();
  return to;
}

gw_code make_client(const gw_webapi_options& of, gw_machine** out) noexcept {
  const webapi::client_options to{
      .host = from_c(of.host),
      .port = of.port,
      .secure = of.secure,
      .base_path = from_c(of.base_path),
      .key = from_c(of.key),
      .key_goes_in = of.key_as_parameter ? webapi::key_carrier::parameter : webapi::key_carrier::header,
      .deadline = nanoseconds(of.deadline),
      .idle_timeout = nanoseconds(of.idle_timeout),
      .max_requests = of.max_requests,
      .retries = of.retries,
      .first_pause = nanoseconds(of.first_pause)};
  return make_stream<webapi::client>(to, {of.secure, of.tls, of.host, http_1_1}, out);
}

gw_code request(webapi::client& to, const gw_webapi_call& call, nanoseconds deadline,
                std::uint32_t* id) noexcept {
  const auto arguments = convert<webapi::argument>(
      call.arguments, call.argument_count,
      [](const gw_argument& one) { return webapi::argument{from_c(one.name), from_c(one.value)}; });
  if (!arguments) return arguments.error();
  if (call.format > std::to_underlying(webapi::format::xml)) return GW_USAGE;
  const webapi::call what{.interface_name = from_c(call.interface_name),
                          .method = from_c(call.method),
                          .version = call.version,
                          .arguments = std::span(arguments->get(), call.argument_count),
                          .input_json = from_c(call.input_json),
                          .answer_as = static_cast<webapi::format>(call.format)};
  if (call.unlisted) return give(to.call(webapi::unlisted_call{what, call.is_post}, deadline), id);
  return give(to.call(what, deadline), id);
}

}  // namespace
}  // namespace gamewire::c

using namespace gamewire::c;

void gw_webapi_options_init(gw_webapi_options* out, size_t size) noexcept {
  write_options(webapi_defaults(), out, size);
}

gw_code gw_webapi_client_new(const gw_webapi_options* options, gw_machine** out) noexcept {
  return make_from(options, webapi_defaults(), out,
                   [out](const gw_webapi_options& chosen) { return make_client(chosen, out); });
}

gw_code gw_webapi_discover(gw_machine* machine, gw_duration deadline, uint32_t* id) noexcept {
  return command<webapi::client>(machine,
                                 [=](auto& to) { return give(to.discover(nanoseconds(deadline)), id); });
}

gw_code gw_webapi_use(gw_machine* machine, const char* table, size_t size) noexcept {
  return command<webapi::client>(machine, [=](auto& to) {
    auto loaded = webapi::interfaces::load(from_c(gw_text{table, size}));
    if (!loaded) return code_of(loaded.error());
    to.use(std::move(*loaded));
    return GW_OK;
  });
}

gw_code gw_webapi_request(gw_machine* machine, const gw_webapi_call* call, gw_duration deadline,
                          uint32_t* id) noexcept {
  if (call == nullptr) return GW_USAGE;
  return command<webapi::client>(machine,
                                 [=](auto& to) { return request(to, *call, nanoseconds(deadline), id); });
}

gw_code gw_webapi_get_server_list(gw_machine* machine, const char* filter, uint32_t limit,
                                  gw_duration deadline, uint32_t* id) noexcept {
  const webapi::get_server_list what{.filter = from_c(filter), .limit = limit};
  return command<webapi::client>(machine,
                                 [&](auto& to) { return give(to.call(what, nanoseconds(deadline)), id); });
}
