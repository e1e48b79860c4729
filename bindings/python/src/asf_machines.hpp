/// ArchiSteamFarm's machines as Python has them, and what their events become.
#pragma once

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/log.hpp>
#include <gamewire/websocket/client.hpp>

#include "machine.hpp"
#include "over_tls.hpp"

namespace gamewire::python {

using asf_client = maybe_secure<asf::client>;
using asf_log = maybe_secure<over<websocket::messages, asf::log>>;

/// A LogLine. `history` and `after_gap` as `asf::log_line` has them.
py::object log_line_object(const asf::log_entry& entry, bool history, bool after_gap);

template <>
struct teller<asf_client> {
  py::object operator()(const asf::answer& told) const;
  template <class Event>
  py::object operator()(const Event& event) const {
    return tell(event);
  }
};

template <>
struct teller<asf_log> {
  py::object operator()(const asf::log_line& line) const;
  py::object operator()(const asf::disconnected& lost) const;
  template <class Event>
  py::object operator()(const Event& event) const {
    return tell(event);
  }
};

}  // namespace gamewire::python
