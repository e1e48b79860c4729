#include "secrets.hpp"

#include <string>

namespace gamewire::python {

void hide_arguments(const py::object& type, const char* method) {
  const py::object open = type.attr(method);
  const auto guarded = [open](const py::args& given, const py::kwargs& named) -> py::object {
    try {
      return open(*given, **named);
    } catch (const py::error_already_set& error) {
      if (!error.matches(PyExc_TypeError)) throw;
      const std::string text = py::str(error.value());
      const auto signatures = text.substr(0, text.find("\n\nInvoked with: "));
      if (signatures == text) throw;
      throw py::type_error(signatures);
    }
  };
  py::options documented;
  documented.disable_function_signatures();  // the original's say more
  const std::string doc = py::str(open.attr("__doc__"));
  type.attr(method) = py::cpp_function(guarded, py::name("guarded"), py::is_method(type), doc.c_str());
}

}  // namespace gamewire::python
