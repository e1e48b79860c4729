#include <algorithm>
#include <array>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/http1/request.hpp>
#include <gamewire/http1/request_reader.hpp>

#include "support/exact_memory.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace std::string_view_literals;

namespace {

std::string written(const http1::request& what) {
  const auto size = http1::encoded_size(what);
  if (!size) return size.error().message();
  const exact_memory room(*size);
  const auto encoded = http1::encode(what, room.span());
  REQUIRE(encoded);
  CHECK(encoded->size() == *size);
  CHECK(count_no_room(*size, [&](auto out) { return http1::encode(what, out); }) == *size);
  return std::string(as_text(*encoded));
}

/// The target as it is written, or the error.
std::string target(const http1::target& what) {
  const std::string all = written({.target = what, .host = "a"});
  return all.starts_with("GET ") ? all.substr(4, all.find(' ', 4) - 4) : all;
}

bool is_refused(const http1::request& what) {
  std::array<std::byte, 400> room{};
  const auto result = http1::encode(what, room);
  const bool untouched = std::ranges::all_of(room, [](std::byte b) { return b == std::byte{0}; });
  return !result && result.error() == gamewire::errc::invalid_argument && untouched &&
         http1::encoded_size(what).error() == gamewire::errc::invalid_argument;
}

bool is_refused(const http1::header& one) { return is_refused({.host = "a", .headers = {&one, 1}}); }

}  // namespace

TEST_SUITE_BEGIN("http1 request");

TEST_CASE("a request is written in full") {
  const std::array headers{http1::header{"Accept", "application/json"}, http1::header{"X-Tab", "a\tb"}};
  CHECK(written({.method = "PUT",
                 .target = {.path = "/Api"},
                 .host = "[::1]:1242",
                 .headers = headers,
                 .body = as_bytes("{}"),
                 .close = true}) ==
        "PUT /Api HTTP/1.1\r\nHost: [::1]:1242\r\nAccept-Encoding: identity\r\nConnection: close\r\n"
        "Accept: application/json\r\nX-Tab: a\tb\r\nContent-Length: 2\r\n\r\n{}");
  for (const auto method : {"POST", "PUT", "PATCH"})
    CHECK(written({.method = method, .host = "a"}).ends_with("Content-Length: 0\r\n\r\n"));
  for (const auto method : {"GET", "HEAD", "DELETE"})
    CHECK(written({.method = method, .host = "a"}).ends_with("identity\r\n\r\n"));
}

TEST_CASE("targets are encoded segment by segment, and pair by pair") {
  const std::array names{"my bot"sv, "a/b?c#d%"sv, "\xc3\xa9\r\n\0"sv, ""sv};
  CHECK(target({.path = "/Api/Bot", .segments = names}) ==
        "/Api/Bot/my%20bot/a%2Fb%3Fc%23d%25/%C3%A9%0D%0A%00/");
  CHECK(target({.path = "/", .segments = std::span(names).first(1)}) == "/my%20bot");
  const std::array pairs{http1::parameter{"key", "A+B&C=D"}, http1::parameter{"names[0]", ""}};
  CHECK(target({.query = pairs}) == "/?key=A%2BB%26C%3DD&names%5B0%5D=");
  CHECK(target({.path = "/x?a=1", .query = pairs}) == "/x?a=1&key=A%2BB%26C%3DD&names%5B0%5D=");
  CHECK(target({.path = "*"}) == "*");

  std::array<std::byte, 64> room;
  CHECK(as_text(http1::encode_form(pairs, room).value()) == "key=A%2BB%26C%3DD&names%5B0%5D=");
  CHECK(http1::encode_form(pairs, std::span(room).first(10)).error() == gamewire::errc::no_room);
}

