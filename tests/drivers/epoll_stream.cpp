// Stream peers on a loop: what the tests for every driver do not ask.
#include <set>

#include <doctest/doctest.h>
#include <malloc.h>
#include <sys/resource.h>

#include <gamewire/epoll/peer.hpp>

#include "lines.hpp"
#include "stream_loopback.hpp"
#include "strict.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::connection;
using loopback::stream_server;
using loopback::to_address;

namespace {

using client = strict::machine_of<lines::client>;
using peer = epoll::peer<client>;

epoll::loop open() {
  auto made = epoll::loop::open();
  REQUIRE(made);
  return std::move(*made);
}

auto saying(std::string text) {
  return [text = std::move(text)](client& machine) { CHECK(machine->say(text)); };
}

std::string in_words(const client::event& event) {
  if (const auto* reply = std::get_if<lines::heard>(&event)) return "heard " + std::string(reply->text);
  if (const auto* end = std::get_if<failed>(&event)) return "failed: " + end->error.message();
  return "closed: " + std::get<closed>(event).error.message();
}

/// Writes events down.
auto into(std::vector<std::string>& log) {
  return [&log](const auto& event) { log.push_back(in_words(event)); };
}

void run_until(epoll::loop& loop, const std::vector<std::string>& log, std::size_t count) {
  while (log.size() < count) REQUIRE_FALSE(loop.run_once(never));
}

/// Two for each connection, of both sides.
class many_descriptors {
 public:
  many_descriptors() {
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
    const rlimit enough{.rlim_cur = before_.rlim_max, .rlim_max = before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &enough) == 0);
  }
  ~many_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

/// Accepts all, and echoes what they say, in one thread that watches nobody in particular.
class crowd_server {
 public:
  crowd_server() : thread_([this] { serve(); }) {}
  ~crowd_server() {
    over_ = true;
    thread_.join();
  }
  [[nodiscard]] endpoint at() const { return *socket_.local_endpoint(); }
  [[nodiscard]] int accepted() const { return accepted_; }

 private:
  void serve() {
    std::string text(1000, '\0');
    while (!over_) {
      for (auto next = socket_.accept(); next; next = socket_.accept(), ++accepted_)
        open_.push_back(std::move(*next));
      for (auto& one : open_)
        if (const auto got = one.receive(std::as_writable_bytes(std::span(text))); got && *got != 0)
          CHECK(one.write(as_bytes(text).first(*got)));
      std::this_thread::sleep_for(1ms);
    }
  }

  system::socket socket_ = loopback::listening();
  std::vector<system::socket> open_;
  std::atomic<bool> over_ = false;
  std::atomic<int> accepted_ = 0;
  std::thread thread_;
};

}  // namespace

TEST_CASE(
    "a stream peer can be destroyed while its name is resolved, while it connects, and in its handler") {
  const loopback::hanging_server nowhere;
  stream_server there(stream_server::echo);
  epoll::loop loop = open();
  std::vector<std::string> log;
  std::atomic<int> asked = 0, resolved = 0;
  driver_options slow;
  slow.resolve = [&](const address&, ip_preference) {
    ++asked;
    std::this_thread::sleep_for(5ms);
    std::vector found{there.at()};
    ++resolved;  // nobody waits for this thread, so that is the last of what is not its own
    return found;
  };
  std::optional<peer> resolving = peer::connect(loop, {"anywhere", 1}, client(), into(log), slow);
  std::optional<peer> connecting = peer::connect(loop, to_address(nowhere.at()), client(), into(log));
  std::optional<peer> talking;
  talking = peer::connect(loop, to_address(there.at()), client(),
                          [&, witness = std::make_unique<int>(1)](const auto& event) {
                            log.push_back(in_words(event));
                            talking.reset();
                            CHECK(*witness == 1);
                          });
  talking->command(saying("hello"));
  REQUIRE_FALSE(loop.poll());
  while (asked == 0) std::this_thread::yield();
  resolving.reset();
  connecting.reset();
  run_until(loop, log, 1);
  while (resolved == 0) REQUIRE_FALSE(loop.run_once(system::now() + 1ms));
  REQUIRE_FALSE(loop.run_once(system::now() + 5ms));
  CHECK(log == std::vector<std::string>{"heard hello"});
  CHECK_FALSE(talking);
}

