/// What a directory makes of answers: to its own requests, to those of others, and of those that are odd.
#include <doctest/doctest.h>

#include <gamewire/aster/directory.hpp>

#include "support/hex.hpp"

using namespace gamewire;

namespace {

/// A client that is ready, and the directory that hears what it hears.
struct asking {
  explicit asking(const aster::client_options& options = {.name = "bot", .password = "pw", .keep_alive = {}},
                  const std::string& welcome = R"({"command":"login","status":200,"uuid":111})")
      : client(options) {
    send();
    hear(welcome);
  }
  void send() {
    for (bytes out = client.poll_transmit({}); !out.empty(); out = client.poll_transmit({}))
      client.transmitted(out.size(), {});
  }
  void hear(const std::string& line) {
    const std::string in = line + '\n';
    client.receive(as_bytes(in), {});
    while (const auto event = client.poll_event()) known.apply(*event);
  }
  template <class Request>
  void ask(const Request& what, const std::string& answer) {
    CHECK(client.ask(what));
    send();
    hear(answer);
  }

  aster::client client;
  aster::directory known;
};

}  // namespace

TEST_SUITE_BEGIN("aster directory");

TEST_CASE("answers that were asked for elsewhere are heard as well") {
  asking on;
  on.ask(aster::get_user{5}, R"({"command":"get_user","data":{"name":"ann","uuid":5},"status":200})");
  REQUIRE(on.known.get_user(5) != nullptr);
  CHECK(on.known.get_user(5)->name == "ann");
  CHECK(on.known.get_user_by_name("ann") == on.known.get_user(5));
  CHECK(on.known.get_user_by_name("bob") == nullptr);
  on.ask(aster::get_name{}, R"({"command":"get_name","data":"home","status":200})");
  on.ask(aster::get_icon{}, R"({"command":"get_icon","data":"UE5H","status":200})");
  CHECK(on.known.name() == "home");
  CHECK(as_text(on.known.icon()) == "PNG");
  on.ask(aster::nick{"rob"}, R"({"command":"nick","status":200})");  // which says nothing of it
  CHECK(on.known.get_user_by_name("rob") == nullptr);
}

TEST_CASE("an answer that is not what was asked for changes nothing") {
  asking on;
  on.ask(aster::get_user{5}, R"({"command":"get_user","data":{"name":"ann","uuid":5},"status":200})");
  on.ask(aster::get_name{}, R"({"command":"get_name","data":"home","status":200})");
  on.ask(aster::get_icon{}, R"({"command":"get_icon","data":"UE5H","status":200})");
  on.ask(aster::get_user{5}, R"({"command":"get_user","data":{"name":7,"uuid":5},"status":200})");
  on.ask(aster::get_user{5}, R"({"command":"get_user","status":200})");
  on.ask(aster::get_name{}, R"({"command":"get_name","data":7,"status":200})");
  on.ask(aster::get_icon{}, R"({"command":"get_icon","data":7,"status":200})");
  on.ask(aster::get_user{5}, R"({"command":"get_user","status":404})");
  CHECK(on.known.get_user(5)->name == "ann");
  CHECK(on.known.name() == "home");
  CHECK(as_text(on.known.icon()) == "PNG");
}

TEST_CASE("what could not be asked for is told, and the rest is waited for") {
  asking on;
  aster::client full({.name = "bot", .password = "pw", .max_requests = 2});
  CHECK(on.known.fetch(full) == errc::busy);
  CHECK(!on.known.complete());
  full.close({});
  while (const auto event = full.poll_event()) on.known.apply(*event);
  for (bytes out = full.poll_transmit({}); !out.empty(); out = full.poll_transmit({}))
    full.transmitted(out.size(), {});
  full.receive_end({}, {});
  while (const auto event = full.poll_event()) on.known.apply(*event);
  CHECK(on.known.complete());  // they failed, and there is nothing more to come
  aster::directory late;
  CHECK(late.fetch(full) == errc::closed);
}

TEST_CASE("the id of a login that was asked for is one's own") {
  asking on({.enter = aster::entry::none, .keep_alive = {}}, R"({"command":"ping","status":200})");
  const aster::log_in login{.name = "bot", .password = "pw"};
  on.ask(login, R"({"command":"login","status":200})");
  on.ask(login, R"({"command":"login","status":403})");
  CHECK(on.known.self() == 0);
  on.ask(login, R"({"command":"login","status":200,"uuid":7})");
  CHECK(on.known.self() == 7);
}

TEST_SUITE_END();
