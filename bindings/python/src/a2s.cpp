/// The client of A2S.
#include <gamewire/a2s/client.hpp>

#include "a2s_events.hpp"
#include "a2s_options.hpp"

namespace gamewire::python {

void bind_a2s(py::module_& module) {
  bind_a2s_decode(module);
  using a2s::client;
  auto made = bind_machine<client>(module, "A2SClient",
                                   "The client of A2S, with no socket: asks one server, over datagrams.");
  made.def(py::init([](double timeout, unsigned retries, std::optional<double> deadline, bool get_challenge,
                       std::uint64_t seed) {
             a2s::client_options chosen = a2s_options(timeout, retries, deadline, seed);
             chosen.get_challenge = get_challenge;
             return std::make_unique<held<client>>(chosen);
           }),
           py::kw_only(), "timeout"_a = 1.5, "retries"_a = 2, "deadline"_a = py::none(),
           "get_challenge"_a = false, "seed"_a = 0);
  bind_request(made, "request_info", &client::request_info,
               "Asks for INFO; the event is `InfoReply` or `Failed`.");
  bind_request(made, "request_players", &client::request_players,
               "Asks for PLAYER: `PlayersReply` or `Failed`.");
  bind_request(made, "request_rules", &client::request_rules, "Asks for RULES: `RulesReply` or `Failed`.");
  made.def(
      "request_ping",
      [](held<client>& m) { return id_of(m.call([](client& c) { return c.request_ping(); })); },
      "Sends one datagram and takes whatever answers it for the pong: `PingReply` or `Failed`.");
  made.def(
      "unreachable",
      [](held<client>& m, double now, const py::object& error) {
        const std::error_code why = reason_of(error);
        m.call([&](client& c) { c.unreachable(why, to_time(now)); });
      },
      "now"_a, "error"_a = py::none(),
      "The network says that the last datagram did not arrive: its attempt ends.");
  bind_cancel<client>(made);
}

}  // namespace gamewire::python
