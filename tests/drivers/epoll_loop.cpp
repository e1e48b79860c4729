// The loop itself: timers, posted work, stopping, life inside another loop.
#include <csignal>
#include <thread>

#include <doctest/doctest.h>
#include <poll.h>

#include <gamewire/epoll/loop.hpp>

using namespace gamewire;
using namespace std::chrono_literals;

namespace {

epoll::loop open() {
  auto made = epoll::loop::open();
  REQUIRE(made);
  return std::move(*made);
}

/// Is there something to do, within so long?
bool is_ready(epoll::loop& loop, std::chrono::milliseconds patience = 0ms) {
  pollfd one{.fd = loop.descriptor(), .events = POLLIN, .revents = 0};
  return ::poll(&one, 1, static_cast<int>(patience.count())) == 1;
}

void run_until(epoll::loop& loop, const bool& done) {
  while (!done) REQUIRE_FALSE(loop.run_once(never));
}

epoll::loop* to_stop = nullptr;

}  // namespace

TEST_CASE("timers go off in the order of their times, equal ones in the order in which they were set") {
  epoll::loop loop = open();
  const time_point start = system::now();
  std::string seen;
  std::vector<epoll::timer> timers;
  const auto at = [&](nanoseconds when, char name) {
    timers.push_back(loop.set_timer(start + when, [&, when, name] {
      CHECK(system::now() >= start + when);
      seen += name;
    }));
  };
  at(4ms, 'd');
  at(2ms, 'b');
  at(-1h, 'a');
  at(2ms, 'c');
  at(6ms, 'e');
  while (seen.size() < 5) REQUIRE_FALSE(loop.run_once(never));
  CHECK(seen == "abcde");
}

TEST_CASE("ten thousand timers, set and set again and cancelled at random, go off in order") {
  epoll::loop loop = open();
  const time_point start = system::now();
  std::uint64_t dice = 1;
  const auto next = [&] { return start + nanoseconds((dice = dice * 6364136223846793005U + 1) >> 40); };
  std::vector<epoll::timer> timers;
  std::vector<time_point> due(10'000);
  std::vector<std::size_t> seen;
  for (std::size_t i = 0; i < due.size(); ++i)
    timers.push_back(loop.set_timer(due[i] = next(), [&seen, i] { seen.push_back(i); }));
  for (std::size_t i = 0; i < due.size(); i += 2) timers[i].set(due[i] = next());
  for (std::size_t i = 0; i < due.size(); i += 5) timers[i].cancel();
  while (seen.size() < 8000) REQUIRE_FALSE(loop.run_once(never));
  REQUIRE_FALSE(loop.run_once(start + 30ms));
  CHECK(seen.size() == 8000);
  CHECK(std::ranges::is_sorted(seen, {}, [&](std::size_t i) { return due[i]; }));
  CHECK(std::ranges::none_of(seen, [](std::size_t i) { return i % 5 == 0; }));
}

TEST_CASE("a timer can be set, cancelled and destroyed inside callbacks, its own among them") {
  epoll::loop loop = open();
  const time_point past = system::now() - 1s;
  std::string seen;
  std::optional<epoll::timer> doomed;
  std::optional<epoll::timer> cancelled;
  std::optional<epoll::timer> postponed;
  std::optional<epoll::timer> again;
  bool over = false;
  const auto first = loop.set_timer(past, [&] {
    seen += "first ";
    doomed.reset();
    cancelled->cancel();
    postponed->set(system::now() + 2ms);
  });
  doomed = loop.set_timer(past, [&] { seen += "doomed "; });
  cancelled = loop.set_timer(past, [&] { seen += "cancelled "; });
  postponed = loop.set_timer(past, [&] {
    seen += "postponed ";
    over = true;
  });
  again = loop.set_timer(past, [&, left = std::make_unique<int>(2)] {
    seen += "again ";
    if (--*left != 0) return again->set(past);
    again.reset();
    CHECK(*left == 0);  // what it holds lives until it returns
  });
  run_until(loop, over);
  CHECK(seen == "first again again postponed ");
}

TEST_CASE("run_once waits no longer than it was told, and not for a timer that is gone") {
  epoll::loop loop = open();
  auto gone = loop.set_timer(system::now() + 1h, [] {});
  gone.cancel();
  const time_point until = system::now() + 10ms;
  CHECK_FALSE(loop.run_once(until));
  CHECK(system::now() >= until);
  CHECK_FALSE(loop.poll());
}

TEST_CASE("work that threads post is done on the loop, in the order of each") {
  epoll::loop loop = open();
  const auto here = std::this_thread::get_id();
  std::array<std::vector<int>, 4> done;
  std::vector<std::thread> threads;
  int left = 4000;
  for (auto& one : done)
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i)
        loop.post([&, made = std::make_unique<int>(i)] {
          CHECK(std::this_thread::get_id() == here);
          one.push_back(*made);
          if (--left == 0) loop.stop();
        });
    });
  CHECK_FALSE(loop.run());
  for (auto& one : threads) one.join();
  for (const auto& one : done) CHECK(std::ranges::is_sorted(one));
  CHECK(left == 0);
}

