// Asks a game server for its info and its players, with the blocking driver.
//
//     query play.example.org[:27015]

#include <cstdio>

#include <gamewire/a2s/client.hpp>
#include <gamewire/blocking/peer.hpp>
#include <gamewire/text.hpp>

using namespace gamewire;

int main(int argc, char** argv) {
  const auto where = parse_address(argc == 2 ? argv[1] : "", 27015);
  if (!where) return std::fputs("usage: query HOST[:PORT]\n", stderr), 2;

  auto server = blocking::peer<a2s::client>::connect(*where, a2s::client({.seed = system::random_seed()}));
  if (!server) return std::fprintf(stderr, "%s\n", server.error().message().c_str()), 1;

  // Both questions are on their way before the first answer is waited for.
  const auto info_asked = server->machine().request_info();
  const auto players_asked = server->machine().request_players();

  const auto info = server->await<a2s::info_reply>(info_asked);
  if (!info) return std::fprintf(stderr, "%s\n", info.error().error.message().c_str()), 1;
  std::printf("%s: %s, %d of %d players\n", printable(info->name).c_str(), printable(info->map).c_str(),
              info->players, info->max_players);

  // Not every server tells its players.
  if (const auto players = server->await<a2s::players_reply>(players_asked))
    for (const auto& player : players->list)
      std::printf("%6d  %s\n", player.score, printable(player.name).c_str());
}
