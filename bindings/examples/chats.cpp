// Follows several servers of aster at once: what was said there lately, and what is said and edited from now on. A
// connection that is lost is made again, and what was missed meanwhile is told then: the last ten messages of each
// channel (for all of it, ask for those before the oldest of a page until one is known).
//
//     ASTER_PASSWORD=… chats USER HOST[:PORT]…

#include <cstdio>
#include <cstdlib>
#include <list>
#include <optional>

#include <gamewire/aster/client.hpp>
#include <gamewire/aster/servers.hpp>
#include <gamewire/epoll/peer.hpp>
#include <gamewire/text.hpp>

using namespace gamewire;

// One server: the connection to it, and its place among all of them, which keeps what is known of it. This is without
// TLS, as `gamewire serve --aster` is; elsewhere it is `over<tls::client, aster::client>`, with the same events.
struct chat {
  aster::servers::entry& known;
  std::optional<epoll::peer<aster::client>> connection = std::nullopt;

  void hear(const aster::client::event& event);
  void print(const aster::known_message& said) const;
  void complain(std::error_code why) const;
};

void chat::hear(const aster::client::event& event) {
  known.directory.apply(event);
  if (const auto* answer = std::get_if<aster::answer>(&event);
      answer != nullptr && answer->which == aster::command::history)
    if (const auto page = aster::result<aster::history>(*answer))
      for (const aster::message& one : *page)
        if (known.transcript.get_message(one.uuid) == nullptr) print(aster::own(one));
  known.transcript.apply(event);

  if (const auto* one = std::get_if<aster::posted>(&event)) print(aster::own(one->what));
  if (const auto* change = std::get_if<aster::edited>(&event))
    if (const auto* said = known.transcript.get_message(change->message)) print(*said);
  if (const auto* lost = std::get_if<aster::disconnected>(&event)) complain(lost->error);
  if (const auto* end = std::get_if<closed>(&event)) complain(end->error);

  // Messages name their channel and author by ids: who is there, and where one can talk, is asked for before them.
  if (std::holds_alternative<aster::ready>(event))
    connection->command([this](aster::client& on) { (void)known.directory.fetch(on); });
  if (const auto* answer = std::get_if<aster::answer>(&event);
      answer != nullptr && answer->which == aster::command::list_channels)
    connection->command([this](aster::client& on) {
      for (const auto& channel : known.directory.channels())
        (void)on.ask(aster::history{.channel = channel.uuid, .count = 10});
    });
}

// Nothing that a server says may reach the terminal as it is.
void chat::print(const aster::known_message& said) const {
  const auto* channel = known.directory.get_channel(said.channel);
  const auto* author = known.directory.get_user(said.author);
  std::printf("%s:%d #%s %s: %s%s\n", known.at.host.c_str(), known.at.port,
              channel != nullptr ? printable(channel->name).c_str() : "?",
              author != nullptr ? printable(author->name).c_str() : "?", printable(said.content).c_str(),
              said.edited ? " (edited)" : "");
  std::fflush(stdout);
}

void chat::complain(std::error_code why) const {
  std::fprintf(stderr, "%s:%d: %s\n", known.at.host.c_str(), known.at.port, why.message().c_str());
}

int main(int argc, char** argv) {
  const char* const password = std::getenv("ASTER_PASSWORD");
  if (argc < 3 || password == nullptr)
    return std::fputs("usage: ASTER_PASSWORD=... chats USER HOST[:PORT]...\n", stderr), 2;
  auto loop = epoll::loop::open();
  if (!loop) return std::fprintf(stderr, "%s\n", loop.error().message().c_str()), 1;

  aster::servers all;
  std::list<chat> chats;
  std::size_t over = 0;
  for (int i = 2; i < argc; ++i) {
    const auto at = parse_address(argv[i], aster::default_port);
    auto* const known = at ? all.add({at->host, at->port}) : nullptr;
    if (known == nullptr) return std::fprintf(stderr, "%s is no address, or there twice\n", argv[i]), 2;

    chat& one = chats.emplace_back(*known);
    aster::client client({.name = argv[1],
                          .password = password,
                          .reconnect = {.attempts = 1000},
                          .seed = system::random_seed()});
    one.connection.emplace(epoll::peer<aster::client>::connect(
        *loop, *at, std::move(client), [&](const aster::client::event& event) {
          one.hear(event);
          over += std::holds_alternative<closed>(event) ? 1 : 0;
          if (over == chats.size()) loop->stop();
        }));
  }
  if (const auto error = loop->run()) std::fprintf(stderr, "%s\n", error.message().c_str());
  return 1;  // none of them lets anybody in any more
}
