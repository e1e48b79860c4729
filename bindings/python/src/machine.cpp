#include "machine.hpp"

#include <string>

#include <gamewire/resolve.hpp>

namespace gamewire::python {

py::object tell(const failed& event) {
  static constinit record type("gamewire.events", "Failed", {"id", "error"});
  return type.make(std::to_underlying(event.id), error_object(event.error, event.detail));
}

py::object tell(const closed& event) {
  static constinit record type("gamewire.events", "Closed", {"error"});
  return type.make(event.error ? error_object(event.error, event.detail) : py::none());
}

std::error_code reason_of(const py::object& error) {
  if (error.is_none()) return {};
  if (py::isinstance(error, py::module_::import("socket").attr("gaierror"))) return resolve_errc::not_found;
  if (PyErr_GivenExceptionMatches(error.ptr(), PyExc_TimeoutError) != 0)
    return make_error_code(std::errc::timed_out);
  const py::object number = py::getattr(error, "errno", py::none());
  if (py::isinstance<py::int_>(number)) return {number.cast<int>(), std::system_category()};
  return make_error_code(std::errc::connection_reset);
}

}  // namespace gamewire::python
