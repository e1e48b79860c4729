// A game server that answers queries from inside its own loop, between two frames of the game.
//
//     serve_in_your_loop [PORT]      27015 by default, 0 for any; says "ready 127.0.0.1:PORT"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/socket.h>

#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/responder.hpp>
#include <gamewire/a2s/rules.hpp>

using namespace gamewire;
using clock_type = std::chrono::steady_clock;

static sockaddr_in to_native(const endpoint& from) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(from.port());
  std::memcpy(&name.sin_addr, from.address().data(), sizeof name.sin_addr);
  return name;
}

static endpoint from_native(const sockaddr_in& name) {
  std::array<std::uint8_t, 4> octets;
  std::memcpy(octets.data(), &name.sin_addr, octets.size());
  return endpoint::v4(octets, ntohs(name.sin_port));
}

// Opens the socket that the game talks through as well, and says where.
static int open_socket(std::uint16_t port) {
  sockaddr_in name = to_native(endpoint::v4({127, 0, 0, 1}, port));
  socklen_t size = sizeof name;
  auto* const any = reinterpret_cast<sockaddr*>(&name);
  const int opened = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (opened < 0 || ::bind(opened, any, size) < 0 || ::getsockname(opened, any, &size) < 0) return -1;
  std::printf("ready %s\n", std::string(endpoint_text(from_native(name)).view()).c_str());
  std::fflush(stdout);
  return opened;
}

// What the server has to say, whenever that changes.
static void publish(a2s::responder& answers) {
  const std::array players{a2s::player_view{.name = "Gordon", .score = 12, .duration = 345.6F},
                           a2s::player_view{.name = "Alyx", .score = 9, .duration = 78.9F}};
  const std::array rules{a2s::rule_view{"mp_timelimit", "30"}, a2s::rule_view{"sv_gravity", "800"}};
  const a2s::info_view info{.name = "A server in its own loop",
                            .map = "crossfire",
                            .folder = "valve",
                            .game = "Half-Life",
                            .players = static_cast<std::uint8_t>(players.size()),
                            .max_players = 16,
                            .version = "1.0"};
  std::array<std::byte, 1024> buffer;
  if (const auto message = a2s::encode_info(info, buffer)) (void)answers.publish(*message);
  if (const auto message = a2s::encode_players(players, buffer)) (void)answers.publish(*message);
  if (const auto message = a2s::encode_rules(rules, buffer)) (void)answers.publish(*message);
}

// What has arrived, one datagram at a time, and only so many: the frame has to end, however much comes.
static void receive(int socket, a2s::responder& answers) {
  constexpr int at_once = 64;
  std::array<std::byte, 2048> buffer;
  for (int i = 0; i < at_once; ++i) {
    sockaddr_in peer{};
    socklen_t length = sizeof peer;
    const ssize_t size =
        ::recvfrom(socket, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&peer), &length);
    if (size < 0) return;
    answers.receive(from_native(peer), std::span(buffer).first(static_cast<std::size_t>(size)),
                    clock_type::now());
    while (answers.poll_event()) continue;  // a server that logs its queries does that here
  }
}

static void send(int socket, a2s::responder& answers) {
  std::array<transmit, 16> batch;
  while (const std::size_t count = answers.poll_transmit(batch, clock_type::now())) {
    for (const transmit& one : std::span(batch).first(count)) {
      const sockaddr_in peer = to_native(one.to);
      ::sendto(socket, one.payload.data(), one.payload.size(), MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&peer), sizeof peer);
    }
    answers.transmitted(count, clock_type::now());  // what the socket did not take is lost, as on the way
  }
}

// Waits for datagrams and answers them until the next frame; once at least, if that is late.
static void answer_until(time_point next_frame, int socket, a2s::responder& answers) {
  do {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_frame - clock_type::now());
    pollfd ready{.fd = socket, .events = POLLIN, .revents = 0};
    ::poll(&ready, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    receive(socket, answers);
    send(socket, answers);
  } while (clock_type::now() < next_frame);
}

int main(int argc, char** argv) {
  const int socket = open_socket(static_cast<std::uint16_t>(argc == 2 ? std::atoi(argv[1]) : 27015));
  if (socket < 0) return std::perror("bind"), 1;

  a2s::responder_options options;
  if (::getrandom(&options.secret, sizeof options.secret, 0) < 0) return std::perror("getrandom"), 1;
  a2s::responder answers(options);
  publish(answers);

  constexpr auto frame = std::chrono::milliseconds(15);
  for (;;) {
    const time_point next_frame = clock_type::now() + frame;
    // … here the game goes on, and who asks has what is left of the frame: the game sets the pace, not strangers.
    answer_until(next_frame, socket, answers);
  }
}
