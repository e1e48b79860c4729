/// The regions of master servers, as Python has them: by name, or as the byte where it has none.
#pragma once

#include <string>

#include <gamewire/master/region.hpp>

#include "convert.hpp"
#include "errors.hpp"

namespace gamewire::python {

inline py::object region_object(master::region of) {
  const std::string_view name = name_of(of);
  return name.empty() ? to_python(static_cast<unsigned>(std::to_underlying(of))) : to_python(name);
}

/// Appends those that a name stands for, or the byte. UsageError for a name that is none.
template <class List>
void add_regions(List& to, const py::handle& given) {
  if (py::isinstance<py::int_>(given)) {
    to.push_back(static_cast<master::region>(given.cast<std::uint8_t>()));
    return;
  }
  const auto name = given.cast<std::string>();
  const auto named = master::regions_named(name);
  if (named.empty()) raise_usage("no such region: " + name);
  to.insert(to.end(), named.begin(), named.end());
}

}  // namespace gamewire::python
