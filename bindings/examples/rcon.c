// Executes commands on a game server by Source RCON, in C: the machine, a socket and poll(2). The password is in
// GAMEWIRE_RCON_PASSWORD, or the first line of the file that GAMEWIRE_RCON_PASSWORD_FILE names: others can see what stands behind a
// command.
//
//     GAMEWIRE_RCON_PASSWORD=… rcon_in_c 192.0.2.1[:27015] status "say hello"

#define _DEFAULT_SOURCE  // POSIX, and explicit_bzero

#include <errno.h>
#include <fcntl.h>
#include <gamewire.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
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

// Waits for a connection that is on its way; errno says what became of it.
static int has_connected(int socket) {
  struct pollfd ready = {.fd = socket, .events = POLLOUT};
  int error = ETIMEDOUT;
  socklen_t size = sizeof error;
  if (poll(&ready, 1, 10000) == 1) getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
  errno = error;
  return error == 0;
}

static int connect_tcp(const gw_endpoint* to) {
  struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(to->port)};
  memcpy(&name.sin_addr, to->address, sizeof name.sin_addr);
  const int opened = socket(AF_INET, SOCK_STREAM, 0);
  if (opened < 0) return -1;
  fcntl(opened, F_SETFL, O_NONBLOCK);
  if (connect(opened, (const struct sockaddr*)&name, sizeof name) == 0) return opened;
  if (errno == EINPROGRESS && has_connected(opened)) return opened;
  const int error = errno;
  close(opened);
  errno = error;
  return -1;
}

static int read_password(char* out, size_t size) {
  const char* password = getenv("GAMEWIRE_RCON_PASSWORD");
  if (password != NULL) return snprintf(out, size, "%s", password) < (int)size;
  const char* name = getenv("GAMEWIRE_RCON_PASSWORD_FILE");
  FILE* file = name != NULL ? fopen(name, "r") : NULL;
  const int found = file != NULL && fgets(out, (int)size, file) != NULL;
  if (found) out[strcspn(out, "\r\n")] = '\0';
  if (file != NULL) fclose(file);
  return found;
}

// A line reaches the terminal as it is only where it is printable; how long it is, the server chooses.
static void print_line(gw_text line) {
  const size_t size = gw_printable(line, NULL, 0) + 1;
  char* shown = malloc(size);
  if (shown == NULL) {
    perror("malloc");
    exit(1);
  }
  gw_printable(line, shown, size);
  puts(shown);
  free(shown);
}

// What a server says to a command has lines.
static void print_lines(gw_text body) {
  while (body.size != 0) {
    const char* end = memchr(body.data, '\n', body.size);
    const size_t size = end != NULL ? (size_t)(end - body.data) : body.size;
    print_line((gw_text){body.data, size});
    body.data += size + (end != NULL);
    body.size -= size + (end != NULL);
  }
}

static void complain(const gw_end* why) {
  char message[256];
  gw_error_message(&why->error, message, sizeof message);
  fprintf(stderr, "%s: %s\n", gw_code_name(why->error.code), message);
}

// Are there more failures now?
static int print(const gw_event* event) {
  switch (event->type) {
    case GW_EVENT_REPLY:
      print_lines(event->reply.body);
      if (event->reply.partial) fputs("the reply ended early: there is more to it\n", stderr);
      return event->reply.partial;
    case GW_EVENT_FAILED: complain(&event->failed); return 1;
    case GW_EVENT_CLOSED: return event->closed.error.code != GW_OK;
    default: return 0;
  }
}

// Sends until there is nothing left to send (1: there is) or the socket takes no more.
static int send_all(gw_machine* client, int socket) {
  for (gw_bytes out; (out = gw_poll_transmit(client, now())).size != 0;) {
    const ssize_t sent = send(socket, out.data, out.size, MSG_NOSIGNAL);
    if (sent >= 0) {
      gw_transmitted(client, (size_t)sent, now());
    } else if (errno == EAGAIN) {
      return 1;
    } else {
      gw_receive_end(client, errno, now());
    }
  }
  return 0;
}

// Its time goes before what comes: whoever sends without end must not keep it from that.
static void wait_for(gw_machine* client, int socket, int is_full, void* buffer, size_t size) {
  if (gw_deadline(client) <= now()) {
    gw_on_timeout(client, now());
    return;
  }
  struct pollfd ready = {.fd = socket, .events = (short)(is_full ? POLLIN | POLLOUT : POLLIN)};
  poll(&ready, 1, milliseconds_until(gw_deadline(client)));
  const ssize_t got = recv(socket, buffer, size, 0);
  if (got > 0)
    gw_receive(client, buffer, (size_t)got, now());
  else if (got == 0)
    gw_receive_end(client, 0, now());
  else if (errno != EAGAIN && errno != EINTR)
    gw_receive_end(client, errno, now());
}

static int talk(gw_machine* client, int socket, char** commands) {
  static unsigned char buffer[65536];
  int failures = 0;
  for (; *commands != NULL; ++commands) {
    const gw_code code = gw_rcon_execute(client, *commands, NULL);
    if (code == GW_OK) continue;
    fprintf(stderr, "not sent (%s): %s\n", gw_code_name(code), *commands);
    ++failures;
  }
  gw_opened(client, now());
  gw_close(client, now());  // no more commands: done when these have their replies

  for (;;) {
    const int is_full = send_all(client, socket);
    for (gw_event event; gw_poll_event(client, &event);) failures += print(&event);
    if (gw_done(client)) return failures;
    wait_for(client, socket, is_full, buffer, sizeof buffer);
  }
}

int main(int argc, char** argv) {
  gw_endpoint server;
  char password[256];
  if (argc < 3 || gw_endpoint_parse(argv[1], 27015, &server) != GW_OK || server.family != GW_FAMILY_V4 ||
      !read_password(password, sizeof password)) {
    fputs("usage: GAMEWIRE_RCON_PASSWORD=… rcon_in_c IPV4[:PORT] COMMAND…\n", stderr);
    return 2;
  }
  gw_rcon_options options;
  gw_rcon_options_init(&options, sizeof options);
  options.password = password;

  gw_machine* client = NULL;
  const gw_code code = gw_rcon_client_new(&options, &client);
  explicit_bzero(password, sizeof password);  // the client has its own copy
  const int socket = code == GW_OK ? connect_tcp(&server) : -1;
  int failures = 1;
  if (code != GW_OK)
    fprintf(stderr, "%s\n", gw_code_name(code));
  else if (socket < 0)
    perror("connect");
  else
    failures = talk(client, socket, argv + 2);
  gw_free(client);
  if (socket >= 0) close(socket);
  return failures == 0 ? 0 : 1;
}
