// Asks a game server for its info and its players, with nothing but the machine and a socket: what a driver
// does, for those who have an event loop of their own.
//
//     query_by_hand 192.0.2.1[:27015]

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/text.hpp>

using namespace gamewire;
using clock_type = std::chrono::steady_clock;

static int connect_udp(const endpoint& to) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(to.port());
  std::memcpy(&name.sin_addr, to.address().data(), sizeof name.sin_addr);
  const int opened = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (opened < 0) return -1;
  return ::connect(opened, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 ? opened : -1;
}

static std::error_code last_error() { return {errno, std::system_category()}; }

static int milliseconds_until(time_point deadline) {
  if (deadline == never) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock_type::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
}

// The views in an event live until the client is called again.
static void print(const a2s::client::event& event) {
  if (const auto* reply = std::get_if<a2s::info_reply>(&event))
    std::printf("%s: %s, %d of %d players\n", printable(reply->info.name).c_str(),
                printable(reply->info.map).c_str(), reply->info.players, reply->info.max_players);
  if (const auto* reply = std::get_if<a2s::players_reply>(&event))
    for (const auto& player : reply->players)
      std::printf("%6d  %s\n", player.score, printable(player.name).c_str());
  if (const auto* reply = std::get_if<failed>(&event))
    std::fprintf(stderr, "%s\n", reply->error.message().c_str());
}

int main(int argc, char** argv) {
  const auto server = endpoint::parse(argc == 2 ? argv[1] : "", 27015);
  if (!server || !server->is_v4()) return std::fputs("usage: query_by_hand IPV4[:PORT]\n", stderr), 2;
  const int socket = connect_udp(*server);
  if (socket < 0) return std::perror("connect"), 1;

  a2s::client client;
  bool answered = false;
  (void)client.request_info();
  (void)client.request_players();
  client.close(clock_type::now());  // no more questions: done when these two are answered, or have failed

  for (std::array<std::byte, 65536> buffer;;) {
    // Send until there is nothing left to send, or the socket takes no more for now.
    for (bytes out; !(out = client.poll_transmit(clock_type::now())).empty();) {
      if (::send(socket, out.data(), out.size(), MSG_NOSIGNAL) >= 0)
        client.transmitted(out.size(), clock_type::now());
      else if (errno == EAGAIN)
        break;
      else
        client.receive_end(last_error(), clock_type::now());
    }
    // Then look at what has happened.
    while (const auto event = client.poll_event()) {
      answered |= std::holds_alternative<a2s::info_reply>(*event);
      print(*event);
    }
    if (client.done()) break;

    // Its time goes before what comes: whoever sends without end must not keep it from that.
    if (client.deadline() <= clock_type::now()) {
      client.on_timeout(clock_type::now());
      continue;
    }
    // Then wait, and tell the client what came: a datagram, or an error.
    pollfd ready{.fd = socket, .events = POLLIN, .revents = 0};
    ::poll(&ready, 1, milliseconds_until(client.deadline()));
    const ssize_t size = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (size >= 0)
      client.receive(std::span(buffer).first(static_cast<std::size_t>(size)), clock_type::now());
    else if (errno != EAGAIN && errno != EINTR)
      client.receive_end(last_error(), clock_type::now());
  }
  ::close(socket);
  return answered ? 0 : 1;
}
