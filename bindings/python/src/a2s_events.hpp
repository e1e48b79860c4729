/// The events of `a2s::client`, for the machine and for fleets of it.
#pragma once

#include <gamewire/a2s/client.hpp>

#include "a2s_values.hpp"
#include "machine.hpp"

namespace gamewire::python {

void bind_a2s_decode(py::module_& module);

template <>
struct teller<a2s::client> {
  py::object operator()(const a2s::info_reply& reply) const;
  py::object operator()(const a2s::players_reply& reply) const;
  py::object operator()(const a2s::rules_reply& reply) const;
  py::object operator()(const a2s::ping_reply& reply) const;
  py::object operator()(const a2s::unrequested& what) const;
  py::object operator()(const a2s::rejected& what) const;
  py::object operator()(const a2s::incomplete& what) const;
  py::object operator()(const failed& what) const { return tell(what); }
  py::object operator()(const closed& what) const { return tell(what); }
};

}  // namespace gamewire::python
