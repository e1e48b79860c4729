/// Structs that are read from JSON, from texts that they do not expect: all behave the same.
#pragma once

#include <ostream>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/json/document.hpp>
#include <gamewire/json/read.hpp>

namespace gamewire::test {

template <class T>
json::fault fault_of(const std::string& text) {
  json::document document;
  const auto root = document.read(as_bytes(text));
  if (!root) return {root.error(), 0};
  const auto read = json::read<T>(*root);
  return read ? json::fault{} : read.error();
}

template <class T>
void check_record() {
  CHECK(!fault_of<T>("{}").error);
  CHECK(!fault_of<T>(R"({"no member":[{"a":1},2]})").error);
  CHECK(!fault_of<T>(R"({"no member":1,"nor this":"x"})").error);
  for (const char* other : {"7", "[]", "null", "\"x\"", "true"}) {
    const auto wrong = fault_of<T>(other);
    CHECK_MESSAGE((wrong.error == json::errc::wrong_type && wrong.offset == 0), other);
  }
  for (const char* broken : {"{", "{7}", R"({"no member"})", R"({"no member":})", R"({"no member":1)",
                             R"({"no member":1,})", R"({"no member":1 "nor this":2})", R"({"no member":[})"})
    CHECK_MESSAGE(fault_of<T>(broken).error == json::errc::malformed, broken);
  // Each member, where no value can begin.
  constexpr auto rows = json_members(std::type_identity<T>{}).rows();
  for (const auto& row : rows) {
    const std::string name = "{\"" + std::string(row.name) + "\":";
    CHECK_MESSAGE(fault_of<T>(name + '}').error, row.name);
    CHECK_MESSAGE(fault_of<T>(name + "],\"no member\":1}").error, row.name);
  }
}
template <class... Ts>
void check_records() {
  (check_record<Ts>(), ...);
}

}  // namespace gamewire::test
