/// What reading the Web API's lists allocates, and that nothing but an event comes of an allocation that fails.
#include "support/allocations.hpp"

#include <gamewire/webapi/client.hpp>

#include "support/webapi_samples.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

std::size_t sum_up(json::document& document, bytes body) {
  std::size_t sum = 0;
  const auto servers = webapi::servers(webapi::read_answer({.status = 200, .body = body}, document));
  if (!servers) return 0;
  for (const webapi::game_server& one : *servers) sum += one.name.raw().size() + one.address().has_value();
  return sum;
}

std::string http(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

TEST_SUITE_BEGIN("webapi allocations");

TEST_CASE("a document that has its memory reads lists of servers without an allocation") {
  const std::string body = sample("webapi/server_list.json");
  json::document document;
  const std::size_t sum = sum_up(document, as_bytes(body));
  CHECK(sum > 20);
  const std::size_t before = allocations::count();
  CHECK(sum_up(document, as_bytes(body)) == sum);
  CHECK(allocations::count() == before);
}

TEST_CASE("walking through a table and checking a call allocates nothing, making one a single time") {
  const auto table = sample_table();
  const std::array arguments{webapi::argument{"steamids", "1"}};
  const webapi::call call{
      .interface_name = "ISteamUser", .method = "GetPlayerSummaries", .arguments = arguments};
  const std::size_t before = allocations::count();
  const bool fine = !webapi::check(table, call, {.has_key = true});
  const std::size_t checked = allocations::count();
  const auto message = webapi::make(table, call, {.key = "K1"});
  const std::size_t made = allocations::count();
  CHECK((fine && message.has_value()));
  CHECK(checked == before);
  CHECK(made == before + 1);
}

TEST_CASE("a client that is over keeps nothing of what it read") {
  const std::string stream = http(sample("webapi/list.json"));
  constexpr time_point now{};
  const std::int64_t before = allocations::live();
  webapi::client subject({.key = "K1"});
  const std::int64_t itself = allocations::live() - before;
  REQUIRE(subject.call(webapi::get_server_list{}));
  subject.opened(now);
  subject.transmitted(subject.poll_transmit(now).size(), now);
  subject.close(now);
  subject.receive(as_bytes(stream), now);
  while (subject.poll_event()) {
  }
  CHECK(subject.done());
  CHECK(allocations::live() - before <= itself + 2048);
}

TEST_CASE("a client ends every call, whichever allocation fails") {
  const std::string list = http(sample("webapi/list.json"));
  const std::string busy = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
  for (const std::size_t times : {std::size_t{1}, std::size_t{1} << 30}) {
    bool failed = true;
    for (std::size_t n = 0; failed; ++n) {
      REQUIRE(n < 1000);
      std::size_t accepted = 0;
      std::size_t ended = 0;
      std::size_t closes = 0;
      {
        const failing_allocations starve(n, times);
        webapi::client subject({.key = "K1"});
        accepted += subject.discover().has_value();
        accepted += subject.call(webapi::get_server_list{}).has_value();
        const auto drain = [&](time_point now) {
          while (!subject.poll_transmit(now).empty())
            subject.transmitted(subject.poll_transmit(now).size(), now);
          while (const auto event = subject.poll_event())
            ++(std::holds_alternative<closed>(*event) ? closes : ended);
        };
        for (int round = 0; round < 4; ++round) {
          const time_point now{round * 1s};
          subject.on_timeout(now);
          if (subject.wants_transport()) subject.opened(now);
          drain(now);
          subject.receive(as_bytes(round == 1 ? busy : list), now);
          drain(now);
        }
        subject.close(time_point{5s});
        subject.on_timeout(time_point{1h});
        drain(time_point{1h});
        CHECK(subject.done());
        failed = failing_allocations::happened();
      }
      CHECK(ended == accepted);
      CHECK(closes == 1);
    }
  }
}

TEST_SUITE_END();
