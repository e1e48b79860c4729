#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>

#include "asio_peer.hpp"
#include "lines.hpp"
#include "stream_loopback.hpp"

using loopback::connection;
using loopback::stream_server;

namespace {

using stream_client = strict::machine_of<lines::client>;
using stream_peer = gamewire::asio::peer<stream_client>;
using persistent = lines::persistent_client;

/// A command for `async_await`.
auto says(std::string text) {
  return [text](stream_client& machine) { return machine->say(text); };
}

stream_peer connect(::asio::io_context& io, const std::vector<endpoint>& addresses,
                    lines::client_options options = {}) {
  return {io.get_executor(),
          {"anywhere", 1},
          stream_client(lines::client(options)),
          {.resolve = loopback::finds(addresses)}};
}

answer ask_for(::asio::io_context& io, stream_peer& of, std::string text) {
  answer got = std::unexpected(failure{});
  of.async_await<lines::heard>(says(std::move(text)), [&](answer one) { got = std::move(one); });
  finish(io);
  CHECK(of.machine().faults().empty());
  return got;
}

std::error_code error_of(const answer& got) { return got ? std::error_code() : got.error().error; }

}  // namespace

TEST_CASE("asio: a stream peer says lines and hears them, by callbacks, futures and coroutines") {
  stream_server there(stream_server::echo);
  ::asio::io_context io;
  stream_peer here = connect(io, {loopback::closed_port(), there.at()});
  CHECK(ask_for(io, here, "callback") == "callback");
  CHECK(here.remote() == there.at());
  auto first = here.async_await<lines::heard>(says("one"), ::asio::use_future);
  auto second = here.async_await<lines::heard>(says("two"), ::asio::use_future);
  finish(io);
  CHECK(first.get() == "one");
  CHECK(second.get() == "two");
  std::string seen;
  ::asio::co_spawn(
      io,
      [&]() -> ::asio::awaitable<void> {
        for (const std::string text : {"three", "four"})
          seen += *co_await here.async_await<lines::heard>(says(text), ::asio::use_awaitable);
      },
      ::asio::detached);
  finish(io);
  CHECK(seen == "threefour");
  CHECK(there.accepted() == 1);
}

