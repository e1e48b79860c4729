#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/master/request.hpp>

#include "support/hex.hpp"
#include "support/master_wire.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

std::string written(const master::request& what) {
  std::array<std::byte, master::max_request_size> room;
  const auto out = master::encode_request(what, room);
  return out ? to_hex(*out, 1000) : out.error().message();
}

std::string normal(std::string_view hex) { return to_hex(from_hex(hex), 1000); }

const master::server_address somewhere(*endpoint::parse("192.0.2.7:27015"));

}  // namespace

TEST_SUITE_BEGIN("master request");

TEST_CASE("a request for the first page, and for the next") {
  CHECK(written({}) == normal("31 FF \"0.0.0.0:0\" 00 00"));
  CHECK(written({master::region::europe, somewhere, "\\gamedir\\tf"}) ==
        normal("31 03 \"192.0.2.7:27015\" 00 \"\\gamedir\\tf\" 00"));
}

TEST_CASE("the longest request has room, and nothing longer is written") {
  const std::string longest(master::max_filter_size, 'x');
  const master::server_address far(*endpoint::parse("255.255.255.255:65535"));
  std::array<std::byte, master::max_request_size + 1> room;
  const auto out = master::encode_request({master::region::world, far, longest}, room);
  REQUIRE(out.has_value());
  CHECK(out->size() == master::max_request_size);
  CHECK(master::encode_request({.filter = longest + 'x'}, room).error() == gamewire::errc::invalid_argument);
  CHECK(master::encode_request({.filter = std::string_view("a\0b", 3)}, room).error() ==
        gamewire::errc::invalid_argument);
  CHECK(master::encode_request({}, std::span(room).first(12)).error() == gamewire::errc::no_room);
  CHECK(master::encode_request({}, std::span(room).first(13)).has_value());
}

TEST_CASE("requests are read as they are written, with padding or without a filter") {
  const master::request whole{master::region::asia, somewhere, "\\map\\ctf_2fort"};
  const buffer wire = from_hex(written(whole));
  CHECK(master::decode_request(wire) == whole);
  CHECK(master::decode_request(from_hex(written(whole) + " 00*500")) == whole);
  CHECK(master::decode_request(from_hex("31 07 \"0.0.0.0:0\" 00")) ==
        master::request{master::region::africa, {}, {}});
  CHECK(master::decode_request(from_hex("31 2A \"0.0.0.0:0\" 00 00"))->region == master::region{0x2a});
}

TEST_CASE("what is no request is refused") {
  const buffer whole = from_hex("31 03 \"0.0.0.0:0\" 00 \"\\a\\b\" 00");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    if (size == 12) continue;  // the filter left out
    CAPTURE(size);
    CHECK(master::decode_request(bytes(whole).first(size)).error() == master::errc::not_a_request);
  }
  for (const auto* hex :
       {"32 03 \"0.0.0.0:0\" 00 00", "31 03 \"example.net:1\" 00 00", "31 03 \"[::1]:1\" 00 00",
        "31 03 \"1.2.3.4:99999\" 00 00", "31 03 00 00", "FF FF FF FF 31 03 \"0.0.0.0:0\" 00 00"})
    CHECK(master::decode_request(from_hex(hex)).error() == master::errc::not_a_request);
}

TEST_SUITE_END();
