// A walk over a player list finds what its summary says; written and read again, the list is the same.
#include <gamewire/a2s/players.hpp>

#include "support/a2s_events.hpp"
#include "support/hex.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(decode_players) {
  const auto players = a2s::decode_players(in);
  if (!players) return;
  std::vector<a2s::player_view> list;
  for (const a2s::player_view& player : *players) list.push_back(player);
  const auto summary = players->summarize();
  HOLDS(list.size() == summary.complete && summary.partial == (list.size() < players->declared()));
  std::vector<a2s::ship_player> ship;
  for (std::size_t i = 0; summary.ship && i < list.size(); ++i) ship.push_back((*summary.ship)[i]);

  test::buffer room(in.size() + 8);
  const auto written = a2s::encode_players(list, room, ship);
  HOLDS(written && written->size() <= in.size() + 4);
  const auto again = a2s::decode_players(*written);
  HOLDS(again && !again->summarize().partial && again->summarize().trailing_bytes == 0);
  if (!summary.partial && summary.trailing_bytes == 0) HOLDS(describe(*again) == describe(*players));
  HOLDS(a2s::own(*players).list.size() == list.size());
}
