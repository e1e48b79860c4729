/// Words that stand for the values of an enum.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "errors.hpp"

namespace gamewire::python {

template <class T, std::size_t count>
using choice = std::array<std::pair<std::string_view, T>, count>;

/// UsageError for a word that is none of them.
template <class T, std::size_t count>
T chosen(const choice<T, count>& from, std::string_view word, const char* what) {
  std::string known;
  for (const auto& [name, value] : from) {
    if (name == word) return value;
    known.append(known.empty() ? "" : ", ").append(name);
  }
  raise_usage(std::string(what) + " is one of " + known);
}

template <class T, std::size_t count>
constexpr std::string_view name_in(const choice<T, count>& of, T value) {
  for (const auto& [name, each] : of)
    if (each == value) return name;
  return {};
}

}  // namespace gamewire::python
