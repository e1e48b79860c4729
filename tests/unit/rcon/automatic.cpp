/// The automatic profile against every kind of server: exact replies, in time, without being told.
#include <doctest/doctest.h>

#include <gamewire/rcon/client.hpp>

#include "support/observed.hpp"
#include "support/rcon_events.hpp"
#include "support/rcon_server.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

constexpr nanoseconds latency = 10ms;

/// A client and a server at the two ends of a wire.
class table {
 public:
  table(const rcon_manners& manners, const rcon::client_options& options)
      : actor(rcon::client(options)), server(manners, "secret") {
    actor.request_limit = options.deadline;
    actor.on_send = [this](bytes out) {
      to_server_.emplace(actor.now() + latency, buffer(out.begin(), out.end()));
      return out.size();
    };
    actor.on_event = [this](const rcon::client::event& event) {
      log.push_back(describe(event));
      if (const auto* one = std::get_if<rcon::reply>(&event)) {
        replies[one->id] = own(*one);
        replied_at[one->id] = actor.now();
      }
      if (const auto* one = std::get_if<rcon::chunk>(&event)) chunks[one->request] += as_text(one->body);
    };
  }

  request_id ask(std::string command) {
    const auto id = actor.ask([&](rcon::client& client) { return client.execute(command); });
    REQUIRE(id);
    return *id;
  }

  /// Lets everything happen up to a time, or until nothing is open.
  void run(nanoseconds limit) {
    const time_point until = actor.now() + limit;
    for (;;) {
      const time_point next =
          std::min({first(to_server_), first(to_client_), server.next(), actor.machine().deadline()});
      if (next > until || (actor.open_requests() == 0 && !log.empty())) break;
      step(next);
    }
    if (actor.open_requests() != 0) actor.at(until);
  }

  /// The last events.
  [[nodiscard]] std::string tail() const {
    std::string text;
    for (std::size_t i = log.size() - std::min<std::size_t>(log.size(), 5); i < log.size(); ++i)
      text += "\n" + log[i];
    return text;
  }

  observed<rcon::client> actor;
  rcon_server server;
  std::vector<std::string> log;
  std::map<request_id, rcon::reply::owned> replies;
  std::map<request_id, time_point> replied_at;
  std::map<request_id, std::string> chunks;

 private:
  using traffic = std::multimap<time_point, buffer>;

  static time_point first(const traffic& on_its_way) {
    return on_its_way.empty() ? never : on_its_way.begin()->first;
  }

  void step(time_point now) {
    actor.at(now);
    if (first(to_server_) <= now) server.receive(to_server_.extract(to_server_.begin()).mapped(), now);
    while (server.next() <= now) {
      buffer out = server.wake(now);
      if (!out.empty()) to_client_.emplace(now + latency, std::move(out));
    }
    if (first(to_client_) <= now) actor.receive(to_client_.extract(to_client_.begin()).mapped(), now);
    if (server.hung_up() && to_client_.empty() && !actor.over()) actor.receive_end({}, now);
    actor.on_timeout(now);
  }

  traffic to_server_;
  traffic to_client_;
};

void check_replies(table& at, const std::vector<std::string>& commands, nanoseconds each) {
  std::vector<request_id> ids;
  const time_point start = at.actor.now();
  for (const std::string& command : commands) ids.push_back(at.ask(command));
  at.run(each * static_cast<int>(commands.size()));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    INFO(commands[i], ", then:", at.tail());
    const auto& reply = at.replies[ids[i]];
    const std::string want = rcon_reply_to(commands[i]);
    CHECK(reply.body.size() == want.size());
    CHECK((reply.body == want));
    CHECK_FALSE(reply.partial);
    CHECK((at.chunks[ids[i]] == want));
    CHECK(at.replied_at[ids[i]] <= start + each * static_cast<int>(i + 1));
  }
}

const std::vector<std::vector<std::string>> conversations{
    {"hi"},
    {"empty"},
    {"text 11400"},
    {"text 300000"},
    {"hi", "there", "hi"},
    {"empty", "empty", "hi"},
    {"text 11400", "hi", "text 300000"},
    {"text 300000", "text 11400", "empty", "text 4096", "text 4000", "text 2048"},
    {"empty", "text 20000", "text 20001", "hi"},
};

}  // namespace

TEST_SUITE_BEGIN("rcon automatic");

TEST_CASE("every reply of every kind of server is exact, and within two seconds") {
  for (const rcon_manners& manners : known_rcon_manners()) {
    for (const auto& commands : conversations) {
      INFO(std::string(manners.name));
      INFO("first of ", commands.size(), ": ", commands.front());
      table at(manners, {.password = "secret", .deadline = 20s});
      check_replies(at, commands, 2s);
      const auto silent = std::ranges::count_if(
          at.log, [](const std::string& line) { return line.starts_with("unsolicited"); });
      CHECK((silent > 0) == (manners.strays || manners.events));
      at.actor.finish();
      for (const std::string& breach : at.actor.breaches()) FAIL_CHECK(breach);
    }
  }
}

TEST_CASE("so it is with the profile that fits, commands being sent ahead") {
  for (const rcon_manners& manners : known_rcon_manners()) {
    for (const auto& commands : conversations) {
      INFO(std::string(manners.name));
      INFO("first of ", commands.size(), ": ", commands.front());
      table at(manners, {.password = "secret", .profile = manners.fits, .deadline = 20s, .max_in_flight = 3});
      check_replies(at, commands, 2s);
      at.actor.finish();
      for (const std::string& breach : at.actor.breaches()) FAIL_CHECK(breach);
    }
  }
}

TEST_CASE("one command after the other, with pauses") {
  for (const rcon_manners& manners : known_rcon_manners()) {
    INFO(std::string(manners.name));
    table at(manners, {.password = "secret"});
    for (int round = 0; round < 3; ++round)
      for (const auto& commands : conversations) check_replies(at, {commands.back()}, 2s);
    for (const std::string& breach : at.actor.breaches()) FAIL_CHECK(breach);
  }
}

TEST_CASE("a wrong password is told, and nothing is sent again") {
  for (const rcon_manners& manners : known_rcon_manners()) {
    INFO(std::string(manners.name));
    table at(manners, {.password = "wrong"});
    at.ask("hi");
    at.run(2s);
    REQUIRE(at.log.size() == 2);
    CHECK(at.log[0] == "failed 1: wrong password");
    CHECK(at.log[1] == "closed: wrong password");
    CHECK(at.server.executed().empty());
  }
}

TEST_CASE("a level that changes gives an empty reply, and the next command works") {
  for (const auto kind : {rcon::profile::automatic, rcon::profile::source}) {
    table at(known_rcon_manners().front(), {.password = "secret", .profile = kind});
    check_replies(at, {"changelevel de_dust"}, 2s);
    check_replies(at, {"text 11400", "changelevel de_dust", "hi", "text 11400"}, 2s);
  }
}

TEST_SUITE_END();
