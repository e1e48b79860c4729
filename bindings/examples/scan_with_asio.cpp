// Asks many game servers at once for their info, through one socket per address family, with the Asio driver.
//
//     scan_with_asio 192.0.2.1:27015 192.0.2.2:27016 …

#include <cstdio>
#include <vector>

#include <asio/detached.hpp>
#include <asio/io_context.hpp>

#include <gamewire/a2s/client.hpp>
#include <gamewire/asio/hub.hpp>
#include <gamewire/fleet.hpp>
#include <gamewire/text.hpp>
#include <gamewire/wildcards.hpp>

namespace gw = gamewire;
using fleet = gw::fleet<gw::a2s::client>;

int main(int argc, char** argv) {
  const std::vector<const char*> names(argv + 1, argv + argc);
  const gw::a2s::client_options options{
      .timeout = std::chrono::milliseconds(500), .retries = 1, .seed = gw::system::random_seed()};
  fleet all({.in_flight = 1000, .rate = 2000, .seed = gw::system::random_seed()}, &options);

  asio::io_context io;
  const auto local = gw::wildcards();  // of the address families that this host has
  if (!local) return std::fprintf(stderr, "%s\n", local.error().message().c_str()), 1;
  auto scan = gw::asio::hub_driver<fleet>::bind(io.get_executor(), *local, std::move(all));
  if (!scan) return std::fprintf(stderr, "%s\n", scan.error().message().c_str()), 1;

  std::size_t next = 0, unanswered = 0;
  const auto start_more = [&] {
    for (; next < names.size() && scan->hub().room() > 0; ++next) {
      const auto where = gw::endpoint::parse(names[next], 27015);
      if (!where || scan->hub().start(*where, next, [](auto& client) { client.request_info(); }))
        ++unanswered, std::fprintf(stderr, "%s: not asked\n", names[next]);
    }
    if (next == names.size()) scan->hub().close(gw::system::now());  // ends with the last answer
  };
  start_more();
  scan->async_run(
      [&](const fleet::event& event) {
        const auto* one = std::get_if<fleet::happened>(&event);
        if (one == nullptr) return;
        if (const auto* reply = std::get_if<gw::a2s::info_reply>(&one->what)) {
          std::printf("%s  %s: %s, %d of %d players\n", names[one->id],
                      gw::printable(reply->info.name).c_str(), gw::printable(reply->info.map).c_str(),
                      reply->info.players, reply->info.max_players);
        } else if (const auto* none = std::get_if<gw::failed>(&one->what)) {
          ++unanswered, std::fprintf(stderr, "%s: %s\n", names[one->id], none->error.message().c_str());
        } else if (std::holds_alternative<gw::closed>(one->what)) {
          start_more();
        }
      },
      asio::detached);
  io.run();
  return unanswered == 0 ? 0 : 1;
}
