/// Instances of the frozen dataclasses that the Python around this module declares.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <vector>

#include "convert.hpp"
#include "lazy_class.hpp"

namespace gamewire::python {

/// One such class, which has to have slots. Instances are made by filling these, without its `__init__`, which
/// would take most of the time that a reply is decoded in.
///
///     static constinit record player("gamewire.a2s", "Player", {"index", "name"});
///     return player.make(view.index, view.name);
///
/// The values are given in the order of the names, all of them. Like a `lazy_class` it is a `static constinit`.
class record {
 public:
  constexpr record(const char* module, const char* name, std::initializer_list<const char*> fields)
      : class_(module, name), size_(fields.size()) {
    std::ranges::copy(fields, fields_.begin());
  }

  template <class... Values>
  [[nodiscard]] py::object make(Values&&... values) {
    py::object made = allocate();
    std::size_t next = 0;
    (fill(made, next++, to_python(std::forward<Values>(values))), ...);
    return made;
  }

 private:
  struct layout;

  void look_up();
  py::object allocate();
  void fill(const py::object& made, std::size_t slot, const py::object& value) const;

  lazy_class class_;
  std::size_t size_;
  std::array<const char*, 32> fields_{};
  const layout* layout_ = nullptr;  // lives for ever, as its class does
};

}  // namespace gamewire::python
