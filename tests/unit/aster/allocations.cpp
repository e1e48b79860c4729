/// What aster::client allocates and holds, and that nothing but an event comes of an allocation that fails.
#include "support/allocations.hpp"

#include <doctest/doctest.h>

#include <gamewire/aster/client.hpp>

#include "support/metered.hpp"
#include "support/pieces.hpp"
#include "support/starved.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

const aster::client_options options{.name = "bot", .password = "pw"};
const std::string welcome =
    "{\"command\":\"API_version\",\"status\":200,\"version\":[1,0,0]}\n"
    "{\"command\":\"login\",\"status\":200,\"uuid\":111}\n";
std::string said(std::size_t size) {
  return R"({"author_uuid":1,"channel_uuid":7,"command":"content","content":")" + std::string(size, 'x') +
         R"(","date":1700000000,"edited":false,"reply":null,"status":200,"uuid":901})" + "\n";
}

template <class Client>
std::size_t hear(Client& on, const std::string& what) {
  std::size_t events = 0;
  on.receive(as_bytes(what), {});
  while (on.poll_event()) ++events;
  return events;
}
template <class Client>
void send_all(Client& on) {
  while (const std::size_t size = on.poll_transmit({}).size()) on.transmitted(size, {});
}

}  // namespace

TEST_SUITE_BEGIN("aster allocations");

TEST_CASE("a client that hears short lines allocates nothing") {
  aster::client subject(options);
  send_all(subject);
  CHECK(hear(subject, welcome) == 1);
  const std::string lines = said(100) + said(100) + said(100);
  CHECK(hear(subject, lines) == 3);
  const std::size_t before = allocations::count();
  CHECK(hear(subject, lines) == 3);
  CHECK(allocations::count() == before);
}

TEST_CASE("an idle client holds little, whatever it has heard") {
  metered<aster::client> subject([] { return aster::client(options); });
  send_all(subject);
  CHECK(hear(subject, welcome) == 1);
  CHECK(subject.memory() < 12000);
  CHECK(hear(subject, said(100)) == 1);
  CHECK(subject.memory() < 12000);
  const std::string large = said(1 << 20);
  CHECK(hear(subject, large.substr(0, 700000)) == 0);
  CHECK(hear(subject, large.substr(700000)) == 1);
  CHECK(subject.memory() < 12000);
  CHECK(subject.peak_memory() > 1 << 20);
}

TEST_CASE("a client ends every request, whichever allocation fails") {
  const std::string answers =
      welcome +
      "{\"command\":\"list_channels\",\"data\":[],\"status\":200}\n{\"command\":\"ping\",\"status\":200}\n" +
      "{\"command\":\"nick\",\"status\":200}\n";
  starve<aster::client>(options, [&](auto& actor) {
    ask(actor, [](aster::client& c) { return c.ask(aster::list_channels{}); });
    ask(actor, [](aster::client& c) { return c.ask(aster::nick{"x"}); });
    for (const buffer& piece : cut(as_bytes(answers), 50)) {
      actor.receive(piece, actor.now());
      actor.on_timeout(actor.now() + 1ns);
    }
    actor.close(actor.now());
    actor.receive_end({}, actor.now());
  });
}

TEST_SUITE_END();
