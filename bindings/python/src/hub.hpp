/// Any hub of core (a fleet, a responder) as a Python class.
#pragma once

#include <array>

#include "machine.hpp"

namespace gamewire::python {

template <class H>
py::list hub_transmits(held<H>& held, double now) {
  py::list all;
  const time_point at = to_time(now);
  std::array<transmit, 64> batch;
  held.call([&](H& hub) {
    while (const std::size_t count = hub.poll_transmit(batch, at)) {
      for (std::size_t i = 0; i < count; ++i)
        all.append(py::make_tuple(to_python(batch[i].payload), to_python(batch[i].to)));
      hub.transmitted(count, at);
    }
  });
  return all;
}

/// What `bind_machine` is for machines; here datagrams come from, and go to, addresses.
template <class H>
py::class_<held<H>> bind_hub(py::module_& module, const char* name, const char* doc) {
  using self = held<H>;
  py::class_<self> made(module, name, doc);
  made.def(
          "receive",
          [](self& m, const py::object& address, const py::object& data, double now) {
            const endpoint from = to_endpoint(address);
            const buffer in(data);
            m.call([&](H& hub) { hub.receive(from, in, to_time(now)); });
          },
          "address"_a, "data"_a, "now"_a, "Takes a datagram that arrived from `address` at `now`.")
      .def(
          "unreachable",
          [](self& m, const py::object& address, double now, const py::object& error) {
            const endpoint peer = to_endpoint(address);
            const std::error_code why = reason_of(error);
            m.call([&](H& hub) { hub.unreachable(peer, why, to_time(now)); });
          },
          "address"_a, "now"_a, "error"_a = py::none(), "The network says that `address` cannot be reached.")
      .def(
          "on_timeout", [](self& m, double now) { m.call([&](H& hub) { hub.on_timeout(to_time(now)); }); },
          "now"_a, "To be called when `deadline` has come; before it, it does nothing.")
      .def("transmits", &hub_transmits<H>, "now"_a,
           "What is to be sent now: pairs of a datagram and an address. The caller has it then.")
      .def("events", &self::events, "What has happened since the last call, in order.")
      .def(
          "close", [](self& m, double now) { m.call([&](H& hub) { hub.close(to_time(now)); }); }, "now"_a,
          "Accepts no more, finishes what is open, and is done then.")
      .def_property_readonly(
          "deadline", [](const self& m) { return deadline_of(m.machine().deadline()); },
          "When `on_timeout` wants to be called, on the caller's clock; None: never.")
      .def_property_readonly("done", [](const self& m) { return m.machine().done(); }, "Is it over?");
  return made;
}

}  // namespace gamewire::python