TEST_CASE("work that posts work does not keep the timers waiting") {
  epoll::loop loop = open();
  bool over = false;
  std::function<void()> again = [&] { loop.post(again); };
  loop.post(again);
  const auto timer = loop.set_timer(system::now() + 1ms, [&] { over = true; });
  run_until(loop, over);
  CHECK(over);
}

TEST_CASE("a stop before the run is not forgotten, and stops one run") {
  epoll::loop loop = open();
  loop.stop();
  CHECK_FALSE(loop.run());
  int turns = 0;
  const auto timer = loop.set_timer(system::now() + 1ms, [&] {
    ++turns;
    loop.stop();
  });
  CHECK_FALSE(loop.run());
  CHECK(turns == 1);
}

TEST_CASE("a loop is stopped from another thread and from a signal handler") {
  epoll::loop loop = open();
  std::thread other([&] {
    std::this_thread::sleep_for(5ms);
    loop.stop();
  });
  CHECK_FALSE(loop.run());
  other.join();

  to_stop = &loop;
  struct sigaction action{};
  struct sigaction before{};
  action.sa_handler = [](int) { to_stop->stop(); };
  ::sigaction(SIGUSR1, &action, &before);
  const auto alarm = loop.set_timer(system::now() + 1ms, [] { ::raise(SIGUSR1); });
  CHECK_FALSE(loop.run());
  ::sigaction(SIGUSR1, &before, nullptr);
}

TEST_CASE("a loop cannot be run from inside itself") {
  epoll::loop loop = open();
  std::error_code inside;
  loop.post([&] { inside = loop.poll(); });
  CHECK_FALSE(loop.poll());
  CHECK(inside == std::errc::operation_in_progress);
}

TEST_CASE("an exception leaves the run, and the next run does the rest") {
  epoll::loop loop = open();
  std::string seen;
  const time_point past = system::now() - 1s;
  loop.post([] { throw 1; });
  loop.post([&] { seen += "posted "; });
  const auto first = loop.set_timer(past, [] { throw 2; });
  const auto second = loop.set_timer(past, [&] {
    seen += "timer";
    loop.stop();
  });
  CHECK_THROWS_AS((void)loop.run(), int);
  CHECK_THROWS_AS((void)loop.run(), int);
  CHECK_FALSE(loop.run());
  CHECK(seen == "posted timer");
}

TEST_CASE("the descriptor of a loop tells what there is to do, and only that") {
  epoll::loop loop = open();
  CHECK_FALSE(is_ready(loop));

  int posted = 0;
  loop.post([&] { ++posted; });
  CHECK(is_ready(loop));
  CHECK_FALSE(loop.poll());
  CHECK(posted == 1);
  CHECK_FALSE(is_ready(loop));

  int turns = 0;
  auto timer = loop.set_timer(system::now() + 5ms, [&] { ++turns; });
  CHECK_FALSE(is_ready(loop));
  CHECK(is_ready(loop, 5000ms));
  CHECK_FALSE(loop.poll());
  CHECK(turns == 1);
  CHECK_FALSE(is_ready(loop));

  timer.set(time_point::min());
  CHECK(is_ready(loop, 5000ms));
  timer.cancel();
  CHECK_FALSE(loop.poll());
  CHECK_FALSE(is_ready(loop));
  CHECK(turns == 1);

  const auto far = loop.set_timer(never - 1ns, [] {});
  CHECK_FALSE(is_ready(loop));
  loop.stop();
  CHECK(is_ready(loop));
}

TEST_CASE("the descriptor stays readable while an exception has left work behind") {
  epoll::loop loop = open();
  int turns = 0;
  const time_point past = system::now() - 1s;
  const auto first = loop.set_timer(past, [] { throw 1; });
  const auto second = loop.set_timer(past, [&] { ++turns; });
  CHECK(is_ready(loop, 5000ms));
  CHECK_THROWS_AS((void)loop.poll(), int);
  CHECK(is_ready(loop, 5000ms));
  CHECK_FALSE(loop.poll());
  CHECK(turns == 1);
  CHECK_FALSE(is_ready(loop));
}

TEST_CASE("a loop that is moved keeps what runs on it") {
  epoll::loop before = open();
  bool over = false;
  const auto timer = before.set_timer(system::now() + 1ms, [&] { over = true; });
  epoll::loop loop = std::move(before);
  run_until(loop, over);
  CHECK(over);
}
