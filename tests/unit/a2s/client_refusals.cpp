/// What a2s::client makes of the network's word that a datagram did not arrive.
#include "client_harness.hpp"
#include "support/system_errors.hpp"

namespace {

constexpr nanoseconds refused = 100ms;

const std::error_code refusal = std::make_error_code(std::errc::connection_refused);

}  // namespace

TEST_SUITE_BEGIN("a2s client refusals");

TEST_CASE("a refusal by the network ends everything") {
  conversation()
      .asks(info)
      .sends(info_request)
      .asks(players)
      .ends(std::make_error_code(std::errc::connection_refused))
      .event("failed 1: Connection refused")
      .event("failed 2: Connection refused")
      .event("closed: Connection refused")
      .asks_in_vain(info, gamewire::errc::closed)
      .check();
}

TEST_CASE("a refused datagram ends its attempt; the next one goes out after a pause of its own, and counts") {
  conversation()
      .asks(info)
      .sends(info_request)
      .passes(10ms)
      .unreachable(refusal)
      .unreachable(refusal)
      .timeout_at(refused - 10ms, refused / 10)
      .sends(info_request)
      .receives(info_answer)
      .event("info 1")
      .asks(info)
      .sends(info_request)
      .check();
}

TEST_CASE("the pause after a refusal is never longer than the attempt would have been") {
  conversation({.timeout = 40ms})
      .asks(info)
      .sends(info_request)
      .unreachable(refusal)
      .timeout_at(40ms, 4ms)
      .sends(info_request)
      .check();
}

TEST_CASE(
    "a request whose attempts are all refused fails as that with the last one, and the client goes on") {
  conversation({.retries = 1})
      .asks(info)
      .sends(info_request)
      .unreachable(refusal)
      .timeout_at(refused, refused / 10)
      .sends(info_request)
      .passes(10ms)
      .unreachable(refusal)
      .event("failed 1: Connection refused")
      .asks(info)
      .sends(info_request)
      .receives(info_answer)
      .event("info 2")
      .check();
}

TEST_CASE("an answer counts though its datagram was said to be lost, and so does a challenge") {
  conversation()
      .asks(info)
      .sends(info_request)
      .unreachable(refusal)
      .receives(challenge_header + "01 02 03 04")
      .sends(info_request + "01 02 03 04")
      .unreachable(refusal)
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_CASE("the last attempt tells why: silence after a refusal is a timeout") {
  conversation({.retries = 1})
      .asks(info)
      .sends(info_request)
      .unreachable(refusal)
      .timeout_at(refused, refused / 10)
      .sends(info_request)
      .timeout_at(attempt(1), jitter(1))
      .event("failed 1: timeout")
      .check();
}

TEST_CASE("a deadline that ends the wait after a refusal tells of the refusal") {
  conversation({.deadline = 50ms})
      .asks(info)
      .sends(info_request)
      .unreachable(refusal)
      .timeout_at(50ms)
      .event("failed 1: Connection refused")
      .check();
}

TEST_CASE("a refusal concerns all that is in flight, and nothing that is not") {
  conversation({.retries = 0, .source_form_wait = 250ms})
      .unreachable(refusal)
      .asks(rules)
      .sends(rules_request + no_challenge)
      .asks(info)
      .asks(players)
      .receives(challenge_header + "01 02 03 04")
      .sends(info_request)
      .sends(players_request + "01 02 03 04")
      .sends(rules_request + "01 02 03 04")
      .receives(goldsource_answer)  // and the Source form is waited for
      .unreachable(refusal)
      .event("failed 3: Connection refused")
      .event("failed 1: Connection refused")
      .timeout_at(250ms)
      .event("info 2")
      .check();
}

TEST_CASE("a request that waits for its turn is not refused with the one before") {
  conversation({.retries = 0})
      .asks(info)
      .sends(info_request)
      .asks(players)
      .unreachable(refusal)
      .sends(players_request + no_challenge)
      .event("failed 1: Connection refused")
      .receives(players_answer)
      .event("players 2")
      .check();
}

TEST_CASE("a refusal of the last request closes a client that is closing") {
  conversation({.retries = 0})
      .asks(info)
      .sends(info_request)
      .closes()
      .unreachable(refusal)
      .event("failed 1: Connection refused")
      .event("closed")
      .unreachable(refusal)
      .check();
}

TEST_CASE("networks have many words for it, and what is none of them means unreachable") {
  const auto told = [](std::error_code why) {
    a2s::client client({.retries = 0});
    (void)client.request_info();
    client.transmitted(client.poll_transmit({}).size(), {});
    client.unreachable(why, {});
    return std::get<failed>(client.poll_event().value()).error;
  };
  for (const std::errc why :
       {std::errc::connection_refused, std::errc::host_unreachable, std::errc::network_unreachable,
        std::errc::network_down, std::errc::permission_denied, std::errc::operation_not_permitted}) {
    CHECK(told(std::make_error_code(why)) == why);
    if (system_errors_are_posix())
      CHECK(told(std::error_code(static_cast<int>(why), std::system_category())) == why);
    CHECK(told(std::make_error_code(why)) == condition::refused);
  }
  CHECK(told(std::make_error_code(std::errc::message_size)) == condition::limit);
  CHECK(told({}) == std::errc::host_unreachable);
  CHECK(told(std::make_error_code(std::errc::protocol_error)) == std::errc::host_unreachable);
  CHECK(told(gamewire::errc::closed) == std::errc::host_unreachable);
}

TEST_SUITE_END();
