/// What conversations of rcon::goldsource::client are written with.
#pragma once

#include <gamewire/rcon/goldsource.hpp>

#include "support/rcon_events.hpp"
#include "support/script.hpp"

namespace gamewire::test::goldsource {

using namespace std::chrono_literals;
using rcon::goldsource::client;

inline auto runs(std::string command) {
  return [command](client& c) { return c.execute(command); };
}

inline std::string quoted_hex(std::string_view text) { return '"' + std::string(text) + '"'; }

inline const client::options usual{.password = "pass word"};
inline const std::string ask_challenge = "FF FF FF FF \"challenge rcon\" 0A";
inline const std::string give_challenge = "FF FF FF FF \"challenge rcon 4063892145\" 0A 00";

inline std::string request(std::string_view command, std::string_view challenge = "4063892145") {
  return "FF FF FF FF " + quoted_hex("rcon " + std::string(challenge)) + " 20 22 \"pass word\" 22 20 " +
         quoted_hex(command) + " 00";
}
inline std::string print(std::string_view text) {
  return "FF FF FF FF \"l\" " + std::string(text) + " 00 00";
}
inline std::string reject(std::string_view text, char type = '9') {
  return "FF FF FF FF " + quoted_hex(type + std::string(text)) + " 0A 00";
}

/// The closing event, in which newlines are shown.
inline std::string closed_by(std::string_view error, std::string_view words) {
  std::string shown;
  for (const char c : words) shown += c == '\n' ? "\\n" : std::string(1, c);
  return "closed: " + std::string(error) + " (" + shown + ")";
}

/// With a challenge, and a command that is out.
inline script<client> asked(const client::options& options = usual) {
  return script<client>(options)
      .asks(runs("status"))
      .sends(ask_challenge)
      .passes(10ms)
      .receives(give_challenge)
      .sends(request("status"));
}

}  // namespace gamewire::test::goldsource
