/// What administrators do, and their drivers; and the commands that they give.
#pragma once

#include <string>

#include "dice.hpp"

namespace gamewire::sim {

struct admin_habits {
  std::uint32_t acts = 4;
  std::uint32_t commands_at_once = 3;  // at most, in each act
  std::uint32_t pause_ms = 3000;       // between acts, at most
  nanoseconds lateness{};              // of the driver's timer
  std::uint32_t full_per_mille = 0;    // how often the transport takes nothing
};

admin_habits make_admin_habits(dice& dice);

/// One that `test::rcon_reply_to` knows, with a number of its own at its end.
std::string make_command(dice& dice, std::uint32_t number, std::size_t longest);
/// That number; 0: it has none.
std::uint32_t number_of_command(std::string_view command);

}  // namespace gamewire::sim
