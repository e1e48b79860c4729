/// What reading the Web API's lists allocates, and that nothing but an event comes of an allocation that fails.
#include "support/allocations.hpp"

#include <gamewire/webapi/client.hpp>

#include "support/http_client_memory.hpp"
#include "support/webapi_samples.hpp"

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
  check_keeps_nothing<webapi::client>(
      {.key = "K1"}, [](webapi::client& c) { return c.call(webapi::get_server_list{}); },
      http(sample("webapi/list.json")));
}

TEST_CASE("a client ends every call, whichever allocation fails") {
  const std::string list = http(sample("webapi/list.json"));
  const std::string busy = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
  starve<webapi::client>({.key = "K1"}, [&](auto& actor) {
    ask(actor, [](webapi::client& c) { return c.discover(); });
    ask(actor, [](webapi::client& c) { return c.call(webapi::get_server_list{}); });
    answer_each_second(actor, {list, busy, list, list});
  });
}

TEST_SUITE_END();
