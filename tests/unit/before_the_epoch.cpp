/// Clocks may count from whenever they like: machines whose time is before the epoch.
#include <doctest/doctest.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/master/client.hpp>
#include <gamewire/rcon/battleye.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/goldsource.hpp>
#include <gamewire/rcon/responder.hpp>
#include <gamewire/rcon/webrcon.hpp>

using namespace std::chrono_literals;
using namespace gamewire;

namespace {

constexpr time_point early[] = {time_point::min() + 1h, time_point(-1h)};

/// Lets it ask at that time, and wait for an answer.
template <machine M, class Ask>
void asks_in_time(const typename M::options& options, Ask ask) {
  for (const time_point now : early) {
    M client(options);
    REQUIRE(ask(client));
    CHECK(client.deadline() == never);
    const std::size_t size = client.poll_transmit(now).size();
    CHECK(size != 0);
    client.transmitted(size, now);
    CHECK(client.deadline() > now);
    CHECK(client.deadline() <= now + 11s);
    client.on_timeout(now + 11s);
    CHECK(client.poll_event());
  }
}

template <machine M>
void executes_in_time() {
  asks_in_time<M>({}, [](M& client) { return client.execute("status"); });
}

}  // namespace

TEST_CASE("before the epoch machines ask, and wait for answers, as at any time") {
  asks_in_time<a2s::client>({.retries = 0}, [](auto& client) { return client.request_info(); });
  asks_in_time<master::client>({.retries = 0}, [](auto& client) { return client.request_list({}); });
  executes_in_time<rcon::client>();
  executes_in_time<rcon::battleye::client>();
  executes_in_time<rcon::goldsource::client>();
  executes_in_time<rcon::webrcon::client>();
}

TEST_CASE("before the epoch a login has its time, and no more") {
  for (const time_point now : early) {
    rcon::responder server({.login_timeout = 30s});
    server.receive({}, now);
    CHECK(server.deadline() == now + 30s);
    server.on_timeout(now + 30s);
    CHECK(server.poll_event());
    CHECK(server.done());
  }
}
