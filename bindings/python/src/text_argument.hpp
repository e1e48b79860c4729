/// Text from Python, as UTF-8; or bytes, as they are.
#pragma once

#include <string>
#include <string_view>

#include "convert.hpp"
#include "python.hpp"

namespace gamewire::python {

class text_argument {
 public:
  /// Lives no longer than the object. TypeError for what is neither, UsageError for text that UTF-8 has no form for.
  explicit text_argument(const py::handle& of) {
    Py_ssize_t size = 0;
    if (PyUnicode_Check(of.ptr()) != 0) {
      const char* data = PyUnicode_AsUTF8AndSize(of.ptr(), &size);
      if (data == nullptr) raise_unencodable();
      text_ = {data, static_cast<std::size_t>(size)};
    } else if (PyBytes_Check(of.ptr()) != 0) {
      text_ = {PyBytes_AS_STRING(of.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(of.ptr()))};
    } else {
      throw py::type_error(std::string("text or bytes are wanted, not ") + Py_TYPE(of.ptr())->tp_name);
    }
  }

  operator std::string_view() const noexcept { return text_; }

 private:
  std::string_view text_;
};

}  // namespace gamewire::python
