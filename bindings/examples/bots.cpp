// Asks an ArchiSteamFarm for its version and its bots, with the blocking driver.
//
//     ASF_PASSWORD=… bots 127.0.0.1:1242

#include <cstdio>
#include <cstdlib>

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/requests.hpp>
#include <gamewire/blocking/peer.hpp>
#include <gamewire/text.hpp>

using namespace gamewire;

static int fail(const std::error_code& why) { return std::fprintf(stderr, "%s\n", why.message().c_str()), 1; }

int main(int argc, char** argv) {
  const auto where = parse_address(argc == 2 ? argv[1] : "", 1242);
  if (!where) return std::fputs("usage: [ASF_PASSWORD=...] bots HOST[:PORT]\n", stderr), 2;
  const char* const password = std::getenv("ASF_PASSWORD");  // others can see what stands behind a command

  auto farm = blocking::peer<asf::client>::connect(
      *where,
      asf::client(
          {.host = where->host, .port = where->port, .password = password != nullptr ? password : ""}));
  if (!farm) return fail(farm.error());

  json::document document;  // the results are views into it and the answer
  const auto told = farm->await<asf::answer>(farm->machine().ask(asf::get_info{}));
  if (!told) return fail(told.error().error);
  const asf::reply about = told->read(document);
  if (about.error) return fail(about.error);
  const auto info = asf::result<asf::route::asf_info>(about);
  if (!info) return fail(info.error().error);
  std::printf("ASF %d.%d, %u KiB\n", info->version.parts[0], info->version.parts[1], info->memory_usage);

  const auto answer = farm->await<asf::answer>(farm->machine().ask(asf::get_bots{.bots = "ASF"}));
  if (!answer) return fail(answer.error().error);
  const auto bots = asf::result<asf::route::bots>(answer->read(document));
  if (!bots) return fail(bots.error().error);
  for (const auto& [name, bot] : *bots)
    std::printf("%s: %s, %zu games to farm\n", printable(name.str()).c_str(),
                bot.is_connected_and_logged_on ? "online" : "offline", bot.cards_farmer.games_to_farm.size());
}
