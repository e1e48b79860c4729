/// What reading and writing VDF share.
#pragma once

#include <gamewire/vdf/error.hpp>
#include <gamewire/vdf/value.hpp>

#include "python.hpp"

namespace gamewire::python {

/// Throws a `gamewire.vdf.VDFError`.
[[noreturn]] void raise(const vdf::fault& why);

/// A text is a str, a float a float, an int32 an int; what has no such twin is of a class of `gamewire.vdf`.
py::object to_python(const vdf::value& of);

/// The value of a Python object, and what it points into, which has to live as long.
class vdf_value {
 public:
  /// TypeError for what VDF has no type for, UsageError for a number that fits none.
  explicit vdf_value(const py::handle& of);

  [[nodiscard]] const vdf::value& get() const noexcept { return value_; }

 private:
  py::object kept_;
  vdf::value value_;
};

void bind_vdf_read(py::module_& module);
void bind_vdf_write(py::module_& module);

}  // namespace gamewire::python
