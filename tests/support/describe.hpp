/// What the logs of several protocols have in common.
#pragma once

#include <string>

#include <gamewire/machine.hpp>

#include "hex.hpp"

namespace gamewire::test {

/// " 7"
inline std::string number(request_id id) { return ' ' + std::to_string(static_cast<std::uint32_t>(id)); }

/// " \"text\"", or its beginning and how long it is.
inline std::string shown(bytes body) {
  constexpr std::size_t longest = 100;
  if (body.size() <= longest) return ' ' + quoted(as_text(body));
  return ' ' + quoted(as_text(body.first(longest))) + "... " + std::to_string(body.size()) + " bytes";
}

}  // namespace gamewire::test
