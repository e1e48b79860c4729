/// Numbers and texts among the arguments of calls. python.hpp includes it, and nobody else: so all files convert alike.
///
/// pybind11 has one answer to a value of another type and to one that is out of range: a TypeError that names the
/// signature. Here the second one is a UsageError, as it is for all that is called the wrong way.
#pragma once

#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <pybind11/pybind11.h>

namespace gamewire::python {

namespace py = pybind11;

/// UsageError for a number that is none of those from `least` to `most`.
[[noreturn]] void raise_out_of_range(py::handle number, py::handle least, py::handle most);
/// For one that no double holds.
[[noreturn]] void raise_too_large();
/// For text that UTF-8 has no form for: it is not shown, for it may be a secret.
[[noreturn]] void raise_unencodable();

/// The number, if it is one that T holds. `integer` is an `int`.
template <std::integral T>
std::optional<T> number_in(py::handle integer) {
  using widest = std::conditional_t<std::is_signed_v<T>, long long, unsigned long long>;
  widest number;
  if constexpr (std::is_signed_v<T>)
    number = PyLong_AsLongLong(integer.ptr());
  else
    number = PyLong_AsUnsignedLongLong(integer.ptr());
  if (PyErr_Occurred() != nullptr) {
    PyErr_Clear();  // an OverflowError
    return std::nullopt;
  }
  return std::in_range<T>(number) ? std::optional(static_cast<T>(number)) : std::nullopt;
}

/// Converts what counts as an `int`, and no float.
template <std::integral T>
class integer_caster {
 public:
  PYBIND11_TYPE_CASTER(T, py::detail::const_name("int"));

  bool load(py::handle source, bool /*convert*/) {
    if (PyIndex_Check(source.ptr()) == 0) return false;
    const auto integer = py::reinterpret_steal<py::object>(PyNumber_Index(source.ptr()));
    if (!integer) throw py::error_already_set();
    const auto number = number_in<T>(integer);
    if (!number) refuse(integer);
    value = *number;
    return true;
  }

  static py::handle cast(T number, py::return_value_policy /*policy*/, py::handle /*parent*/) {
    return py::int_(number).release();
  }

 private:
  [[noreturn]] static void refuse(py::handle integer) {
    using limits = std::numeric_limits<T>;
    raise_out_of_range(integer, py::int_(limits::min()), py::int_(limits::max()));
  }
};

/// Converts what counts as a number.
class double_caster {
 public:
  PYBIND11_TYPE_CASTER(double, py::detail::const_name("float"));

  bool load(py::handle source, bool /*convert*/) {
    value = PyFloat_AsDouble(source.ptr());
    if (PyErr_Occurred() == nullptr) return true;
    const bool too_large = PyErr_ExceptionMatches(PyExc_OverflowError) != 0;
    PyErr_Clear();
    if (too_large) raise_too_large();
    return false;
  }

  static py::handle cast(double number, py::return_value_policy /*policy*/, py::handle /*parent*/) {
    return PyFloat_FromDouble(number);
  }
};

/// Converts what pybind11 does: text, and bytes as they are.
template <class T, bool is_view>
class text_caster : public py::detail::string_caster<T, is_view> {
 public:
  bool load(py::handle source, bool convert) {
    const bool converted = py::detail::string_caster<T, is_view>::load(source, convert);
    if (!converted && PyUnicode_Check(source.ptr()) != 0) raise_unencodable();
    return converted;
  }
};

}  // namespace gamewire::python

namespace pybind11::detail {

template <>
class type_caster<unsigned char> : public gamewire::python::integer_caster<unsigned char> {};
template <>
class type_caster<unsigned short> : public gamewire::python::integer_caster<unsigned short> {};
template <>
class type_caster<unsigned> : public gamewire::python::integer_caster<unsigned> {};
template <>
class type_caster<unsigned long> : public gamewire::python::integer_caster<unsigned long> {};
template <>
class type_caster<unsigned long long> : public gamewire::python::integer_caster<unsigned long long> {};
template <>
class type_caster<int> : public gamewire::python::integer_caster<int> {};
template <>
class type_caster<long> : public gamewire::python::integer_caster<long> {};
template <>
class type_caster<long long> : public gamewire::python::integer_caster<long long> {};
template <>
class type_caster<double> : public gamewire::python::double_caster {};
template <>
class type_caster<std::string> : public gamewire::python::text_caster<std::string, false> {};
template <>
class type_caster<std::string_view> : public gamewire::python::text_caster<std::string_view, true> {};

}  // namespace pybind11::detail