TEST_CASE("asio: ten megabytes go through a server that reads slowly, and come back whole") {
  stream_server there([](connection& with) {
    std::string all;
    while (all.empty() || all.back() != '\n') all += with.read(20'000);
    with.write(all);
  });
  ::asio::io_context io;
  stream_peer here = connect(io, {there.at()}, {.timeout = 30s});
  std::string large(10'000'000, 'x');
  for (std::size_t i = 0; i < large.size(); i += 1000) large[i] = static_cast<char>('a' + i / 1000 % 26);
  CHECK((ask_for(io, here, large) == large));
  CHECK(here.machine().looks() < 20'000);
}

TEST_CASE("asio: a reply byte by byte is heard whole") {
  stream_server there([](connection& with) {
    for (const char c : with.read()) {
      with.write({&c, 1});
      std::this_thread::sleep_for(1ms);
    }
  });
  ::asio::io_context io;
  stream_peer here = connect(io, {there.at()});
  CHECK(ask_for(io, here, "bit by bit") == "bit by bit");
}

TEST_CASE("asio: ends, refusals and unknown names end the conversation, each with its reason") {
  stream_server orderly([](connection& with) { with.read(); });
  ::asio::io_context io;
  stream_peer ended = connect(io, {orderly.at()});
  CHECK(error_of(ask_for(io, ended, "hello")) == errc::closed);
  stream_peer refused = connect(io, {loopback::closed_port(), loopback::closed_port()});
  CHECK(error_of(ask_for(io, refused, "hello")) == std::errc::connection_refused);
  stream_peer nowhere = connect(io, {});
  CHECK(error_of(ask_for(io, nowhere, "hello")) == resolve_errc::no_address);
  for (auto* one : {&ended, &refused, &nowhere}) CHECK(error_of(ask_for(io, *one, "again")) == errc::closed);
}

TEST_CASE("asio: a reset ends the conversation, and is told from an orderly end" *
          doctest::skip(native::hides_resets())) {
  stream_server rude([](connection& with) {
    with.read();
    loopback::leave_rudely(with);
  });
  ::asio::io_context io;
  stream_peer reset = connect(io, {rude.at()});
  CHECK(error_of(ask_for(io, reset, "hello")) == std::errc::connection_reset);
  CHECK(error_of(ask_for(io, reset, "again")) == errc::closed);
}

TEST_CASE("asio: what a server said before it was gone is heard, though it can be told nothing more") {
  std::atomic<bool> go = false;
  stream_server there([&](connection& with) {
    with.write(with.read());
    go.wait(false);
    loopback::leave_rudely(with, "goodbye\n");
  });
  ::asio::io_context io;
  stream_peer here = connect(io, {there.at()});
  CHECK(ask_for(io, here, "hello") == "hello");
  go = true;
  go.notify_all();
  std::this_thread::sleep_for(30ms);
  CHECK(ask_for(io, here, "anybody there?") == "goodbye");
}

TEST_CASE("asio: an address that leaves one hanging neither keeps the next from its turn nor the deadline") {
  const loopback::hanging_server nowhere;
  stream_server there(stream_server::echo);
  ::asio::io_context io;
  stream_peer here = connect(io, {nowhere.at(), there.at()});
  CHECK(ask_for(io, here, "hello") == "hello");
  CHECK(here.remote() == there.at());
  stream_peer late = connect(io, {nowhere.at()}, {.timeout = 30ms});
  CHECK(error_of(ask_for(io, late, "hello")) == std::errc::timed_out);
  CHECK(late.machine().looks() < 20);
}

TEST_CASE("asio: a stream peer ends while its name is resolved, while it connects, and while it waits") {
  const loopback::hanging_server nowhere;
  stream_server silent([](connection& with) { with.read(), with.read(); });
  ::asio::io_context io;
  std::optional<stream_peer> here;
  bool ran = false;
  std::vector<std::error_code> ends;
  const auto begin = [&](stream_peer made) {
    here.emplace(std::move(made));
    here->async_await<lines::heard>(says("hello"), [&](answer got) { ends.push_back(error_of(got)); });
  };
  SUBCASE("resolving") {
    begin({io.get_executor(), {"localhost", 1}, stream_client(), {.prefer = ip_preference::v4_only}});
    io.run_one();
  }
  SUBCASE("connecting") {
    begin(connect(io, {nowhere.at()}));
    io.run_for(20ms);
  }
  SUBCASE("racing") {
    const loopback::hanging_server another;
    begin(connect(io, {nowhere.at(), another.at()}));
    io.run_for(300ms);
  }
  SUBCASE("waiting") {
    begin(connect(io, {silent.at()}));
    io.run_for(20ms);
  }
  SUBCASE("in its handler") {
    stream_server there(stream_server::echo);
    begin(connect(io, {there.at()}));
    here->machine()->say("first");
    here->async_run(
        [&](const auto&) {
          ran = true;
          here.reset();
        },
        [&](std::error_code why) { CHECK(why == ::asio::error::operation_aborted); });
    finish(io);
  }
  CHECK(ends.empty() != ran);
  here.reset();
  finish(io);
  CHECK(ends == std::vector<std::error_code>{::asio::error::operation_aborted});
}

TEST_CASE("asio: a run is stopped while it connects, and goes on later") {
  stream_server there(stream_server::echo);
  ::asio::io_context io;
  stream_peer here = connect(io, {there.at()});
  REQUIRE(here.machine()->say("hello"));
  std::string seen;
  const auto note = [&](const auto& event) { seen += std::get<lines::heard>(event).text, here.stop(); };
  std::error_code ended;
  here.async_run(note, [&](std::error_code why) { ended = why; });
  here.stop();
  finish(io);
  CHECK(ended == ::asio::error::operation_aborted);
  CHECK(seen.empty());
  here.async_run(note, [&](std::error_code) {});
  finish(io);
  CHECK(seen == "hello");
}

TEST_CASE("asio: a machine that outlives its connection gets another one, and its name is asked for again") {
  stream_server there([](connection& with) { with.write(with.read()); });
  ::asio::io_context io;
  int asked = 0;
  driver_options chosen;
  chosen.resolve = [&](const address&,
                       ip_preference) -> std::expected<std::vector<endpoint>, std::error_code> {
    if (++asked == 2) return std::unexpected(make_error_code(resolve_errc::try_again));
    return std::vector{asked == 3 ? loopback::closed_port() : there.at()};
  };
  gamewire::asio::peer<persistent> here(io.get_executor(), {"anywhere", 1}, persistent(5), chosen);
  std::string log;
  here.async_run(
      [&](const persistent::event& event) {
        if (std::holds_alternative<persistent::up>(event)) log += "up ";
        if (const auto* said = std::get_if<persistent::greeted>(&event)) log += said->text;
        if (std::holds_alternative<persistent::down>(event)) log += "down ";
      },
      [](std::error_code why) { CHECK_FALSE(why); });
  finish(io);
  CHECK(log == "up hello\ndown down down up hello\ndown up hello\ndown ");
  CHECK(asked == 5);
  CHECK(there.accepted() == 3);
}

TEST_CASE("asio: after the end of what comes in, what is left to say is said, and nobody is busy waiting") {
  using mourner = strict::machine_of<lines::mourner>;
  std::string all;
  std::atomic<bool> over = false;
  stream_server there([&](connection& with) {
    native::end_sending(with.socket());
    std::this_thread::sleep_for(30ms);  // meanwhile its buffers are full
    for (std::string text = with.read(); !text.empty(); text = with.read()) all += text;
    over = true;
  });
  ::asio::io_context io;
  gamewire::asio::peer<mourner> here(io.get_executor(), loopback::to_address(there.at()), mourner());
  here.async_run([](const auto&) {}, [](std::error_code why) { CHECK_FALSE(why); });
  finish(io);
  while (!over) std::this_thread::yield();
  CHECK((all == std::string(lines::mourner::last_words, 'x')));
  CHECK(here.machine().looks() < 2000);
  CHECK(here.machine().faults().empty());
}

TEST_CASE("asio: an open connection can be brought along") {
  stream_server there(stream_server::echo);
  ::asio::io_context io;
  auto here = stream_peer::adopt(io.get_executor(), loopback::connected_to(there.at()), stream_client());
  REQUIRE(here);
  CHECK(ask_for(io, *here, "hello") == "hello");
  auto unconnected = system::socket::tcp(ip_family::v4);
  CHECK(stream_peer::adopt(io.get_executor(), std::move(*unconnected), stream_client()).error() ==
        std::errc::not_connected);
}

TEST_CASE("asio: a machine that lacks its secret is never connected") {
  stream_server there(stream_server::echo);
  using keyed_peer = gamewire::asio::peer<lines::keyed_client>;
  for (const bool has_secret : {false, true}) {
    ::asio::io_context io;
    keyed_peer here(io.get_executor(), loopback::to_address(there.at()), lines::keyed_client(has_secret));
    answer got = std::unexpected(failure{});
    here.async_await<lines::heard>([](lines::keyed_client& on) { return on.say("hello"); },
                                   [&](answer one) { got = std::move(one); });
    finish(io);
    if (has_secret) CHECK(got == "hello");
    if (!has_secret) CHECK(got.error().error == errc::invalid_options);
    CHECK(there.accepted() == (has_secret ? 1 : 0));
  }
}
