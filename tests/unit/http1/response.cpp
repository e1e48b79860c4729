#include <array>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include <gamewire/http1/request_reader.hpp>
#include <gamewire/http1/response.hpp>

#include "support/exact_memory.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace std::string_view_literals;

namespace {

std::string written(const http1::response& what) {
  const auto size = http1::encoded_size(what);
  if (!size) return size.error().message();
  const exact_memory room(*size);
  const auto encoded = http1::encode(what, room.span());
  REQUIRE(encoded);
  CHECK(count_no_room(*size, [&](auto out) { return http1::encode(what, out); }) == *size);
  return std::string(as_text(*encoded));
}

bool is_refused(const http1::response& what) {
  return http1::encoded_size(what).error() == gamewire::errc::invalid_argument;
}

}  // namespace

TEST_SUITE_BEGIN("http1 response");

TEST_CASE("responses are written in full") {
  const std::array headers{http1::header{"Content-Type", "text/plain"}};
  CHECK(written({.headers = headers, .body = as_bytes("hi")}) ==
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi");
  CHECK(written({.status = 404, .close = true}) ==
        "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  CHECK(written({.status = 299, .reason = "So so", .body = as_bytes("hi"), .to_head = true}) ==
        "HTTP/1.1 299 So so\r\nContent-Length: 2\r\n\r\n");
  CHECK(written({.body = as_bytes("hello"), .chunk_size = 3}) ==
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");
  CHECK(written({.body = as_bytes("a body of 17 byte"), .chunk_size = 100})
            .ends_with("\r\n11\r\na body of 17 byte\r\n0\r\n\r\n"));
  CHECK(written({.chunk_size = 3}) == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  CHECK(written({.body = as_bytes("hi"), .chunk_size = 3, .to_head = true}) ==
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  CHECK(written({.status = 204, .chunk_size = 3}) == "HTTP/1.1 204 No Content\r\n\r\n");
  CHECK(written({.status = 298}) == "HTTP/1.1 298 \r\nContent-Length: 0\r\n\r\n");
  for (const auto status : {100, 204, 304})
    CHECK(written({.status = static_cast<std::uint16_t>(status)}).find("Content-Length") ==
          std::string::npos);
  CHECK(written({.status = 101, .upgrade = "websocket"}) ==
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  CHECK(written({.status = 426, .upgrade = "websocket", .close = true}) ==
        "HTTP/1.1 426 Upgrade Required\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nConnection: close\r\n"
        "Content-Length: 0\r\n\r\n");
}

TEST_CASE("what could be read in another way is refused") {
  CHECK(is_refused({.status = 99}));
  CHECK(is_refused({.status = 1000}));
  CHECK(is_refused({.reason = "a\r\nb"}));
  CHECK(is_refused({.status = 204, .body = as_bytes("x")}));
  CHECK(is_refused({.status = 304, .body = as_bytes("x")}));
  CHECK(is_refused({.status = 101}));
  CHECK(is_refused({.status = 426}));
  CHECK(is_refused({.status = 426, .upgrade = "web socket"}));
  CHECK(is_refused({.status = 200, .upgrade = "websocket"}));
  CHECK(is_refused({.status = 101, .upgrade = "websocket", .close = true}));
  const http1::header bad{"A", "b\nc"};
  CHECK(is_refused({.headers = {&bad, 1}}));
}

TEST_CASE("every status that a server answers by itself has words") {
  using http1::errc;
  for (const auto& [error, status] : {std::pair{errc::bad_chunk, 400},
                                      {errc::body_too_large, 413},
                                      {errc::head_too_large, 431},
                                      {errc::too_many_fields, 431},
                                      {errc::unsupported_coding, 501},
                                      {errc::not_http, 505}}) {
    CHECK(http1::status_of(error) == status);
    CHECK_FALSE(http1::reason_of(http1::status_of(error)).empty());
  }
  CHECK(http1::reason_of(299).empty());
}

TEST_SUITE_END();
