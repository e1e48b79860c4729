// The chat of aster as it is met: on TLS, in words over WebSocket, and in those on TLS. The drivers know nothing of it.
#include <gamewire/aster/client.hpp>
#include <gamewire/aster/directory.hpp>
#include <gamewire/aster/responder.hpp>
#include <gamewire/websocket/client.hpp>
#include <gamewire/websocket/server.hpp>

#include "every_driver.hpp"
#include "support/aster_events.hpp"
#include "tls_server.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::connection;
using loopback::stream_server;

namespace {

using secure_chat = over<tls::client, aster::client>;
using web_chat = over<websocket::lines, aster::client>;
using secure_web_chat = over<tls::client, web_chat>;
static_assert(reconnecting<secure_chat> && reconnecting<web_chat> && reconnecting<secure_web_chat>);

websocket::client_options web_options() {
  websocket::client_options options{.host = "play.example", .path = "/"};
  system::fill_random(std::as_writable_bytes(std::span(options.secret)));
  return options;
}

/// How a machine is made, and what serves it.
template <class Machine>
struct stack;
template <>
struct stack<secure_chat> {
  using server = over<tls::server, aster::responder>;
  static secure_chat client(const aster::client_options& options) {
    return secure_chat({.lower = loopback::trusting(), .upper = options});
  }
  static server serve(aster::community& of) {
    return server({.lower = loopback::serving(), .upper = {.of = &of}});
  }
};
template <>
struct stack<web_chat> {
  using server = over<websocket::server_lines, aster::responder>;
  static web_chat client(const aster::client_options& options) {
    return web_chat({.lower = web_options(), .upper = options});
  }
  static server serve(aster::community& of) { return server({.lower = {}, .upper = {.of = &of}}); }
};
template <>
struct stack<secure_web_chat> {
  using server = over<tls::server, stack<web_chat>::server>;
  static secure_web_chat client(const aster::client_options& options) {
    return secure_web_chat(
        {.lower = loopback::trusting(), .upper = {.lower = web_options(), .upper = options}});
  }
  static server serve(aster::community& of) {
    return server({.lower = loopback::serving(), .upper = {.lower = {}, .upper = {.of = &of}}});
  }
};

template <class Machine>
auto& inside(Machine& of) {
  if constexpr (requires { of.operator->(); })
    return inside(*of);
  else
    return of;
}

/// A community of one, "bot", and a server of it, which ends as many connections as it is told as soon as somebody
/// has logged in.
template <class Peer>
class chat {
 public:
  using machine = std::remove_cvref_t<decltype(std::declval<Peer&>().machine())>;

  explicit chat(int ends = 0) : ends_(ends) {
    CHECK(community_.add_user("bot", "hush"));
    general = community_.add_channel("general").value_or(0);
  }

  Peer connect(aster::client_options options, driver_options driver = {}) {
    options.name = "bot";
    auto made =
        Peer::connect(loopback::to_address(server_.at()), stack<machine>::client(options), std::move(driver));
    REQUIRE(made);
    return std::move(*made);
  }

  aster::uuid general = 0;

 private:
  void serve(connection& with) {
    loopback::drive(with, stack<machine>::serve(community_),
                    [this](auto& on, const aster::responder::event& event) {
                      if (std::holds_alternative<aster::responder::logged_in>(event) && ends_-- > 0)
                        on.close(system::now());
                    });
  }

  aster::community community_;
  int ends_;  // of the server's thread alone, once there is one
  stream_server server_{[this](connection& with) { serve(with); }};
};

/// Runs until it is over; gives what it was told, each by its first word.
template <class Peer, class Hear>
std::string run(Peer& of, Hear hear) {
  std::string all;
  CHECK_FALSE(of.run([&](const aster::client::event& event) {
    const std::string what = describe(event);
    all += what.substr(0, what.find_first_of(" :")) + ' ';
    hear(inside(of.machine()), event);
  }));
  CHECK(of.machine().done());
  return all;
}

}  // namespace

#define CHATS PEERS(secure_chat), PEERS(web_chat), PEERS(secure_web_chat)

TEST_CASE_TEMPLATE("aster: what is asked for comes, and what is said", Peer, CHATS) {
  chat<Peer> there;
  Peer here = there.connect({.password = "hush"});
  const std::string much(15'000, 'x');
  aster::directory known;
  std::string said;
  const std::string told = run(here, [&](aster::client& on, const aster::client::event& event) {
    known.apply(event);
    if (std::holds_alternative<aster::ready>(event)) {
      CHECK_FALSE(known.fetch(on));
      for (const std::string& text : {std::string("hi ☕"), much})
        CHECK(on.ask(aster::send{.channel = there.general, .content = text}));
      on.close(system::now());
    }
    if (const auto* one = std::get_if<aster::posted>(&event)) said += one->what.content.str();
  });
  CHECK(told == "users online ready answer answer answer answer posted answer posted answer closed ");
  CHECK(said == "hi ☕" + much);
  CHECK(known.complete());
  CHECK(known.get_user_by_name("bot")->uuid == known.self());
  CHECK(known.get_channel_by_name("general")->uuid == there.general);
}

TEST_CASE_TEMPLATE("aster: no login, no conversation", Peer, CHATS) {
  chat<Peer> there;
  Peer here = there.connect({.password = "guess"});
  CHECK(inside(here.machine()).ask(aster::get_name{}));
  std::error_code why;
  CHECK(run(here, [&](aster::client&, const aster::client::event& event) {
          if (const auto* end = std::get_if<closed>(&event)) why = end->error;
        }) == "failed closed ");
  CHECK(why == aster::errc::login_refused);
}

TEST_CASE_TEMPLATE("aster: the next connection begins with a handshake and a login", Peer, CHATS) {
  chat<Peer> there(2);
  Peer here = there.connect({.password = "hush", .reconnect = {.attempts = 5, .delay = 1ms}});
  CHECK(inside(here.machine()).ask(aster::get_name{}));
  CHECK(inside(here.machine()).ask(aster::list_channels{}));
  int answers = 0;
  const std::string told = run(here, [&](aster::client& on, const aster::client::event& event) {
    answers += std::holds_alternative<aster::answer>(event);
    if (answers == 2) on.close(system::now());
  });
  CHECK(answers == 2);
  const auto count = [&](const std::string& word) {
    std::size_t found = 0;
    for (std::size_t at = told.find(word); at != told.npos; at = told.find(word, at + 1)) ++found;
    return found;
  };
  CHECK(count("disconnected ") == 2);
  CHECK(count("failed ") == 0);
  CHECK(told.ends_with("answer answer closed "));
}

TEST_CASE_TEMPLATE("aster: no trace shows the password", Peer, CHATS) {
  chat<Peer> there;
  std::string seen;
  Peer here = there.connect({.password = "hush"}, {.trace = [&](direction, const endpoint&, bytes some,
                                                                time_point) { seen += as_text(some); }});
  run(here, [&](aster::client& on, const aster::client::event& event) {
    if (std::holds_alternative<aster::ready>(event)) CHECK(on.ask(aster::change_password{"hush hush"}));
    if (std::holds_alternative<aster::answer>(event)) on.close(system::now());
  });
  CHECK(!seen.empty());
  CHECK(seen.find("hush") == seen.npos);
}
