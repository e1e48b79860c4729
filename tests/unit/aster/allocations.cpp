/// What aster::client allocates and holds, and that nothing but an event comes of an allocation that fails.
#include "support/allocations.hpp"

#include <doctest/doctest.h>

#include <gamewire/aster/client.hpp>

#include "support/metered.hpp"
#include "support/observed.hpp"

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
  for (const std::size_t times : {std::size_t{1}, std::size_t{1} << 30}) {
    bool failed = true;
    for (std::size_t n = 0; failed; ++n) {
      REQUIRE(n < 1000);
      std::size_t accepted = 0;
      std::size_t ended = 0;
      std::size_t closes = 0;
      {
        const failing_allocations starve(n, times);
        aster::client subject(options);
        accepted += subject.ask(aster::list_channels{}).has_value();
        accepted += subject.ask(aster::nick{"x"}).has_value();
        time_point now{};
        const auto drain = [&] {
          while (const std::size_t size = subject.poll_transmit(now).size()) subject.transmitted(size, now);
          while (const auto event = subject.poll_event()) {
            ended += std::holds_alternative<aster::answer>(*event) ||
                     std::holds_alternative<gamewire::failed>(*event);
            closes += std::holds_alternative<closed>(*event);
          }
        };
        drain();
        for (std::size_t at = 0; at < answers.size(); at += 50) {
          subject.receive(as_bytes(std::string_view(answers).substr(at, 50)), now);
          drain();
          now += 1ns;
          subject.on_timeout(now);
          drain();
        }
        subject.close(now);
        drain();
        subject.receive_end({}, now);
        drain();
        failed = failing_allocations::happened();
        CHECK(subject.done());
      }
      CHECK(ended == accepted);
      CHECK(closes == 1);
    }
  }
}

TEST_SUITE_END();
