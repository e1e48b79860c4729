#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/resolve.hpp>

using namespace gamewire;

TEST_CASE("addresses are read with and without a port") {
  CHECK(parse_address("play.example.org", 27015) == address{"play.example.org", 27015});
  CHECK(parse_address("play.example.org:28015", 27015) == address{"play.example.org", 28015});
  CHECK(parse_address("192.0.2.1", 27015) == address{"192.0.2.1", 27015});
  CHECK(parse_address("192.0.2.1:1", 27015) == address{"192.0.2.1", 1});
  CHECK(parse_address("2001:db8::1", 27015) == address{"2001:db8::1", 27015});
  CHECK(parse_address("::ffff:192.0.2.1", 27015) == address{"::ffff:192.0.2.1", 27015});
  CHECK(parse_address("[2001:db8::1]", 27015) == address{"2001:db8::1", 27015});
  CHECK(parse_address("[2001:db8::1]:65535", 27015) == address{"2001:db8::1", 65535});
  CHECK(parse_address("fe80::1%eth0", 27015) == address{"fe80::1%eth0", 27015});
  CHECK(parse_address("[fe80::1%eth0]:5", 27015) == address{"fe80::1%eth0", 5});
}

TEST_CASE("what is no address is the caller's mistake") {
  for (const char* text :
       {"",          ":",         ":27015",  "host:", "host:0",          "host:65536",    "host:-1",
        "host:+1",   "host: 1",   "host:1x", "a:b:c", "1:2:3",           "[::1",          "[::1]1",
        "[::1]x:1",  "[::1]:",    "[]",      "[]:1",  "[host]:1",        "[192.0.2.1]:1", "::1]:5",
        "two words", "tab\there", "line\n",  "\x7f",  "host:99999999999"}) {
    CAPTURE(text);
    const auto read = parse_address(text, 27015);
    REQUIRE_FALSE(read);
    CHECK(read.error() == condition::usage);
  }
  CHECK_FALSE(parse_address(std::string_view("nul\0byte", 8), 27015));
}

TEST_CASE("literal addresses resolve to themselves, if their family is wanted") {
  CHECK(resolve({"192.0.2.1", 5}, ip_preference::any)->at(0) == endpoint::v4({192, 0, 2, 1}, 5));
  CHECK(resolve({"2001:db8::1", 5}, ip_preference::v4_first)->at(0) == *endpoint::parse("[2001:db8::1]:5"));
  CHECK(resolve({"192.0.2.1", 5}, ip_preference::v6_only).error() == resolve_errc::no_address);
  CHECK(resolve({"2001:db8::1", 5}, ip_preference::v4_only).error() == resolve_errc::no_address);
}

TEST_CASE("localhost has addresses of this host, each once") {
  const auto found = resolve({"localhost", 27015}, ip_preference::v4_only);
  REQUIRE(found);
  CHECK(found == std::vector{endpoint::v4({127, 0, 0, 1}, 27015)});
}

TEST_CASE("a name that cannot exist does not resolve") {
  for (const std::string& name : {std::string(70, 'a'), std::string("two words"), std::string()}) {
    const auto found = resolve({name, 27015}, ip_preference::any);
    REQUIRE_FALSE(found);
    CHECK(found.error() == condition::resolve);
    CHECK(found.error() != condition::usage);
    CHECK_FALSE(found.error().message().empty());
  }
}
