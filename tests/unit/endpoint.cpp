#include <set>
#include <string>
#include <unordered_set>

#include <doctest/doctest.h>

#include <gamewire/endpoint.hpp>
#include <gamewire/random.hpp>

namespace gamewire {
namespace {

std::string text_of(const endpoint& of) { return std::string(endpoint_text(of).view()); }

/// What the text means, written as gamewire writes it; "none" when it means nothing.
std::string read(std::string_view text, std::uint16_t default_port = 0) {
  const auto parsed = endpoint::parse(text, default_port);
  return parsed ? text_of(*parsed) : "none";
}

}  // namespace

static_assert(endpoint::parse("127.0.0.1:27015") == endpoint::v4({127, 0, 0, 1}, 27015));
static_assert(endpoint::parse("[::1]:80")->is_v6());
static_assert(!endpoint::parse("localhost"));
static_assert(endpoint_text(endpoint::v4({1, 2, 3, 4}, 5)).view() == "1.2.3.4:5");

TEST_CASE("an endpoint of no address says so") {
  const endpoint none;
  CHECK(none.family() == ip_family::none);
  CHECK_FALSE(none.is_v4());
  CHECK_FALSE(none.is_v6());
  CHECK(text_of(none) == "-:0");
}

TEST_CASE("v4 addresses are read and written") {
  CHECK(read("1.2.3.4") == "1.2.3.4:0");
  CHECK(read("1.2.3.4", 27015) == "1.2.3.4:27015");
  CHECK(read("1.2.3.4:80", 27015) == "1.2.3.4:80");
  CHECK(read("0.0.0.0:0", 27015) == "0.0.0.0:0");
  CHECK(read("255.255.255.255:65535") == "255.255.255.255:65535");
}

TEST_CASE("v6 addresses are read with and without brackets, port and scope") {
  CHECK(read("::1", 27015) == "[::1]:27015");
  CHECK(read("[::1]", 27015) == "[::1]:27015");
  CHECK(read("[::1]:80", 27015) == "[::1]:80");
  CHECK(read("::") == "[::]:0");
  CHECK(read("2001:DB8::8:800:200C:417A") == "[2001:db8::8:800:200c:417a]:0");
  CHECK(read("1:2:3:4:5:6:7:8") == "[1:2:3:4:5:6:7:8]:0");
  CHECK(read("0001:0002:0003:0004:0005:0006:0007:0008") == "[1:2:3:4:5:6:7:8]:0");
  CHECK(read("1:2:3:4:5:6:7::") == "[1:2:3:4:5:6:7:0]:0");
  CHECK(read("::2:3:4:5:6:7:8") == "[0:2:3:4:5:6:7:8]:0");
  CHECK(read("fe80::1%3") == "[fe80::1%3]:0");
  CHECK(read("[fe80::1%4294967295]:80") == "[fe80::1%4294967295]:80");
  CHECK(endpoint::parse("fe80::1%3")->scope() == 3);
  CHECK(read("64:ff9b::192.0.2.33") == "[64:ff9b::c000:221]:0");
  CHECK(read("1:2:3:4:5:6:1.2.3.4") == "[1:2:3:4:5:6:102:304]:0");
}

TEST_CASE("v6 addresses are written as RFC 5952 recommends") {
  CHECK(read("2001:db8:0:0:1:0:0:1") == "[2001:db8::1:0:0:1]:0");     // the first of two equal runs
  CHECK(read("2001:0:0:1:0:0:0:1") == "[2001:0:0:1::1]:0");           // the longest run
  CHECK(read("2001:db8:0:1:1:1:1:1") == "[2001:db8:0:1:1:1:1:1]:0");  // a single group is no run
  CHECK(read("0:0:0:0:0:0:0:1") == "[::1]:0");
  CHECK(read("1:0:0:0:0:0:0:0") == "[1::]:0");
  CHECK(read("0:0:1:0:0:0:1:1") == "[0:0:1::1:1]:0");
  CHECK(read("AAAA:BBBB:CCCC:DDDD:EEEE:FFFF:ABCD:EF01") == "[aaaa:bbbb:cccc:dddd:eeee:ffff:abcd:ef01]:0");
}

TEST_CASE("a v4 address mapped into v6 is the v4 address") {
  CHECK(read("::ffff:1.2.3.4") == "1.2.3.4:0");
  CHECK(read("[::ffff:102:304]:80") == "1.2.3.4:80");
  const std::array<std::uint8_t, 16> octets{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 1, 2, 3, 4};
  CHECK(endpoint::v6(octets, 80, 7) == endpoint::v4({1, 2, 3, 4}, 80));
  CHECK(read("::fffe:1.2.3.4") == "[::fffe:102:304]:0");
  CHECK(read("::1.2.3.4") == "[::102:304]:0");
  CHECK(read("1::ffff:1.2.3.4") == "[1::ffff:102:304]:0");
}

TEST_CASE("what is no address is refused") {
  for (const std::string_view text : {"",
                                      " ",
                                      "localhost",
                                      "localhost:80",
                                      "1.2.3",
                                      "1.2.3.",
                                      "1.2.3.4.",
                                      "1.2.3.4.5",
                                      ".1.2.3",
                                      "1..2.3",
                                      "256.1.1.1",
                                      "1.2.3.1000",
                                      "01.2.3.4",
                                      "1.2.3.00",
                                      "0x1.2.3.4",
                                      "+1.2.3.4",
                                      "-1.2.3.4",
                                      " 1.2.3.4",
                                      "1.2.3.4 ",
                                      "1.2.3.a",
                                      "1.2.3.4%1",
                                      "[1.2.3.4]:80",
                                      "1.2.3.4/8",
                                      "4294967296",
                                      ":",
                                      "::1:",
                                      ":1",
                                      ":::",
                                      "1:::2",
                                      "::1::",
                                      "1::2::3",
                                      "1:2:3:4:5:6:7",
                                      "1:2:3:4:5:6:7:8:9",
                                      "1:2:3:4:5:6:7:8::",
                                      "::1:2:3:4:5:6:7:8",
                                      "1:2:3:4:5:6:7:",
                                      ":1:2:3:4:5:6:7",
                                      "12345::",
                                      "00001::",
                                      "g::",
                                      "1:2:3:4:5:6:7:1.2.3.4",
                                      "1.2.3.4::",
                                      "::1.2.3.4:5",
                                      "::1.2.3",
                                      "::256.1.1.1",
                                      "[",
                                      "]",
                                      "[]",
                                      "[]:80",
                                      "[::1",
                                      "::1]",
                                      "[::1]80",
                                      "[::1]:",
                                      "[::1]x:80",
                                      "[[::1]]",
                                      "fe80::1%",
                                      "fe80::1%eth0",
                                      "fe80::1%4294967296",
                                      "fe80::1%01",
                                      "[fe80::1]%3",
                                      "%3",
                                      "::%-1"}) {
    CAPTURE(text);
    CHECK(read(text) == "none");
  }
}

TEST_CASE("ports are decimal, without leading zeros, up to 65535") {
  for (const std::string_view port :
       {"", "65536", "99999999999", "080", "00", "0x50", "-1", "+1", " 80", "80 ", "8 0", "a"}) {
    CAPTURE(port);
    CHECK(read("1.2.3.4:" + std::string(port)) == "none");
    CHECK(read("[::1]:" + std::string(port)) == "none");
  }
}

TEST_CASE("a NUL inside the text is not overlooked") {
  using namespace std::string_view_literals;
  CHECK(read("1.2.3.4\0"sv) == "none");
  CHECK(read("1.2.3.4:80\0"sv) == "none");
  CHECK(read("::1\0"sv) == "none");
}

TEST_CASE("every endpoint reads back as itself, and fits the text") {
  split_mix random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::array<std::uint8_t, 16> octets{};
    // Many zeros, so that runs of all lengths come up.
    for (auto& octet : octets)
      if (random.below(3) == 0) octet = static_cast<std::uint8_t>(random());
    const auto port = static_cast<std::uint16_t>(random());
    const auto scope = random.below(2) == 0 ? 0 : static_cast<std::uint32_t>(random());
    const auto v6 = endpoint::v6(octets, port, scope);
    CHECK(endpoint::parse(endpoint_text(v6).view()) == v6);
    const auto v4 = endpoint::v4({octets[0], octets[1], octets[2], octets[3]}, port);
    CHECK(endpoint::parse(endpoint_text(v4).view()) == v4);
  }
}

