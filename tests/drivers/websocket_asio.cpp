// WebSocket through the Asio driver.
#include "asio_peer.hpp"
#include "websocket_server.hpp"

namespace {

template <class M>
answer ask(const loopback::websocket_server& there, M machine, const std::string& text, auto say) {
  ::asio::io_context io;
  gamewire::asio::peer<M> here(io.get_executor(), loopback::to_address(there.at()), std::move(machine));
  answer got = std::unexpected(failure{});
  here.template async_await<lines::heard>([&](M& on) { return say(on, text); },
                                          [&](answer one) { got = std::move(one); });
  finish(io);
  return got;
}

}  // namespace

TEST_CASE("asio: lines over WebSocket, and on TLS") {
  const loopback::websocket_server plain, secure(true);
  if (!plain.is_there()) return loopback::websocket_server::say_that_it_is_not();
  const std::string much(300'000, 'x');
  CHECK(ask(plain, loopback::plainly(), much, [](auto& on, auto& text) { return on->say(text); }) == much);
  CHECK(ask(secure, loopback::securely(), much, [](auto& on, auto& text) { return (*on)->say(text); }) ==
        much);
}
