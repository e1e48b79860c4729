/// What goes over the wire to and from master servers, in hex, for scripts.
#pragma once

#include <initializer_list>
#include <string>

#include <gamewire/master/page.hpp>

#include "hex.hpp"

namespace gamewire::test::master_wire {

/// "31 03 "0.0.0.0:0" 00 "\gamedir\tf" 00"
inline std::string request(std::string_view region, std::string_view after = "0.0.0.0:0",
                           std::string_view filter = "") {
  std::string text = "31 " + std::string(region) + " \"" + std::string(after) + "\" 00 ";
  if (!filter.empty()) text += '"' + std::string(filter) + "\" ";
  return text + "00";
}

inline const std::string page_start = "FF FF FF FF 66 0A ";
inline const std::string list_end = "00 00 00 00 00 00 ";

/// 10.0.0.N:27015 for each N.
inline std::string addresses(std::initializer_list<unsigned> numbers) {
  std::string text;
  for (const unsigned n : numbers) {
    const std::byte low{static_cast<unsigned char>(n)};
    text += "0A 00 00 " + to_hex({&low, 1}) + " 69 87 ";
  }
  return text;
}
inline std::string page(std::initializer_list<unsigned> numbers) { return page_start + addresses(numbers); }
inline std::string last_page(std::initializer_list<unsigned> numbers) { return page(numbers) + list_end; }

}  // namespace gamewire::test::master_wire
