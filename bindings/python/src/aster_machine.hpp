/// `aster::client`, over TLS or not.
#pragma once

#include <gamewire/aster/client.hpp>

#include "machine.hpp"
#include "over_tls.hpp"

namespace gamewire::python {

using aster_machine = maybe_secure<aster::client>;
static_assert(reconnecting<aster_machine>);

/// All events but the end have the packet that they are from.
template <>
struct teller<aster_machine> {
  explicit teller(const aster_machine& of) noexcept : of_(of) {}

  py::object operator()(const aster::ready& what) const;
  py::object operator()(const aster::answer& what) const;
  py::object operator()(const failed& what) const;
  py::object operator()(const aster::posted& what) const;
  py::object operator()(const aster::edited& what) const;
  py::object operator()(const aster::deleted& what) const;
  py::object operator()(const aster::users_changed& what) const;
  py::object operator()(const aster::online_changed& what) const;
  py::object operator()(const aster::channels_changed& what) const;
  py::object operator()(const aster::groups_changed& what) const;
  py::object operator()(const aster::unsolicited& what) const;
  py::object operator()(const aster::disconnected& what) const;
  py::object operator()(const closed& what) const;

 private:
  [[nodiscard]] py::object line() const { return to_bytes((*of_).last_packet()); }

  const aster_machine& of_;
};

}  // namespace gamewire::python
