// Asks many game servers for their info at once, through one socket per address family, on an epoll loop.
//
//     scan 192.0.2.1[:27015] 192.0.2.2[:27015] …

#include <cstdio>

#include <gamewire/a2s/client.hpp>
#include <gamewire/epoll/hub.hpp>
#include <gamewire/fleet.hpp>
#include <gamewire/text.hpp>
#include <gamewire/wildcards.hpp>

using namespace gamewire;
using scanner = fleet<a2s::client>;

int main(int argc, char** argv) {
  auto loop = epoll::loop::open();
  if (!loop) return std::fprintf(stderr, "%s\n", loop.error().message().c_str()), 1;

  const a2s::client_options options{.timeout = std::chrono::milliseconds(800)};
  scanner servers({.in_flight = static_cast<std::uint32_t>(argc), .seed = system::random_seed()}, &options);
  const auto ask = [](a2s::client& client) { (void)client.request_info(); };
  for (int i = 1; i < argc; ++i)
    if (const auto at = endpoint::parse(argv[i], 27015); !at || servers.start(*at, 0, ask))
      return std::fprintf(stderr, "%s is no address, or there twice\n", argv[i]), 2;
  servers.close(system::now());  // that was the whole list

  int answers = 0;
  const auto show = [&](const scanner::event& event) {
    const auto* one = std::get_if<scanner::happened>(&event);
    if (one == nullptr) return loop->stop();  // the fleet's own end
    const std::string at(endpoint_text(one->peer).view());
    if (const auto* reply = std::get_if<a2s::info_reply>(&one->what))
      ++answers, std::printf("%s  %s\n", at.c_str(), printable(reply->info.name).c_str());
    if (const auto* end = std::get_if<failed>(&one->what))
      std::fprintf(stderr, "%s  %s\n", at.c_str(), end->error.message().c_str());
  };
  const auto local = wildcards();  // of the address families that this host has
  if (!local) return std::fprintf(stderr, "%s\n", local.error().message().c_str()), 1;
  const auto driver = epoll::hub_driver<scanner>::bind(*loop, *local, std::move(servers), show);
  if (!driver) return std::fprintf(stderr, "%s\n", driver.error().message().c_str()), 1;
  if (const auto error = loop->run()) return std::fprintf(stderr, "%s\n", error.message().c_str()), 1;
  return answers != 0 ? 0 : 1;
}
