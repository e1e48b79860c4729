/// What is wrong with a text of JSON, read as some type.
#pragma once

#include <string_view>
#include <system_error>

#include <gamewire/json/document.hpp>
#include <gamewire/json/read.hpp>

namespace gamewire::test {

/// The error with which it is no `T`; nothing, if it is one.
template <class T>
std::error_code error_of(std::string_view text) {
  json::document document;
  const auto root = document.read(as_bytes(text));
  if (!root) return root.error();
  const auto read = json::read<T>(*root);
  return read ? std::error_code{} : read.error().error;
}

}  // namespace gamewire::test
