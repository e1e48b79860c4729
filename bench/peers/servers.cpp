/// The servers of the benchmarks as a process, for the peers: peers-servers a2s MILLISECONDS, which answers INFO so late
/// on every address of 127.0.0.0/8, or peers-servers rcon. Prints its port, and ends with its standard input.
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <unistd.h>

#include "../must.hpp"
#include "../rcon_server.hpp"
#include "../scan_servers.hpp"

namespace {

void until_nobody_listens(unsigned port) {
  std::printf("%u\n", port);
  bench::must(std::fflush(stdout) == 0);
  char ignored;
  while (::read(STDIN_FILENO, &ignored, 1) > 0) {
  }
}

int number(std::string_view text) {
  int value = 0;
  bench::must(std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc());
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "a2s" && argc == 3) {
    const bench::scan_servers servers{std::chrono::milliseconds(number(argv[2]))};
    until_nobody_listens(servers.address(0).port());
  } else if (what == "rcon" && argc == 2) {
    const bench::rcon_server server;
    until_nobody_listens(server.port());
    std::_Exit(EXIT_SUCCESS);  // whoever is still connected
  } else {
    std::fprintf(stderr, "usage: %s a2s MILLISECONDS | rcon\n", argv[0]);
    return 2;
  }
}