TEST_CASE("what could be read in another way is refused, and nothing written") {
  for (const auto way : {"."sv, ".."sv}) CHECK(is_refused({.target = {.segments = {&way, 1}}, .host = "a"}));
  for (const auto path : {""sv, "x"sv, "/a b"sv, "/a\r\nX: y"sv, "/a#b"sv, "/\xc3\xa9"sv, "/%"sv, "/%4"sv,
                          "/%4g"sv, "http://a/"sv, "/a\0"sv}) {
    CAPTURE(path);
    CHECK(is_refused({.target = {.path = path}, .host = "a"}));
  }
  const auto segment = "x"sv;
  CHECK(is_refused({.target = {.path = "/a?b", .segments = {&segment, 1}}, .host = "a"}));
  CHECK(is_refused({.target = {.path = "*", .segments = {&segment, 1}}, .host = "a"}));
  for (const auto method : {""sv, "G T"sv, "GET\r\n"sv, "CONNECT"sv, "GET\0"sv})
    CHECK(is_refused({.method = method, .host = "a"}));
  for (const auto host : {""sv, "a b"sv, "a\r\n"sv, "a/b"sv, "a@b"sv}) CHECK(is_refused({.host = host}));
  for (const auto name : {""sv, "A B"sv, "A:"sv, "A\r\nB"sv, "\xc3"sv, "A\0"sv})
    CHECK(is_refused({.name = name, .value = "b"}));
  for (const auto value : {"a\r\nX: y"sv, "a\nb"sv, "a\rb"sv, "a\0b"sv, "\x7f"sv, " a"sv, "a\t"sv})
    CHECK(is_refused({.name = "A", .value = value}));
  for (const auto own : {"Host", "host", "Content-Length", "TRANSFER-ENCODING", "Connection", "Upgrade",
                         "Accept-Encoding", "TE", "Trailer", "Expect"})
    CHECK(is_refused({.name = own, .value = "a"}));
  CHECK_FALSE(is_refused({.name = "A", .value = "\xc3\xa9"}));
  CHECK(is_refused({.host = "a", .upgrade = "web socket"}));
  CHECK(is_refused({.host = "a", .upgrade = "websocket", .close = true}));
}

TEST_CASE("the host is named as its server expects it") {
  const auto host = [](std::string_view name, std::uint16_t port, bool secure = false) {
    std::array<char, 64> room;
    const auto formatted = http1::format_host(name, port, secure, room);
    return formatted ? std::string(*formatted) : formatted.error().message();
  };
  CHECK(host("localhost", 1242) == "localhost:1242");
  CHECK(host("localhost", 80) == "localhost");
  CHECK(host("localhost", 80, true) == "localhost:80");
  CHECK(host("api.steampowered.com", 443, true) == "api.steampowered.com");
  CHECK(host("::1", 1242) == "[::1]:1242");
  CHECK(host("[::1]", 80) == "[::1]");
  CHECK(host("fe80::1%eth0", 80) == "[fe80::1]");
  CHECK(host("::ffff:1.2.3.4", 80) == "[::ffff:1.2.3.4]");
  const std::string none = make_error_code(gamewire::errc::invalid_argument).message();
  for (const auto wrong : {"", "a b", "a\r\n", "[", "[]", "a]", "::g", "a/b", "a@b", "dead:80",
                           "localhost:1242", "[dead]", "1.2.3.4:80", "[1.2.3.4]", ":", "::1::"})
    CHECK(host(wrong, 80) == none);
  std::array<char, 5> narrow;
  CHECK(http1::format_host("localhost", 80, false, narrow).error() == gamewire::errc::no_room);
}

TEST_CASE("what is written is read back") {
  const std::array headers{http1::header{"A", ""}, http1::header{"B", "c \t d"}};
  const std::string wire =
      written({.method = "POST", .host = "a:1", .headers = headers, .body = as_bytes("body")});
  http1::request_reader reader;
  reader.feed(as_bytes(wire));
  const auto head = reader.next();
  REQUIRE(head);
  const auto& read = std::get<http1::request_head>(*head);
  CHECK(read.method == "POST");
  CHECK(read.target == "/");
  CHECK(read.fields.find("a") == "");
  CHECK(read.fields.find("b") == "c \t d");
  CHECK(read.fields.find("host") == "a:1");
  CHECK_FALSE(read.fields.find("c"));
  CHECK(as_text(std::get<bytes>(reader.next().value())) == "body");
  CHECK(std::holds_alternative<http1::message_end>(reader.next().value()));
  CHECK(reader.idle());
}

TEST_SUITE_END();
