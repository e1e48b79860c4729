// Handles and handlers that come to their end in the middle of something.
#include <memory>
#include <stdexcept>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>

#include "asio_peer.hpp"

TEST_CASE("asio: a peer that ends aborts what is in progress") {
  server there(server::silent);
  ::asio::io_context io;
  std::optional<peer> here(ask(io.get_executor(), there.at()));
  std::vector<std::error_code> ends;
  const auto keep = [&](const answer& got) { ends.push_back(got.error().error); };
  here->async_run([](const auto&) {}, [&](std::error_code why) { ends.push_back(why); });
  here->async_await<echo::heard>(say("one"), keep);
  here->async_await<echo::heard>(say("two"), keep);
  SUBCASE("before anything was done") {}
  SUBCASE("while it waits") { io.run_for(20ms); }
  CHECK(ends.empty());
  here.reset();
  CHECK(ends.empty());  // not from inside
  finish(io);
  CHECK(ends == std::vector<std::error_code>(3, ::asio::error::operation_aborted));
}

TEST_CASE("asio: a peer moves while it waits") {
  server there(server::echo);
  ::asio::io_context io;
  peer before = ask(io.get_executor(), there.at());
  auto first = before.async_await<echo::heard>(say("first"), ::asio::use_future);
  peer here(std::move(before));
  auto second = here.async_await<echo::heard>(say("second"), ::asio::use_future);
  finish(io);
  CHECK(first.get() == "first");
  CHECK(second.get() == "second");
  auto lost = here.async_await<echo::heard>(say("third"), ::asio::use_future);
  here = ask(io.get_executor(), there.at());
  finish(io);
  CHECK(lost.get().error().error == ::asio::error::operation_aborted);
}

TEST_CASE("asio: handlers end their own peer") {
  server there(server::echo);
  ::asio::io_context io;
  auto here = std::make_unique<peer>(ask(io.get_executor(), there.at()));
  int events = 0;
  SUBCASE("of an event") {
    REQUIRE(here->machine()->say("one"));
    REQUIRE(here->machine()->say("two"));
    std::error_code why;
    here->async_run(
        [&](const auto&) {
          ++events;
          here.reset();
        },
        [&](std::error_code ended) { why = ended; });
    finish(io);
    CHECK(why == ::asio::error::operation_aborted);
  }
  SUBCASE("of an answer") {
    here->async_await<echo::heard>(say("one"), [&](const answer& got) {
      CHECK(got == "one");
      ++events;
      here.reset();
    });
    finish(io);
  }
  SUBCASE("of an event, and start another operation before") {
    std::error_code why;
    REQUIRE(here->machine()->say("one"));
    here->async_run(
        [&](const auto&) {
          here->async_await<echo::heard>(say("two"), [&](const answer& got) { why = got.error().error; });
          ++events;
          here.reset();
        },
        [](std::error_code) {});
    finish(io);
    CHECK(why == ::asio::error::operation_aborted);
  }
  CHECK(events == 1);
  CHECK_FALSE(here);
}

TEST_CASE("asio: operations that start in a handler wait until it has returned") {
  server there(server::echo);
  ::asio::io_context io;
  peer here = ask(io.get_executor(), there.at());
  REQUIRE(here.machine()->say("one"));
  std::string seen;
  here.async_run(
      [&](const auto& event) {
        const std::string_view text = std::get<echo::heard>(event).text;
        here.async_await<echo::heard>(say("two"), [&](const answer& got) {
          CHECK(got == "two");
          here.stop();
        });
        here.post([&](client&) { seen += " post"; });
        seen += text;  // still there
      },
      [](std::error_code why) { CHECK(why == ::asio::error::operation_aborted); });
  finish(io);
  CHECK(seen == "one post");
  CHECK(here.machine().faults().empty());
}

TEST_CASE("asio: what handlers throw leaves the context's run, and the peer goes on") {
  server there(server::echo);
  ::asio::io_context io;
  peer here = ask(io.get_executor(), there.at());
  for (const char* text : {"one", "two", "three"}) REQUIRE(here.machine()->say(text));
  int events = 0;
  here.async_run(
      [&](const auto&) {
        if (++events == 1) throw std::runtime_error("no");
        return events < 3;
      },
      [](std::error_code) {});
  CHECK_THROWS_AS(io.run_for(10s), std::runtime_error);
  finish(io);
  CHECK(events == 3);
  here.async_await<echo::heard>(say("four"), [](const answer&) { throw std::runtime_error("no"); });
  CHECK_THROWS_AS(finish(io), std::runtime_error);
  auto last = here.async_await<echo::heard>(say("five"), ::asio::use_future);
  finish(io);
  CHECK(last.get() == "five");
}

TEST_CASE("asio: a context that ends takes coroutines and their peers along") {
  server there(server::silent);
  auto witness = std::make_shared<int>();
  {
    ::asio::io_context io;
    ::asio::co_spawn(
        io,
        [&, witness]() -> ::asio::awaitable<void> {
          peer here = ask(io.get_executor(), there.at(), {.timeout = 30s});
          co_await here.async_await<echo::heard>(say("hello"), ::asio::use_awaitable);
          FAIL("nobody answered");
        },
        ::asio::detached);
    SUBCASE("before anything was done") {}
    SUBCASE("while they wait") { io.run_for(20ms); }
    CHECK(witness.use_count() > 1);
  }
  CHECK(witness.use_count() == 1);
}
