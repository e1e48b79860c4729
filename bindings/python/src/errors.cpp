#include "errors.hpp"

#include <string>

#include <gamewire/error.hpp>
#include <gamewire/text.hpp>

namespace gamewire::python {

namespace {

py::object text_of(std::error_code why, std::string_view detail) {
  std::string text = why.message();
  if (!detail.empty()) text.append(": ").append(to_utf8(detail));
  return py::str(text);
}

}  // namespace

py::object error_object(std::error_code why, std::string_view detail) {
  const auto code = row(condition_of(why)).code;
  return py::module_::import("gamewire.errors")
      .attr("error_for")(py::str(code.data(), code.size()), text_of(why, detail));
}

void raise(std::error_code why, std::string_view detail) {
  const py::object error = error_object(why, detail);
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(error.ptr())), error.ptr());
  throw py::error_already_set();
}

void raise_usage(std::string_view text) {
  const py::object error = py::module_::import("gamewire.errors").attr("UsageError");
  PyErr_SetObject(error.ptr(), py::str(text.data(), text.size()).ptr());
  throw py::error_already_set();
}

}  // namespace gamewire::python
