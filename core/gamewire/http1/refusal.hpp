/// What a server says instead of switching protocols.
#pragma once

#include <cstdint>
#include <string_view>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::http1 {

/// Views, which live as long as whatever gave them says. A machine that has `receive_refusal` gets them from `over`, before it
/// hears of the end.
struct refusal {
  std::uint16_t status = 0;  // 0: it said nothing
  std::string_view location = {};
  std::string_view content_type = {};
  bytes body = {};  // its beginning, if it is long
};

}  // namespace gamewire::inline v0::http1