TEST_CASE("what a stream peer's handler throws leaves the run, and the peer goes on where it was") {
  stream_server there(stream_server::echo);
  epoll::loop loop = open();
  std::vector<std::string> log;
  peer here = peer::connect(loop, to_address(there.at()), client(), [&](const auto& event) {
    log.push_back(in_words(event));
    throw 1;
  });
  for (const char* text : {"one", "two", "three"}) here.command(saying(text));
  while (log.size() < 3) CHECK_THROWS_AS((void)loop.run(), int);
  CHECK(log == std::vector<std::string>{"heard one", "heard two", "heard three"});
  CHECK(here.machine().faults().empty());
}

TEST_CASE("a stream peer that is flooded does not keep another one from its turn") {
  stream_server flood([](connection& with) {
    const std::string rubbish(1 << 20, 'x');
    for (int i = 0; i < 20; ++i) with.write(rubbish);
  });
  stream_server there(stream_server::echo);
  epoll::loop loop = open();
  std::vector<std::string> log;
  std::size_t flooded = 0;
  bool over = false;
  /// Counts what comes.
  struct sink : lines::client {
    void receive(bytes in, time_point) noexcept { *count += in.size(); }
    std::size_t* count = nullptr;
  };
  sink counting;
  counting.count = &flooded;
  auto busy = epoll::peer<sink>::connect(loop, to_address(flood.at()), std::move(counting),
                                         [&](const auto&) { over = true; });
  peer here = peer::connect(loop, to_address(there.at()), client(), into(log));
  std::size_t most = 0;  // that came in one round
  std::size_t before = 0;
  while (!over) {
    if (!log.empty() || before == 0) here.command(saying("hello")), log.clear();
    before = flooded;
    REQUIRE_FALSE(loop.run_once(never));
    most = std::max(most, flooded - before);
  }
  CHECK(flooded == 20U << 20);
  CHECK(most <= 16 * system::max_datagram);
  CHECK(here.machine().faults().empty());
}

TEST_CASE("a thousand stream peers on one loop get their answers, without a busy loop") {
  const many_descriptors allowed;
  crowd_server there;
  epoll::loop loop = open();
  std::vector<std::string> log;
  std::vector<peer> peers;
  for (int i = 0; i < 1000; ++i) {
    peers.push_back(peer::connect(loop, to_address(there.at()), client(), into(log)));
    peers.back().command(saying(std::to_string(i)));
  }
  run_until(loop, log, 1000);
  for (auto& one : peers) {
    CHECK(one.machine().faults().empty());
    CHECK(one.machine().looks() < 50);
    one.close();
  }
  run_until(loop, log, 2000);
  const std::set<std::string> different(log.begin(), log.end());
  CHECK(different.size() == 1001);
}

TEST_CASE("a stream peer that is connected and idle costs less than half a kilobyte, beside its machine") {
  using idle = lines::server;
  const many_descriptors allowed;
  crowd_server there;
  epoll::loop loop = open();
  std::vector<epoll::peer<idle>> peers;
  constexpr int count = 1000;
  const std::size_t before = ::mallinfo2().uordblks;
  for (int i = 0; i < count; ++i)
    peers.push_back(epoll::peer<idle>::connect(loop, to_address(there.at()), idle(), [](const auto&) {}));
  while (there.accepted() != count) REQUIRE_FALSE(loop.run_once(system::now() + 1ms));
  for (int i = 0; i < count; ++i) REQUIRE_FALSE(loop.poll());  // until each has seen that it is connected
  const std::size_t after = ::mallinfo2().uordblks;
  if (after == 0) return;  // sanitizers have an allocator of their own
  const std::size_t each = (after - before) / count - sizeof(idle);
  MESSAGE(each << " bytes each");
  CHECK(each > sizeof(epoll::conversation<idle>) - sizeof(idle));
  CHECK(each <= 512);
}
