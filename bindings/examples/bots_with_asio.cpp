// Asks an ArchiSteamFarm several things at once, from inside an Asio program: each waits for its own answer only.
//
//     ASF_PASSWORD=… bots_with_asio 127.0.0.1:1242 COMMAND…

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/use_awaitable.hpp>

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/requests.hpp>
#include <gamewire/asio/pool.hpp>
#include <gamewire/text.hpp>

namespace gw = gamewire;
namespace asf = gamewire::asf;

using farm = gw::asio::pool<asf::client>;

// Nothing that a server says may reach the terminal as it is.
static void print_lines(std::string_view text) {
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    std::printf("%s\n", gw::printable(line).c_str());
  }
}

static asio::awaitable<void> execute(farm& on, std::string_view command, bool& all_well) {
  const auto answer = co_await on.async_await<asf::answer>(
      [command](asf::client& to) { return to.ask(asf::command{.text = command}); }, asio::use_awaitable);
  gw::json::document document;
  const std::error_code why = answer ? answer->read(document).error : answer.error().error;
  if (why) {
    std::fprintf(stderr, "%s\n", why.message().c_str());
    all_well = false;
    co_return;
  }
  if (const auto text = asf::result<asf::route::command>(answer->read(document)); text && *text)
    print_lines((*text)->str());
}

int main(int argc, char** argv) {
  const auto where = gw::parse_address(argc > 2 ? argv[1] : "", 1242);
  if (!where)
    return std::fputs("usage: [ASF_PASSWORD=...] bots_with_asio HOST[:PORT] COMMAND...\n", stderr), 2;

  const char* const password = std::getenv("ASF_PASSWORD");

  asio::io_context io;
  constexpr std::size_t connections = 4;
  farm on(io.get_executor(), *where, connections, [&] {
    return asf::client(
        {.host = where->host, .port = where->port, .password = password != nullptr ? password : ""});
  });
  bool all_well = true;
  for (int i = 2; i < argc; ++i) asio::co_spawn(io, execute(on, argv[i], all_well), asio::detached);
  io.run();
  return all_well ? 0 : 1;
}
