// Somebody else's program: needs core and TLS, and no driver.
#include <iostream>

#include <gamewire/over.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/tls/client.hpp>

int main() {
  using secure_rcon = gamewire::over<gamewire::tls::client, gamewire::rcon::client>;
  secure_rcon client({.lower = {.host = "play.example"}, .upper = {.password = "secret"}});
  client.opened({});
  const auto out = client.poll_transmit({});
  std::cout << (out.empty() || out[0] != std::byte{0x16} ? "no hello\n" : "hello\n");
}