TEST_CASE("random text is never read beyond its end and reads back when it is an address") {
  constexpr std::string_view alphabet = "0123456789abcf:::...[]%";
  split_mix random(2);
  for (int round = 0; round < 50'000; ++round) {
    std::string text(random.below(20), ' ');
    for (char& c : text) c = alphabet[random.below(static_cast<std::uint32_t>(alphabet.size()))];
    text.shrink_to_fit();
    if (const auto parsed = endpoint::parse(text))
      CHECK(endpoint::parse(endpoint_text(*parsed).view()) == *parsed);
  }
}

TEST_CASE("endpoints are ordered, and differ in address, port and scope") {
  const auto at = [](std::string_view text) { return endpoint::parse(text).value(); };
  CHECK(at("1.2.3.4:1") < at("1.2.3.4:2"));
  CHECK(at("1.2.3.4:9") < at("1.2.3.5:1"));
  CHECK(at("255.0.0.0") < at("::"));
  CHECK(at("fe80::1%1") != at("fe80::1%2"));
  CHECK(at("1.2.3.4").with_port(9) == at("1.2.3.4:9"));
  const std::set<endpoint> sorted{at("::1"), at("2.0.0.0"), at("1.0.0.0"), at("2.0.0.0")};
  CHECK(sorted.size() == 3);
  CHECK(*sorted.begin() == at("1.0.0.0"));
}

TEST_CASE("hashes spread neighbouring endpoints, and depend on the seed") {
  std::unordered_set<endpoint> table;
  std::set<std::uint64_t> hashes;
  for (std::uint8_t octet = 0; octet < 100; ++octet)
    for (std::uint16_t port = 27000; port < 27100; ++port) {
      const auto one = endpoint::v4({10, 0, 0, octet}, port);
      table.insert(one);
      hashes.insert(hash(one, 1) & 0xffffff);
    }
  CHECK(table.size() == 10'000);
  CHECK(hashes.size() > 9'900);
  const auto one = endpoint::parse("fe80::1%3").value();
  CHECK(hash(one, 1) == hash(one, 1));
  CHECK(hash(one, 1) != hash(one, 2));
  CHECK(hash(one, 1) != hash(endpoint::parse("fe80::1%4").value(), 1));
  CHECK(hash(endpoint::v4({0, 0, 0, 0}, 0), 1) != hash(endpoint::parse("::").value(), 1));
}

}  // namespace gamewire
