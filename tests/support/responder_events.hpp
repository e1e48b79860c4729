/// What rcon::responder reports, in words.
#pragma once

#include <string>

#include <gamewire/rcon/responder.hpp>

#include "hex.hpp"

namespace gamewire::inline v0::rcon {

/// "login", "login refused 1", "command 1 \"status\"", "closed: wrong password (why)".
inline std::string describe(const responder::event& event) {
  if (const auto* one = std::get_if<responder::login>(&event))
    return one->ok ? "login" : "login refused " + std::to_string(one->failures);
  if (const auto* one = std::get_if<responder::command>(&event))
    return "command " + std::to_string(static_cast<std::uint32_t>(one->request)) + ' ' +
           test::quoted(one->text);
  const auto& end = std::get<closed>(event);
  std::string text = "closed";
  if (end.error) text += ": " + end.error.message();
  if (!end.detail.empty()) text += " (" + std::string(end.detail) + ')';
  return text;
}

}  // namespace gamewire::inline v0::rcon
