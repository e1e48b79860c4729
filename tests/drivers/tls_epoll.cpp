// Servers of TLS on the epoll driver.
#include <gamewire/blocking/peer.hpp>
#include <gamewire/epoll/acceptor.hpp>

#include "lines.hpp"
#include "tls_server.hpp"

using namespace gamewire;
using namespace std::chrono_literals;

TEST_CASE("tls: an acceptor serves it, many at a time") {
  using secure_server = over<tls::server, lines::server>;
  auto loop = epoll::loop::open();
  REQUIRE(loop);
  std::optional<epoll::acceptor<secure_server>> server;
  auto made = epoll::acceptor<secure_server>::bind(
      *loop, loopback::v4,
      [](const endpoint&) { return secure_server(tls::server(loopback::serving()), lines::server()); },
      [&](const gamewire::connection& from, const auto& event) {
        if (const auto* words = std::get_if<lines::server::said>(&event))
          server->command(from.id,
                          [text = std::string(words->text)](secure_server& on) { on->answer(text); });
      });
  REQUIRE(made);
  server.emplace(std::move(*made));
  std::thread serving([&] { CHECK_FALSE(loop->run()); });
  using peer = blocking::peer<over<tls::client, lines::client>>;
  std::vector<peer> clients;
  for (int i = 0; i < 5; ++i) {
    auto client =
        peer::connect(loopback::to_address(server->local_endpoint()),
                      over<tls::client, lines::client>({.lower = loopback::trusting(), .upper = {}}));
    REQUIRE(client);
    clients.push_back(std::move(*client));
  }
  for (int round = 0; round < 2; ++round)
    for (std::size_t i = 0; i < clients.size(); ++i) {
      const std::string text = std::to_string(i) + std::string(20000, '.');
      const auto answer = clients[i].await<lines::heard>((*clients[i].machine()).say(text));
      REQUIRE(answer);
      CHECK(*answer == text);
    }
  loop->stop();
  serving.join();
}
