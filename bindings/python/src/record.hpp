/// Instances of the frozen dataclasses that the Python around this module declares.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <vector>

#include "convert.hpp"

namespace gamewire::python {

/// One such class, which has to have slots. Instances are made by filling these, without its `__init__`, which
/// would take most of the time that a reply is decoded in.
///
///     static const record& player = record::of("gamewire.a2s", "Player", {"index", "name"});
///     return player.make(view.index, view.name);
///
/// The values are given in the order of the names, all of them.
class record {
 public:
  /// Lives for ever, as a static of Python's types has to: at the end of the process there is no interpreter left
  /// to give it back to.
  static const record& of(const char* module, const char* name, std::initializer_list<const char*> fields) {
    return *new record(module, name, fields);
  }

  template <class... Values>
  [[nodiscard]] py::object make(Values&&... values) const {
    py::object made = steal(type_->tp_alloc(type_, 0));
    std::size_t next = 0;
    (fill(made, next++, to_python(std::forward<Values>(values))), ...);
    return made;
  }

 private:
  record(const char* module, const char* name, std::initializer_list<const char*> fields);

  void fill(const py::object& made, std::size_t slot, const py::object& value) const {
    if (setters_[slot](slots_[slot].ptr(), made.ptr(), value.ptr()) != 0) throw py::error_already_set();
  }

  py::object class_;
  PyTypeObject* type_;
  std::vector<py::object> slots_;  // their descriptors
  std::vector<descrsetfunc> setters_;
};

}  // namespace gamewire::python
