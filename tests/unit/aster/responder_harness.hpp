/// Lines of the protocol, for tests of aster::responder.
#pragma once

#include <string>

#include "support/aster_home.hpp"

namespace gamewire::test {

inline std::string aster_status(const std::string& command, int code) {
  return R"({"command":")" + command + R"(","status":)" + std::to_string(code) + "}\n";
}
inline std::string aster_command(const std::string& name, const std::string& fields = "") {
  return R"({"command":")" + name + '"' + (fields.empty() ? "" : "," + fields) + "}\n";
}
inline const aster::permissions everything_allowed({0x55, 0x55, 0x05});
inline const aster::permissions everything_denied({0xaa, 0xaa, 0x0a});

}  // namespace gamewire::test
