/// Messages that servers send, made up.
#pragma once

#include "dice.hpp"
#include "support/hex.hpp"

namespace gamewire::sim {

/// Encoded, header included. `room` is about how many bytes a list may take.
test::buffer make_info(dice& dice);
test::buffer make_goldsource_info(dice& dice);
test::buffer make_players(dice& dice, std::size_t room);
test::buffer make_rules(dice& dice, std::size_t room);

}  // namespace gamewire::sim
