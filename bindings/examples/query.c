// Asks a game server for its info and its players, in C: the machine, a socket and poll(2).
//
//     query_in_c 192.0.2.1[:27015]

#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <gamewire.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static gw_time now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return GW_SECONDS(time.tv_sec) + time.tv_nsec;
}

static int milliseconds_until(gw_time deadline) {
  if (deadline == GW_NEVER) return -1;
  const gw_duration left = deadline - now();
  if (left <= 0) return 0;
  return left > GW_SECONDS(60) ? 60000 : (int)(left / GW_MILLISECONDS(1)) + 1;
}

static int connect_udp(const gw_endpoint* to) {
  struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(to->port)};
  struct sockaddr_in6 v6 = {
      .sin6_family = AF_INET6, .sin6_port = htons(to->port), .sin6_scope_id = to->scope};
  memcpy(&v4.sin_addr, to->address, sizeof v4.sin_addr);
  memcpy(&v6.sin6_addr, to->address, sizeof v6.sin6_addr);
  const int is_v4 = to->family == GW_FAMILY_V4;
  const int opened = socket(is_v4 ? AF_INET : AF_INET6, SOCK_DGRAM, 0);
  if (opened < 0) return -1;
  const struct sockaddr* name = is_v4 ? (const struct sockaddr*)&v4 : (const struct sockaddr*)&v6;
  if (connect(opened, name, is_v4 ? sizeof v4 : sizeof v6) == 0) return opened;
  close(opened);
  return -1;
}

// Servers choose their texts: none reaches a terminal as it is.
static const char* shown(gw_text text, char* room, size_t size) {
  gw_printable(text, room, size);
  return room;
}

// The texts and the list in an event live until the client is called again.
static int print(const gw_event* event) {
  char name[512], map[512];
  switch (event->type) {
    case GW_EVENT_INFO: {
      const gw_info* info = event->info.info;
      printf("%s: %s, %d of %d players\n", shown(info->name, name, sizeof name),
             shown(info->map, map, sizeof map), info->players, info->max_players);
      return 1;
    }
    case GW_EVENT_PLAYERS: {
      gw_players list = event->players.list;
      for (gw_player player; gw_players_next(&list, &player);)
        printf("%6d  %s\n", (int)player.score, shown(player.name, name, sizeof name));
      return 0;
    }
    case GW_EVENT_FAILED:
      gw_error_message(&event->failed.error, name, sizeof name);
      fprintf(stderr, "%s\n", name);
      return 0;
    default: return 0;
  }
}

// Sends until there is nothing left to send, or the socket takes no more for now.
static void send_all(gw_machine* client, int socket) {
  for (gw_bytes out; (out = gw_poll_transmit(client, now())).size != 0;) {
    if (send(socket, out.data, out.size, 0) >= 0)
      gw_transmitted(client, out.size, now());
    else if (errno == EAGAIN)
      return;
    else
      gw_unreachable(client, errno, now());
  }
}

// Waits, and tells the client what came: its time, a datagram, or an error. Its time goes first: whoever sends
// without end must not keep it from that.
static void wait_for(gw_machine* client, int socket, void* buffer, size_t size) {
  if (gw_deadline(client) <= now()) {
    gw_on_timeout(client, now());
    return;
  }
  struct pollfd ready = {.fd = socket, .events = POLLIN};
  poll(&ready, 1, milliseconds_until(gw_deadline(client)));
  const ssize_t got = recv(socket, buffer, size, MSG_DONTWAIT);
  if (got >= 0)
    gw_receive(client, buffer, (size_t)got, now());
  else if (errno != EAGAIN && errno != EINTR)
    gw_unreachable(client, errno, now());
}

static int talk(gw_machine* client, int socket) {
  static unsigned char buffer[65536];
  int answered = 0;
  gw_a2s_request_info(client, NULL);
  gw_a2s_request_players(client, NULL);
  gw_close(client, now());  // no more questions: done when these two are answered, or have failed

  for (;;) {
    send_all(client, socket);
    for (gw_event event; gw_poll_event(client, &event);) answered |= print(&event);
    if (gw_done(client)) return answered;
    wait_for(client, socket, buffer, sizeof buffer);
  }
}

int main(int argc, char** argv) {
  gw_endpoint server;
  if (argc != 2 || gw_endpoint_parse(argv[1], 27015, &server) != GW_OK) {
    fputs("usage: query_in_c ADDRESS[:PORT]\n", stderr);
    return 2;
  }
  const int socket = connect_udp(&server);
  if (socket < 0) {
    perror("connect");
    return 1;
  }
  gw_machine* client = NULL;
  const gw_code code = gw_a2s_client_new(NULL, &client);
  if (code != GW_OK) fprintf(stderr, "%s\n", gw_code_name(code));
  const int answered = code == GW_OK && talk(client, socket);
  gw_free(client);
  close(socket);
  return answered ? 0 : 1;
}
