/// What rcon::goldsource::client is sent that is none of its conversation.
#include <doctest/doctest.h>

#include <gamewire/rcon/goldsource.hpp>

#include "support/rcon_events.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using rcon::goldsource::client;

namespace {

const std::string ask_challenge = "FF FF FF FF \"challenge rcon\" 0A";
const std::string give_challenge = "FF FF FF FF \"challenge rcon 7\" 0A 00";
const std::string request = "FF FF FF FF \"rcon 7 \" 22 \"word\" 22 20 \"status\" 00";

script<client> asks() {
  return script<client>({.password = "word"})
      .asks([](client& c) { return c.execute("status"); })
      .sends(ask_challenge);
}

}  // namespace

TEST_SUITE_BEGIN("rcon goldsource hostile");

TEST_CASE("a challenge that is no number is none, and the right one may still come") {
  asks()
      .receives("FF FF FF FF \"challenge rcon \" 0A 00")
      .receives("FF FF FF FF \"challenge rcon x7\" 0A 00")
      .receives("FF FF FF FF \"challenge rcon -1\" 0A 00")
      .receives("FF FF FF FF \"challenge rcon 4294967296\" 0A 00")
      .receives(give_challenge)
      .sends(request)
      .check();
}

TEST_CASE("datagrams too short for a header, empty ones, and fragments that nobody waits for") {
  asks()
      .receives("FF")
      .receives("FF FF FF")
      .receives("FF FF FF FF")
      .receives("FE FF FF FF 07 00 00 00 01 FF FF FF FF \"lx\"")
      .receives(give_challenge)
      .sends(request)
      .receives("FE FF FF")
      .receives("FF FF FF FF \"l\" \"x\" 00 00")
      .event("authenticated")
      .event("chunk 1 \"x\"")
      .check();
}

TEST_CASE("fragments that come to something without a header are no reply") {
  asks()
      .receives(give_challenge)
      .sends(request)
      .receives("FE FF FF FF 07 00 00 00 02 \"no \"")
      .receives("FE FF FF FF 07 00 00 00 12 \"header\"")
      .receives("FE FF FF FF 08 00 00 00 01 FF FF")
      .receives("FF FF FF FF \"l\" \"x\" 00 00")
      .event("authenticated")
      .event("chunk 1 \"x\"")
      .check();
}

TEST_SUITE_END();
