#include "asio_peer.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/experimental/deferred.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_future.hpp>

namespace {

/// Keeps what an operation completed with.
auto into(std::optional<answer>& there) {
  return [&there](answer got) { there = std::move(got); };
}

}  // namespace

TEST_CASE("asio: answers come to those who await them, others to who runs") {
  server there([](std::string datagram) { return std::vector<std::string>{"by the way", datagram}; });
  ::asio::io_context io;
  peer here = ask(io.get_executor(), there.at());
  std::optional<answer> first, second;
  std::vector<std::string> asides;
  std::error_code end;
  here.async_run(
      [&](const auto& event) {
        if (const auto* other = std::get_if<echo::stray>(&event)) asides.emplace_back(other->text);
        if (const auto* one = std::get_if<closed>(&event)) end = one->error;
      },
      [&](std::error_code why) { CHECK_FALSE(why); });
  here.async_await<echo::heard>(say("first"), into(first));
  here.async_await<echo::heard>(say("second"), [&](answer got) {
    second = std::move(got);
    here.post([](client& machine) { machine.close(system::now()); });
  });
  finish(io);
  CHECK(first == "first");
  CHECK(second == "second");
  CHECK(asides.size() >= 1);
  CHECK_FALSE(end);
  CHECK(here->done());
  CHECK(here.machine().faults().empty());
}

TEST_CASE("asio: every event comes to the handler of a run, which may command and stop") {
  server there(server::echo);
  ::asio::io_context io;
  peer here = ask(io.get_executor(), there.at());
  REQUIRE(here.machine()->say("0"));
  int heard = 0;
  const auto count = [&](const auto& event) {
    CHECK(std::holds_alternative<echo::heard>(event));
    REQUIRE(here.machine()->say(std::to_string(++heard)));
    return heard % 3 != 0;
  };
  bool ended = false;
  here.async_run(count, [&](std::error_code why) { ended = !why; });
  finish(io);
  CHECK(ended);
  CHECK(heard == 3);
  CHECK(here.remote() == there.at());
  here.async_run(count, [](std::error_code) {});  // goes on where it was
  finish(io);
  CHECK(heard == 6);
  CHECK(here.machine().faults().empty());
}

TEST_CASE("asio: futures, from another thread than the one that runs the context") {
  server there(server::echo);
  ::asio::io_context io;
  peer here = ask(io.get_executor(), there.at());
  auto work = ::asio::make_work_guard(io);
  std::thread runs([&] { io.run(); });
  std::vector<std::future<answer>> answers;
  for (int i = 0; i < 20; ++i)
    answers.push_back(here.async_await<echo::heard>(say(std::to_string(i)), ::asio::use_future));
  for (int i = 0; i < 20; ++i) CHECK(answers[static_cast<std::size_t>(i)].get() == std::to_string(i));
  work.reset();
  runs.join();
  CHECK(here.machine().faults().empty());
}

TEST_CASE("asio: a deferred operation starts when it is called") {
  server there(server::echo);
  ::asio::io_context io;
  peer here = ask(io.get_executor(), there.at());
  auto later = here.async_await<echo::heard>(say("hello"), ::asio::experimental::deferred);
  finish(io);
  CHECK(there.asked() == 0);
  std::optional<answer> got;
  std::move(later)(into(got));
  finish(io);
  CHECK(got == "hello");
}

TEST_CASE("asio: deadlines end requests, and the waits cost no busy loop") {
  server there(server::silent);
  ::asio::io_context io;
  peer here = ask(io.get_executor(), there.at(), {.timeout = 20ms, .retries = 2});
  std::optional<answer> got;
  int ticks = 0;
  ::asio::steady_timer timer(io, 10ms);
  timer.async_wait([&](std::error_code) { ++ticks; });
  here.async_await<echo::heard>(say("hello"), into(got));
  finish(io);
  REQUIRE(got);
  CHECK(got->error().error == condition::timeout);
  CHECK(there.asked() == 3);
  CHECK(ticks == 1);
  CHECK(here.machine().looks() < 30);
  CHECK(here.machine().faults().empty());
}

TEST_CASE("asio: a name that does not resolve, and an address that cannot be reached, are the end") {
  ::asio::io_context io;
  const auto nowhere = [](const address&, ip_preference) {
    return std::unexpected(make_error_code(resolve_errc::not_found));
  };
  std::vector<std::pair<peer, std::error_code>> all;
  all.emplace_back(peer(io.get_executor(), {"anything", 1}, client(), {.resolve = nowhere}),
                   resolve_errc::not_found);
  all.emplace_back(
      peer(io.get_executor(), {"anything", 1}, client(), {.resolve = loopback::finds({loopback::forbidden})}),
      native::error(std::errc::permission_denied));
  for (auto& [here, why] : all) {
    std::optional<answer> got;
    std::error_code end;
    here.async_run(
        [&](const auto& event) {
          if (auto* one = std::get_if<closed>(&event)) end = one->error;
        },
        [](std::error_code ended) { CHECK_FALSE(ended); });
    here.async_await<echo::heard>(say("hello"), into(got));
    finish(io);
    REQUIRE(got);
    CHECK(got->error().error == why);
    CHECK(end == why);
    CHECK(here->done());
    here.async_await<echo::heard>(say("again"), into(got));
    finish(io);
    CHECK(got->error().error == errc::closed);
  }
}

