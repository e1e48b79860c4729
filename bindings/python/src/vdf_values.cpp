#include <cstring>
#include <limits>
#include <string>

#include "errors.hpp"
#include "lazy_class.hpp"
#include "text_argument.hpp"
#include "vdf.hpp"

namespace gamewire::python {

namespace {

/// A class of `gamewire.vdf`.
class vdf_class {
 public:
  explicit constexpr vdf_class(const char* name) : class_("gamewire.vdf", name) {}

  template <class... Values>
  py::object operator()(Values&&... values) {
    return class_.get()(std::forward<Values>(values)...);
  }
  [[nodiscard]] bool made(const py::handle& one) { return py::isinstance(one, class_.get()); }

 private:
  lazy_class class_;
};

constinit vdf_class int64_class("Int64");
constinit vdf_class uint64_class("UInt64");
constinit vdf_class pointer_class("Pointer");
constinit vdf_class wide_class("WideString");
constinit vdf_class colour_class("Colour");

struct to_object {
  py::object operator()(std::string_view text) const { return to_python(text); }
  py::object operator()(std::int32_t number) const { return to_python(number); }
  py::object operator()(float number) const { return to_python(double{number}); }
  py::object operator()(const vdf::pointer& what) const { return pointer_class(what.address); }
  py::object operator()(const vdf::wide_text& text) const {
    return wide_class(to_python(std::string_view(vdf::to_utf8(text))));
  }
  py::object operator()(const vdf::colour& of) const {
    return colour_class(of.red, of.green, of.blue, of.alpha);
  }
  py::object operator()(std::uint64_t number) const { return uint64_class(number); }
  py::object operator()(std::int64_t number) const { return int64_class(number); }
};

template <class T>
T number(const py::handle& of) {
  try {
    return of.cast<T>();
  } catch (const py::cast_error&) {
    raise_usage("a number that does not fit its type");
  }
}

/// The smallest type that holds it.
vdf::value integer(const py::handle& of) {
  int overflow = 0;
  const long long value = PyLong_AsLongLongAndOverflow(of.ptr(), &overflow);
  if (overflow > 0) return number<std::uint64_t>(of);
  if (overflow < 0) raise_usage("a number below -2^63");
  if (value == static_cast<std::int32_t>(value)) return static_cast<std::int32_t>(value);
  return std::int64_t{value};
}

}  // namespace

void raise(const vdf::fault& why) {
  const py::object type = py::module_::import("gamewire.vdf").attr("VDFError");
  const py::object error = type(why.error.message(), why.where.line, why.where.column, why.where.offset);
  PyErr_SetObject(type.ptr(), error.ptr());
  throw py::error_already_set();
}

py::object to_python(const vdf::value& of) { return std::visit(to_object(), of); }

vdf_value::vdf_value(const py::handle& of) {
  if (wide_class.made(of)) {
    kept_ = of.attr("encode")("utf-16-le", "surrogatepass");
    value_ = vdf::wide_text{as_bytes(text_argument(kept_))};
  } else if (PyUnicode_Check(of.ptr()) != 0) {
    value_ = std::string_view(text_argument(of));
  } else if (uint64_class.made(of)) {
    value_ = number<std::uint64_t>(of);
  } else if (int64_class.made(of)) {
    value_ = number<std::int64_t>(of);
  } else if (pointer_class.made(of)) {
    value_ = vdf::pointer{number<std::uint32_t>(of)};
  } else if (colour_class.made(of)) {
    value_ = vdf::colour{number<std::uint8_t>(of.attr("red")), number<std::uint8_t>(of.attr("green")),
                         number<std::uint8_t>(of.attr("blue")), number<std::uint8_t>(of.attr("alpha"))};
  } else if (PyLong_Check(of.ptr()) != 0) {
    value_ = integer(of);
  } else if (PyFloat_Check(of.ptr()) != 0) {
    value_ = static_cast<float>(PyFloat_AS_DOUBLE(of.ptr()));
  } else {
    throw py::type_error(std::string("VDF has no values of type ") + Py_TYPE(of.ptr())->tp_name);
  }
}

void bind_vdf(py::module_& module) {
  bind_vdf_read(module);
  bind_vdf_write(module);
}

}  // namespace gamewire::python
