/// Scripts of aster: lines as text.
#pragma once

#include <string>

#include <gamewire/aster/client.hpp>

#include "aster_events.hpp"
#include "script.hpp"

namespace gamewire::test {

using aster_script = script<aster::client>;

inline std::string wire(const std::string& text) { return to_hex(as_bytes(text), text.size()); }
/// With its newline.
inline std::string line(const std::string& text) { return wire(text + '\n'); }

template <class Request>
auto asking(Request what, nanoseconds deadline = {}) {
  return [what, deadline](aster::client& on) { return on.ask(what, deadline); };
}

inline const aster::client_options aster_options{.name = "bot", .password = "pw"};

inline const std::string aster_login = line(R"({"command":"login","uname":"bot","passwd":"pw"})");
inline const std::string aster_banner = R"({"command":"API_version","status":200,"version":[1,0,0]})";
inline const std::string aster_welcome =
    line(aster_banner) + ' ' + line(R"({"command":"login","status":200,"uuid":111})");

/// Logged in. Until it is drained it sends nothing.
inline aster_script&& aster_logged_in(aster_script&& on) {
  return std::move(on).deaf(false).sends(aster_login).receives(aster_welcome).event("ready 111, 1.0.0");
}

}  // namespace gamewire::test