TEST_CASE("asio: no context waits for a name that is being resolved") {
  const auto name_server = std::make_shared<loopback::gate>();
  std::error_code why;
  {
    ::asio::io_context io;
    gamewire::asio::peer<echo::hasty> here(
        io.get_executor(), {"anything", 1}, echo::hasty(),
        {.resolve = loopback::waits_at(name_server, loopback::closed_port())});
    here.async_await<echo::heard>([](echo::hasty& client) { return client.say("hello"); },
                                  [&](const answer& got) { why = got.error().error; });
    io.run();
  }
  CHECK(why == condition::timeout);
  name_server->open();
}

TEST_CASE("asio: a peer waits for its name again after it was stopped") {
  server there(server::echo);
  const auto name_server = std::make_shared<loopback::gate>();
  ::asio::io_context io;
  peer here(io.get_executor(), {"anything", 1}, client(),
            {.resolve = loopback::waits_at(name_server, there.at())});
  REQUIRE(here.machine()->say("hello"));
  std::string seen;
  const auto note = [&](const auto& event) { seen += std::get<echo::heard>(event).text, here.stop(); };
  std::error_code ended;
  here.async_run(note, [&](std::error_code stopped) { ended = stopped; });
  here.stop();
  finish(io);
  CHECK(ended == ::asio::error::operation_aborted);
  name_server->open();
  here.async_run(note, [&](std::error_code) {});
  finish(io);
  CHECK(seen == "hello");
}

TEST_CASE("asio: the system's resolver is asked for names") {
  server there(server::echo);
  ::asio::io_context io;
  peer here(io.get_executor(), {"localhost", there.at().port()}, client(),
            {.prefer = ip_preference::v4_only});
  std::optional<answer> got;
  here.async_await<echo::heard>(say("hello"), into(got));
  finish(io);
  CHECK(got == "hello");
  peer none(io.get_executor(), {"no.such.name.invalid", 1}, client());
  none.async_await<echo::heard>(say("hello"), into(got));
  finish(io);
  CHECK(got->error().error == condition::resolve);
}

TEST_CASE("asio: a refusal moves on to the next address, the last one is the end" *
          doctest::skip(native::hides_refused_datagrams())) {
  server there(server::echo);
  ::asio::io_context io;
  const auto dead = loopback::closed_port();
  peer here(io.get_executor(), {"anything", 1}, client(),
            {.local = loopback::v4, .resolve = loopback::finds({dead, loopback::closed_port(), there.at()})});
  std::optional<answer> got;
  here.async_await<echo::heard>(say("hello"), into(got));
  finish(io);
  CHECK(got == "hello");
  CHECK(here.remote() == there.at());
  peer refused = ask(io.get_executor(), dead);
  refused.async_await<echo::heard>(say("hello"), into(got));
  finish(io);
  CHECK(got->error().error == condition::refused);
}

TEST_CASE("asio: a cancellation slot ends one request") {
  server there([](std::string datagram) {
    return datagram.ends_with("quiet") ? std::vector<std::string>{} : std::vector{datagram};
  });
  ::asio::io_context io;
  peer here = ask(io.get_executor(), there.at(), {.timeout = 30s});
  std::optional<answer> quiet, loud;
  ::asio::cancellation_signal cancel;
  here.async_await<echo::heard>(say("quiet"), ::asio::bind_cancellation_slot(cancel.slot(), into(quiet)));
  here.async_await<echo::heard>(say("loud"), [&](answer got) {
    loud = std::move(got);
    cancel.emit(::asio::cancellation_type::terminal);
    cancel.emit(::asio::cancellation_type::terminal);
  });
  finish(io);
  CHECK(loud == "loud");
  REQUIRE(quiet);
  CHECK(quiet->error().error == errc::cancelled);
  cancel.emit(::asio::cancellation_type::terminal);  // too late, and harmless
  finish(io);
}

TEST_CASE("asio: an open socket can be brought along") {
  server there(server::echo);
  ::asio::io_context io;
  auto socket = loopback::bound();
  CHECK_FALSE(socket.connect(there.at()));
  auto here = peer::adopt(io.get_executor(), std::move(socket), client());
  REQUIRE(here);
  std::optional<answer> got;
  here->async_await<echo::heard>(say("hello"), into(got));
  finish(io);
  CHECK(got == "hello");
  CHECK(peer::adopt(io.get_executor(), loopback::bound(), client()).error() == std::errc::not_connected);
}
