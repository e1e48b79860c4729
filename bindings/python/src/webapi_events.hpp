/// The client of the Web API as Python has it, and what its events become.
#pragma once

#include <gamewire/webapi/client.hpp>

#include "machine.hpp"
#include "over_tls.hpp"

namespace gamewire::python {

using webapi_client = maybe_secure<webapi::client>;

template <>
struct teller<webapi_client> {
  py::object operator()(const webapi::answer& told) const;
  py::object operator()(const webapi::discovered& found) const;
  template <class Event>
  py::object operator()(const Event& event) const {
    return tell(event);
  }
};

/// A list of Method, in the order of the table.
py::list methods_of(const webapi::interfaces& table);

}  // namespace gamewire::python
