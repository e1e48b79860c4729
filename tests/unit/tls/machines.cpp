/// Machines on TLS, with everything that can break broken at every step.
#include <deque>

#include <gamewire/over.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/responder.hpp>

#include "pair.hpp"
#include "support/observed.hpp"
#include "support/rcon_events.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

using secure_client = over<tls::client, rcon::client>;
using secure_responder = over<tls::server, rcon::responder>;
static_assert(machine<secure_client> && machine<secure_responder>);

enum class breakage { none, end, reset, garbage, deafness, silence, closing, move, count };

/// A client that asks something, and a responder that answers it.
class conversation {
 public:
  conversation()
      : client_(secure_client(
            {.lower = client_of_test(), .upper = {.password = "secret", .profile = rcon::profile::single}})),
        server_(secure_responder(
            {.lower = server_of_test(), .upper = {.password = "secret", .verdict_delay = {}}})) {
    client_.request_limit = 10s;
    client_.on_send = [this](bytes out) { return take(to_server_, out); };
    server_.on_send = [this](bytes out) { return take(to_client_, out); };
    client_.on_event = [this](const auto& event) { log.push_back(describe(event)); };
    server_.on_event = [this](const auto& event) {
      if (const auto* command = std::get_if<rcon::responder::command>(&event)) asked_ = command->request;
    };
    CHECK(client_.ask([](secure_client& on) { return on->execute("status"); }));
  }
  ~conversation() {
    for (const auto* all : {&client_.breaches(), &server_.breaches()})
      for (const std::string& breach : *all) FAIL_CHECK(breach);
  }

  /// One piece moves. False: nothing does.
  bool step() {
    client_.drain();
    server_.drain();
    if (!to_server_.empty()) return server_.receive(next(to_server_), now()), answer(), true;
    if (!to_client_.empty()) return client_.receive(next(to_client_), now()), true;
    return false;
  }
  void disrupt(breakage how) {
    switch (how) {
      case breakage::end: return client_.receive_end({}, now());
      case breakage::reset:
        return client_.receive_end(std::make_error_code(std::errc::connection_reset), now());
      case breakage::garbage: return client_.receive(from_hex("16 03 03 00 05 DE AD BE EF 00 FF"), now());
      case breakage::deafness: deaf_ = true; return;
      case breakage::closing: return client_.close(now());
      case breakage::move: return client_.relocate();
      default: return;
    }
  }
  void finish() {
    client_.finish();
    server_.receive_end({}, now());
    server_.finish();
  }

  std::vector<std::string> log;

 private:
  static constexpr std::size_t piece = 400;

  time_point now() { return now_ += 1us; }
  std::size_t take(std::deque<buffer>& to, bytes out) {
    if (deaf_) return 0;
    const std::size_t size = std::min(piece, out.size());
    to.emplace_back(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size));
    return size;
  }
  static buffer next(std::deque<buffer>& of) {
    buffer first = std::move(of.front());
    of.pop_front();
    return first;
  }
  void answer() {
    if (asked_ == request_id::none) return;
    (void)server_.ask([&](secure_responder& on) -> accepted {
      CHECK_FALSE(on->answer(std::exchange(asked_, request_id::none), as_bytes("all is well")));
      return std::unexpected(std::error_code());
    });
  }

  observed<secure_client> client_;
  observed<secure_responder> server_;
  std::deque<buffer> to_server_, to_client_;
  request_id asked_ = request_id::none;
  time_point now_{1s};
  bool deaf_ = false;
};

}  // namespace

TEST_CASE("tls: a machine on it has its conversation as without it") {
  conversation talk;
  while (talk.step()) {
  }
  const std::vector<std::string> expected{"authenticated", "chunk 1 \"all is well\"",
                                          "reply 1 \"all is well\""};
  CHECK(talk.log == expected);
  talk.finish();
  CHECK(talk.log.back() == "closed");
}

TEST_CASE("tls: whatever breaks at whichever step, the request ends once and the conversation too") {
  for (std::size_t until = 0;; ++until) {
    bool whole = false;
    for (int how = 0; how < static_cast<int>(breakage::count); ++how) {
      INFO("breakage ", how, " after step ", until);
      conversation talk;
      std::size_t at = 0;
      while (at < until && talk.step()) ++at;
      whole = at < until;
      talk.disrupt(static_cast<breakage>(how));
      if (static_cast<breakage>(how) == breakage::move)
        while (talk.step()) {
        }
      talk.finish();
      REQUIRE_FALSE(talk.log.empty());
      CHECK(talk.log.back().starts_with("closed"));
    }
    if (whole) break;
    REQUIRE(until < 100);
  }
}

TEST_CASE("tls: what it refuses ends the machine with its reason") {
  for (const auto& [host, why] : {std::pair{"elsewhere.example", tls::errc::wrong_host}, {"", tls::errc{}}}) {
    auto options = client_of_test();
    options.host = host;
    observed<secure_client> client(secure_client({.lower = options, .upper = {.password = "secret"}}),
                                   time_point{1s});
    std::vector<std::string> log;
    std::string flight;
    party<tls::server> server(server_of_test());
    client.on_event = [&](const auto& event) { log.push_back(describe(event)); };
    client.on_send = [&](bytes out) { return flight += as_text(out), out.size(); };
    client.drain();
    if (!flight.empty()) server.hear(as_bytes(flight), time_point{1s});
    const bytes answer = server.layer.poll_transmit(time_point{1s});
    client.receive(buffer(answer.begin(), answer.end()), time_point{1s});
    const std::error_code expected =
        why == tls::errc{} ? make_error_code(gamewire::errc::invalid_options) : make_error_code(why);
    CHECK(log == std::vector<std::string>{"closed: " + expected.message()});
    CHECK(client.over());
    CHECK(client.breaches().empty());
  }
}
