/// What reading ASF's answers allocates, and that nothing but an event comes of an allocation that fails.
#include "support/allocations.hpp"

#include <doctest/doctest.h>

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/log.hpp>
#include <gamewire/asf/log_pages.hpp>
#include <gamewire/asf/requests.hpp>

#include "support/asf_samples.hpp"
#include "support/observed.hpp"

using namespace std::chrono_literals;
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
  const std::string stream = sample("asf_http/200_asf_chunked.http");
  constexpr time_point now{};
  const std::int64_t before = allocations::live();
  asf::client subject;
  const std::int64_t itself = allocations::live() - before;
  REQUIRE(subject.ask(asf::get_bots{"a"}));
  subject.opened(now);
  subject.transmitted(subject.poll_transmit(now).size(), now);
  subject.close(now);
  subject.receive(as_bytes(stream), now);
  while (subject.poll_event()) {
  }
  CHECK(subject.done());
  CHECK(allocations::live() - before <= itself + 2048);
}

TEST_CASE("a client ends every command, whichever allocation fails") {
  const std::string stream = sample("asf_http/200_asf_chunked.http");
  for (const std::size_t times : {std::size_t{1}, std::size_t{1} << 30}) {
    bool failed = true;
    for (std::size_t n = 0; failed; ++n) {
      REQUIRE(n < 1000);
      std::size_t accepted = 0;
      std::size_t ended = 0;
      std::size_t closes = 0;
      {
        const failing_allocations starve(n, times);
        asf::client subject({.password = "pass"});
        for (const char* name : {"a", "b"}) accepted += subject.ask(asf::get_bots{name}).has_value();
        const auto drain = [&](time_point now) {
          while (!subject.poll_transmit(now).empty())
            subject.transmitted(subject.poll_transmit(now).size(), now);
          while (const auto event = subject.poll_event())
            ++(std::holds_alternative<closed>(*event) ? closes : ended);
        };
        for (int round = 0; round < 2; ++round) {
          const time_point now{round * 1s};
          subject.on_timeout(now);
          if (subject.wants_transport()) subject.opened(now);
          drain(now);
          subject.receive(as_bytes(stream), now);
          drain(now);
        }
        subject.close(time_point{2s});
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

TEST_CASE("a log ends by one event, whichever allocation fails") {
  const std::string message = sample("asf_2018/nlog_ws_message.json");
  bool failed = true;
  for (std::size_t n = 0; failed; ++n) {
    REQUIRE(n < 100);
    std::size_t lines = 0;
    std::size_t closes = 0;
    {
      const failing_allocations starve(n, std::size_t{1} << 30);
      asf::log subject;
      const auto drain = [&] {
        while (const auto event = subject.poll_event()) {
          lines += std::holds_alternative<asf::log_line>(*event) ? 1 : 0;
          closes += std::holds_alternative<closed>(*event) ? 1 : 0;
        }
      };
      subject.opened({});
      subject.receive(as_bytes(message), {});
      drain();
      subject.close({});
      drain();
      CHECK(subject.done());
      failed = failing_allocations::happened();
    }
    CHECK(lines == (failed ? 0 : 1));
    CHECK(closes == 1);
  }
}

TEST_CASE("a page of the log file is whole, or there is no memory for it") {
  const std::string text = R"({"Content":["a","\u00e4"],"TotalLines":2})";
  bool failed = true;
  for (std::size_t n = 0; failed; ++n) {
    REQUIRE(n < 100);
    json::document document;
    const auto page = json::read<asf::log_lines>(*document.read(as_bytes(text)));
    const failing_allocations starve(n, std::size_t{1} << 30);
    asf::log_pages pages({.lines = 2});
    const std::error_code error = pages.take(*page);
    failed = failing_allocations::happened();
    CHECK(error == (failed ? make_error_code(gamewire::errc::no_memory) : std::error_code{}));
    CHECK(!pages.next());
  }
}

TEST_SUITE_END();
