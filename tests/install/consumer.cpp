// Somebody else's program: needs core and a driver, and no flag but those that come with the library.
#include <iostream>

#include <gamewire/a2s/client.hpp>
#include <gamewire/system.hpp>

int main() {
  gamewire::a2s::client client;
  const auto id = client.request_info();
  std::cout << (id && !client.poll_transmit(gamewire::system::now()).empty() ? "asked\n" : "did not ask\n");
}
