/// The table and the answers that tests of the Web API stand on: tests/vectors/webapi.
#pragma once

#include <doctest/doctest.h>

#include <gamewire/json/document.hpp>
#include <gamewire/webapi/interfaces.hpp>

#include "asf_samples.hpp"

namespace gamewire::test {

inline webapi::interfaces::made table_of(std::string_view list) {
  json::document document;
  const auto root = document.read(as_bytes(list));
  return webapi::interfaces::read(root.value_or(json::value()));
}

/// That of list.json.
inline webapi::interfaces sample_table() {
  auto table = table_of(sample("webapi/list.json"));
  REQUIRE(table);
  return *std::move(table);
}

}  // namespace gamewire::test
