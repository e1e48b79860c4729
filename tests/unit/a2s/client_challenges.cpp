/// How a2s::client gets challenges, remembers them and gives them back.
#include "client_harness.hpp"

TEST_SUITE_BEGIN("a2s client challenges");

TEST_CASE("INFO follows a challenge, and the next INFO carries it at once") {
  conversation()
      .asks(info)
      .sends(info_request)
      .receives(challenge_header + "01 02 03 04")
      .sends(info_request + "01 02 03 04")
      .receives(info_answer)
      .event("info 1")
      .asks(info)
      .sends(info_request + "01 02 03 04")
      .receives(info_answer)
      .event("info 2")
      .check();
}

TEST_CASE("PLAYER starts with challenge -1 and gives back what it gets, be it 0 or -1") {
  for (const char* given : {"0B 95 9A 2C", "00 00 00 00", "FF FF FF FF"})
    conversation()
        .asks(players)
        .sends(players_request + no_challenge)
        .receives(challenge_header + given)
        .sends(players_request + given)
        .receives(players_answer)
        .event("players 1")
        .check();
}

TEST_CASE("PLAYER is answered without a challenge") {
  conversation()
      .asks(players)
      .sends(players_request + no_challenge)
      .receives(players_answer)
      .event("players 1")
      .check();
}

TEST_CASE("the challenge of one request serves the next") {
  conversation()
      .asks(players)
      .sends(players_request + no_challenge)
      .receives(challenge_header + "01 02 03 04")
      .sends(players_request + "01 02 03 04")
      .receives(players_answer)
      .event("players 1")
      .asks(rules)
      .sends(rules_request + "01 02 03 04")
      .receives(rules_answer)
      .event("rules 2")
      .check();
}

TEST_CASE("requests that are asked together wait for the first challenge") {
  conversation()
      .asks(info)
      .sends(info_request)
      .asks(players)
      .asks(rules)
      .receives(challenge_header + "01 02 03 04")
      .sends(info_request + "01 02 03 04")
      .sends(players_request + "01 02 03 04")
      .sends(rules_request + "01 02 03 04")
      .receives(rules_answer)
      .event("rules 3")
      .receives(info_answer)
      .event("info 1")
      .receives(players_answer)
      .event("players 2")
      .check();
}

TEST_CASE("a challenge is that of the request that asked last, for one before may never be answered") {
  conversation({.timeout = 1s})
      .asks(players)
      .sends(players_request + no_challenge)
      .asks(rules)
      .timeout_at(500ms)
      .sends(rules_request + no_challenge)
      .receives(challenge_header + "01 02 03 04")
      .sends(rules_request + "01 02 03 04")
      .receives(rules_answer)
      .event("rules 2")
      .receives(challenge_header + "01 02 03 04")
      .sends(players_request + "01 02 03 04")
      .receives(players_answer)
      .event("players 1")
      .check();
}

TEST_CASE("an INFO that needed no challenge lets PLAYER go and fetch one") {
  conversation()
      .asks(info)
      .sends(info_request)
      .asks(players)
      .receives(info_answer)
      .sends(players_request + no_challenge)
      .event("info 1")
      .receives(challenge_header + "01 02 03 04")
      .sends(players_request + "01 02 03 04")
      .receives(players_answer)
      .event("players 2")
      .check();
}

TEST_CASE("a repeated and a renewed challenge are followed") {
  conversation()
      .asks(rules)
      .sends(rules_request + no_challenge)
      .receives(challenge_header + "01 02 03 04")
      .sends(rules_request + "01 02 03 04")
      .receives(challenge_header + "01 02 03 04")
      .sends(rules_request + "01 02 03 04")
      .receives(challenge_header + "05 06 07 08")
      .sends(rules_request + "05 06 07 08")
      .receives(rules_answer)
      .event("rules 1")
      .check();
}

TEST_CASE("a challenge that HLTV pads is a challenge") {
  conversation()
      .asks(players)
      .sends(players_request + no_challenge)
      .receives(challenge_header + "01 02 03 04 00*7")
      .sends(players_request + "01 02 03 04")
      .check();
}

TEST_CASE("challenges without end are given up") {
  conversation({.max_challenges = 3})
      .asks(info)
      .sends(info_request)
      .receives(challenge_header + "00 00 00 01")
      .sends(info_request + "00 00 00 01")
      .receives(challenge_header + "00 00 00 02")
      .sends(info_request + "00 00 00 02")
      .receives(challenge_header + "00 00 00 03")
      .sends(info_request + "00 00 00 03")
      .receives(challenge_header + "00 00 00 04")
      .event("failed 1: challenge_loop")
      .check();
}

TEST_CASE("GETCHALLENGE goes first where it is wanted") {
  conversation({.get_challenge = true})
      .asks(players)
      .sends(get_challenge)
      .receives(challenge_header + "01 02 03 04")
      .sends(players_request + "01 02 03 04")
      .receives(players_answer)
      .event("players 1")
      .check();
}

TEST_SUITE_END();
