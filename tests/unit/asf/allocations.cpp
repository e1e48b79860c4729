/// What reading ASF's answers allocates, and that nothing but an event comes of an allocation that fails.
#include "support/allocations.hpp"

#include <optional>

#include <doctest/doctest.h>

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/log.hpp>
#include <gamewire/asf/log_pages.hpp>
#include <gamewire/asf/requests.hpp>

#include "support/asf_samples.hpp"
#include "support/http_client_memory.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

std::size_t sum_up(json::document& document, bytes body) {
  std::size_t sum = 0;
  const auto reply = asf::read_answer({asf::route::bots, 200, "application/json", body}, document);
  const auto bots = asf::result<asf::route::bots>(reply);
  if (!bots) return 0;
  for (const auto& [name, bot] : *bots) {
    sum += name.raw().size() + bot.nickname->raw().size();
    for (const asf::game& game : bot.cards_farmer.games_to_farm) sum += game.app_id;
    if (const auto config = json::read<asf::bot_config>(bot.config)) sum += config->hours_until_card_drops;
  }
  return sum;
}

}  // namespace

TEST_SUITE_BEGIN("asf allocations");

TEST_CASE("a document that has its memory reads answers without an allocation") {
  const std::string body = sample("asf/bot_get_two.json");
  json::document document;
  const std::size_t sum = sum_up(document, as_bytes(body));
  CHECK(sum > 403850);
  const std::size_t before = allocations::count();
  CHECK(sum_up(document, as_bytes(body)) == sum);
  CHECK(allocations::count() == before);
  const std::int64_t live = allocations::live();
  document.release();
  CHECK(allocations::live() < live);
}

TEST_CASE("a client that is over keeps nothing of what it read") {
  check_keeps_nothing<asf::client>(
      {}, [](asf::client& c) { return c.ask(asf::get_bots{"a"}); }, sample("asf_http/200_asf_chunked.http"));
}

TEST_CASE("a client ends every command, whichever allocation fails") {
  const std::string answer = sample("asf_http/200_asf_chunked.http");
  starve<asf::client>({.password = "pass"}, [&](auto& actor) {
    for (const char* name : {"a", "b"})
      ask(actor, [&](asf::client& c) { return c.ask(asf::get_bots{name}); });
    answer_each_second(actor, {answer, answer});
  });
}

TEST_CASE("a log ends by one event, whichever allocation fails") {
  const std::string message = sample("asf_2018/nlog_ws_message.json");
  std::size_t lines = 0;
  starve<asf::log>({}, [&](auto& actor) {
    lines = 0;
    actor.on_event = [&](const auto& event) { lines += std::holds_alternative<asf::log_line>(event); };
    actor.receive(as_bytes(message), {});
    CHECK(lines == (actor.machine().has_failed() ? 0 : 1));
  });
}

TEST_CASE("a page of the log file is whole, or there is no memory for it") {
  const std::string text = R"({"Content":["a","\u00e4"],"TotalLines":2})";
  fail_each([&](std::size_t first, std::size_t times) {
    json::document document;
    const auto page = json::read<asf::log_lines>(*document.read(as_bytes(text)));
    std::optional<asf::log_pages> pages;
    std::error_code error;
    bool failed = false;
    {
      const failing_allocations starve(first, times);
      pages.emplace(asf::log_pages_options{.lines = 2});
      error = pages->take(*page);
      failed = failing_allocations::happened();
    }
    CHECK(error == (failed ? make_error_code(gamewire::errc::no_memory) : std::error_code{}));
    CHECK(!pages->next());
    return failed;
  });
}

TEST_SUITE_END();
