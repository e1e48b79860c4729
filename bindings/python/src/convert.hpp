/// Values of core as Python objects, and back. New references all.
#pragma once

#include <chrono>
#include <concepts>
#include <optional>
#include <string_view>

#include <gamewire/endpoint.hpp>

#include "python.hpp"

namespace gamewire::python {

// Seconds, as Python's clocks count them.

/// A span; one of more than 285 years, or without end, is as good as 285. UsageError for NaN.
nanoseconds to_nanoseconds(double seconds);
/// How long a call may take; 0, which machines take for the usual time, if that is not said. UsageError for what is not
/// more than 0.
nanoseconds to_patience(std::optional<double> seconds);
/// What a clock shows. UsageError for what is too large for seconds: it is something else, such as nanoseconds.
time_point to_time(double seconds);
inline double to_seconds(nanoseconds span) { return static_cast<double>(span.count()) / 1e9; }
/// Rounded up, so that a deadline has passed at its own number.
double to_seconds(time_point at);

/// The bytes of any object with a contiguous buffer; valid as long as this is.
class buffer {
 public:
  explicit buffer(const py::handle& of) {
    if (PyObject_GetBuffer(of.ptr(), &view_, PyBUF_SIMPLE) != 0) throw py::error_already_set();
  }
  buffer(const buffer&) = delete;
  buffer& operator=(const buffer&) = delete;
  ~buffer() { PyBuffer_Release(&view_); }

  operator bytes() const noexcept {
    return {static_cast<const std::byte*>(view_.buf), static_cast<std::size_t>(view_.len)};
  }

 private:
  Py_buffer view_{};
};

inline py::object steal(PyObject* made) {
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(made);
}

inline py::object to_python(bool value) { return py::bool_(value); }
template <std::unsigned_integral T>
py::object to_python(T value) {
  return steal(PyLong_FromUnsignedLongLong(value));
}
template <std::signed_integral T>
py::object to_python(T value) {
  return steal(PyLong_FromLongLong(value));
}
inline py::object to_python(double value) { return steal(PyFloat_FromDouble(value)); }
inline py::object to_python(nanoseconds value) { return to_python(to_seconds(value)); }
/// Text from strangers: U+FFFD for what is not UTF-8.
inline py::object to_python(std::string_view value) {
  return steal(PyUnicode_DecodeUTF8(value.data(), static_cast<Py_ssize_t>(value.size()), "replace"));
}
inline py::object to_bytes(std::string_view value) {
  return steal(PyBytes_FromStringAndSize(value.data(), static_cast<Py_ssize_t>(value.size())));
}
inline py::object to_python(bytes value) {
  return to_bytes({reinterpret_cast<const char*>(value.data()), value.size()});
}
inline py::object to_python(py::object value) { return value; }
template <class T>
py::object to_python(const std::optional<T>& value) {
  return value ? to_python(*value) : py::none();
}

/// ("1.2.3.4", 27015); a scope stands behind the address, as `socket` has it: "fe80::1%2".
py::object to_python(const endpoint& value);
/// From such a pair, or from the four that `socket` has for IPv6, of which the last is the scope. The host has to be an
/// address: UsageError else.
endpoint to_endpoint(const py::handle& address);

}  // namespace gamewire::python
