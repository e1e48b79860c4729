/// `Fleet`: many clients of A2S behind one socket.
#include <memory>
#include <string>
#include <vector>

#include <gamewire/fleet.hpp>

#include "a2s_events.hpp"
#include "a2s_options.hpp"
#include "hub.hpp"
#include "query_parts.hpp"

namespace gamewire::python {

namespace {

/// What the machines of a fleet share, which has to be there before it and to outlive it.
struct shared_client_options {
  std::unique_ptr<const a2s::client_options> shared;
};

class client_fleet : shared_client_options, public fleet<a2s::client> {
 public:
  client_fleet(const fleet_options& chosen, const a2s::client_options& each)
      : shared_client_options{std::make_unique<const a2s::client_options>(each)},
        fleet(chosen, shared.get()) {}
};

}  // namespace

template <>
struct teller<client_fleet> {
  py::object operator()(const client_fleet::happened& one) const {
    static constinit record type("gamewire.a2s", "Happened", {"id", "address", "event"});
    return type.make(one.id, one.peer, std::visit(teller<a2s::client>(), one.what));
  }
  py::object operator()(const closed& what) const { return tell(what); }
};

void bind_fleet(py::module_& module) {
  using self = held<client_fleet>;
  auto made = bind_hub<client_fleet>(
      module, "Fleet",
      "Asks many servers by A2S from one socket: at most `in_flight` at once, `rate` packets a second.");
  made.def(py::init([](std::uint32_t in_flight, std::uint32_t rate, double timeout, unsigned retries,
                       std::optional<double> deadline, std::uint64_t seed) {
             const fleet_options chosen{.in_flight = in_flight, .rate = rate, .seed = seed};
             check(chosen.validate());
             return std::make_unique<self>(chosen, a2s_options(timeout, retries, deadline, seed));
           }),
           py::kw_only(), "in_flight"_a = 2000, "rate"_a = 5000, "timeout"_a = 1.5, "retries"_a = 2,
           "deadline"_a = py::none(), "seed"_a = 0)
      .def(
          "start",
          [](self& m, const py::object& address, std::uint64_t id, const std::vector<std::string>& what) {
            const endpoint peer = to_endpoint(address);
            const query_parts parts(what);
            check(m.call([&](client_fleet& fleet) {
              return fleet.start(peer, id, [&](a2s::client& client) noexcept { parts.request(client); });
            }));
          },
          "address"_a, "id"_a, "what"_a = std::vector<std::string>{"info"},
          "Asks one server. Its events are `Happened` with this id, of which the last one holds `Closed`.")
      .def_property_readonly(
          "room", [](const self& m) { return m.machine().room(); }, "How many `start` will take now.")
      .def_property_readonly("in_flight", [](const self& m) { return m.machine().in_flight(); });
}

}  // namespace gamewire::python
