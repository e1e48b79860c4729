/// The server's side of RCON.
#include <gamewire/rcon/responder.hpp>

#include "machine.hpp"
#include "options.hpp"

using namespace gamewire;

struct gw_ban_list {
  rcon::ban_list bans;
};

namespace gamewire::c {

static void put(told& to, const rcon::responder::login& one) noexcept {
  to.is(GW_EVENT_LOGIN);
  to.out.login = {one.ok, one.failures};
}

static void put(told& to, const rcon::responder::command& one) noexcept {
  to.is(GW_EVENT_COMMAND, one.request);
  to.out.command = {to_c(one.text)};
}

namespace {

gw_rcon_responder_options responder_defaults() noexcept {
  const rcon::responder_options from;
  gw_rcon_responder_options to{};
  to.max_failures = from.max_failures;
  to.login_timeout = from.login_timeout.count();
  to.verdict_delay = from.verdict_delay.count();
  to.idle_timeout = from.idle_timeout.count();
  to.max_unsent = from.max_unsent;
  return to;
}

rcon::responder_options options_of(const gw_rcon_responder_options& of) noexcept {
  rcon::responder_options to{.password = from_c(of.password),
                             .style = static_cast<rcon::style>(of.style),
                             .peer = from_c(of.peer),
                             .bans = of.bans != nullptr ? &of.bans->bans : nullptr};
  to.max_failures = of.max_failures;
  to.login_timeout = nanoseconds(of.login_timeout);
  to.verdict_delay = nanoseconds(of.verdict_delay);
  to.idle_timeout = nanoseconds(of.idle_timeout);
  to.max_unsent = of.max_unsent;
  return to;
}

}  // namespace
}  // namespace gamewire::c

using namespace gamewire::c;

gw_code gw_ban_list_new(uint32_t max_failures, gw_duration duration, uint32_t max_addresses,
                        gw_ban_list** out) noexcept {
  if (out == nullptr) return GW_USAGE;
  *out = nullptr;
  const rcon::ban_options chosen{max_failures, nanoseconds(duration), max_addresses};
  if (const auto wrong = chosen.validate()) return code_of(wrong);
  *out = new (std::nothrow) gw_ban_list{rcon::ban_list(chosen)};
  return *out != nullptr ? GW_OK : GW_LIMIT;
}

void gw_ban_list_free(gw_ban_list* list) noexcept { delete list; }

void gw_rcon_responder_options_init(gw_rcon_responder_options* out, size_t size) noexcept {
  write_options(responder_defaults(), out, size);
}

gw_code gw_rcon_responder_new(const gw_rcon_responder_options* options, gw_machine** out) noexcept {
  return make_from(options, responder_defaults(), out, [out](const gw_rcon_responder_options& chosen) {
    return chosen.style <= GW_STYLE_MINECRAFT ? make_machine<rcon::responder>(options_of(chosen), out)
                                              : GW_USAGE;
  });
}

gw_code gw_rcon_answer(gw_machine* machine, uint32_t id, const void* text, size_t size) noexcept {
  return command<rcon::responder>(
      machine, [=](auto& to) { return code_of(to.answer(request_id{id}, from_c(text, size))); });
}

gw_code gw_rcon_answer_part(gw_machine* machine, uint32_t id, const void* text, size_t size) noexcept {
  return command<rcon::responder>(
      machine, [=](auto& to) { return code_of(to.answer_part(request_id{id}, from_c(text, size))); });
}

gw_code gw_rcon_print(gw_machine* machine, const void* text, size_t size) noexcept {
  return command<rcon::responder>(machine, [=](auto& to) { return code_of(to.print(from_c(text, size))); });
}
