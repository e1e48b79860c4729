#include "arguments.hpp"

#include <string>

#include "errors.hpp"

namespace gamewire::python {

void raise_out_of_range(py::handle number, py::handle least, py::handle most) {
  const std::string text =
      py::str("{} is out of range: {} to {}").format(number, least, most).cast<std::string>();
  raise_usage(text);
}

void raise_too_large() { raise_usage("a number is out of range"); }

void raise_unencodable() {
  PyErr_Clear();  // an error that knows the text
  raise_usage("a text has half of a surrogate pair in it");
}

}  // namespace gamewire::python
