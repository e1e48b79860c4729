/// Classes that the Python around this module declares, looked up when they are first needed.
#pragma once

#include "python.hpp"

namespace gamewire::python {

/// A class by its name. One is a `static constinit`: an import gives the interpreter's lock away, and a static whose
/// initialization waits for an import would have other threads wait for it with the lock in their hands, for ever. So
/// two threads may both look it up; the first one's word stands.
class lazy_class {
 public:
  constexpr lazy_class(const char* module, const char* name) : module_(module), name_(name) {}

  /// Lives for ever, as a static of Python's types has to: at the end of the process there is no interpreter left
  /// to give it back to.
  [[nodiscard]] py::handle get() {
    if (class_ == nullptr) {
      py::object found = py::module_::import(module_).attr(name_);
      if (class_ == nullptr) class_ = found.release().ptr();
    }
    return class_;
  }

 private:
  const char* module_;
  const char* name_;
  PyObject* class_ = nullptr;
};

}  // namespace gamewire::python
