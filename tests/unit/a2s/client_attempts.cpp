/// How often a2s::client asks, when, and in which form.
#include "client_harness.hpp"

namespace {

std::string padded(std::string request, std::size_t size, std::size_t to) {
  return request + " 00*" + std::to_string(to - size);
}

}  // namespace

TEST_SUITE_BEGIN("a2s client attempts");

TEST_CASE("attempts wait half as long again each, within ten percent, and change their form") {
  conversation()
      .asks(players)
      .sends(players_request + no_challenge)
      .timeout_at(attempt(0), jitter(0))
      .sends(players_request + zero_challenge)
      .timeout_at(attempt(1), jitter(1))
      .sends(padded(players_request + no_challenge, 9, 1200))
      .timeout_at(attempt(2), jitter(2))
      .event("failed 1: timeout")
      .check();
}

TEST_CASE("INFO keeps its form in the second attempt and is padded in the third") {
  conversation()
      .asks(info)
      .sends(info_request)
      .timeout_at(attempt(0), jitter(0))
      .sends(info_request)
      .timeout_at(attempt(1), jitter(1))
      .sends(padded(info_request, 25, 1200))
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_CASE("the challenge of a padded INFO stands before the padding") {
  conversation({.pad_to = 1200})
      .asks(info)
      .sends(padded(info_request, 25, 1200))
      .receives(challenge_header + "01 02 03 04")
      .sends(padded(info_request + "01 02 03 04", 29, 1200))
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_CASE("with seeds the timeouts differ, but not by more than ten percent") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    conversation({.retries = 0, .seed = seed})
        .asks(info)
        .sends(info_request)
        .timeout_at(attempt(0), jitter(0))
        .event("failed 1: timeout")
        .check();
}

TEST_CASE("a transport that never takes anything ends the request by its deadline") {
  conversation({.deadline = 3s})
      .deaf()
      .asks(info)
      .asks(rules)
      .timeout_at(3s)
      .event("failed 1: timeout")
      .event("failed 2: timeout")
      .check();
}

TEST_CASE("a transport that is full for a while starts the attempt late") {
  conversation({.retries = 0})
      .deaf()
      .asks(info)
      .passes(1s)
      .deaf(false)
      .sends(info_request)
      .passes(300ms)
      .receives(info_answer)
      .event("info 1")
      .check();
}

TEST_SUITE_END();
