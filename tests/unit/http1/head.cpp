/// Heads that are there in one piece. How they are understood line by line is in tests/vectors/http1 and http1_requests.
#include <ostream>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/http1/error.hpp>
#include <gamewire/http1/head.hpp>

#include "support/exact_memory.hpp"

using namespace gamewire;

TEST_SUITE_BEGIN("http1 head");

TEST_CASE("a head of an answer, with what is behind it left alone") {
  const std::string wire = "HTTP/1.0 404 Not Found\r\nServer: a\r\nX: b\r\n\r\nbody";
  const auto read = http1::decode_response_head(as_bytes(wire));
  REQUIRE((read && *read));
  const http1::response_head& head = **read;
  CHECK((head.status == 404 && head.minor_version == 0 && head.reason == "Not Found"));
  CHECK((head.fields.find("server") == "a" && head.fields.find("x") == "b" && !head.fields.find("body")));
}

TEST_CASE("a head of a request") {
  const std::string wire = "POST /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n";
  const auto read = http1::decode_request_head(as_bytes(wire));
  REQUIRE((read && *read));
  const http1::request_head& head = **read;
  CHECK((head.method == "POST" && head.target == "/a?b=c" && head.minor_version == 1));
  CHECK(head.fields.find("host") == "h");
}

TEST_CASE("one that is cut anywhere is not whole, and nothing beyond it is read") {
  const std::string answer = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n";
  const std::string request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  for (std::size_t size = 0; size < answer.size(); ++size) {
    const auto read = http1::decode_response_head(test::exact_memory(as_bytes(answer).first(size)).view());
    CHECK((read && !*read));
  }
  for (std::size_t size = 0; size < request.size(); ++size) {
    const auto read = http1::decode_request_head(test::exact_memory(as_bytes(request).first(size)).view());
    CHECK((read && !*read));
  }
}

TEST_CASE("what is none is said to be, and where") {
  const auto fault_of = [](std::string_view wire, const http1::read_limits& limits = {}) {
    const auto read = http1::decode_response_head(as_bytes(wire), limits);
    REQUIRE(!read);
    return read.error();
  };
  CHECK(fault_of("HTTP/2").error == http1::errc::not_http);
  CHECK(fault_of("HTTP/1.1 2x0 OK\r\n\r\n").error == http1::errc::bad_start_line);
  CHECK(fault_of("HTTP/1.1 200 OK\r\nA b\r\n\r\n").offset == 18);
  CHECK(fault_of("HTTP/1.1 200 OK\r\nA: b\r\n\r\n", {.max_head = 20}).error == http1::errc::head_too_large);
  CHECK(fault_of("HTTP/1.1 200 OK\r\nA: b\r\nB: c\r\n\r\n", {.max_fields = 1}).error ==
        http1::errc::too_many_fields);
  const auto request = http1::decode_request_head(as_bytes("GET  HTTP/1.1\r\n\r\n"));
  CHECK((!request && request.error().error == http1::errc::bad_start_line));
}

TEST_CASE("limits that make no sense are refused, each by itself") {
  using limits = http1::read_limits;
  CHECK(!limits{}.validate());
  for (const limits& wrong : {limits{.max_head = 63}, limits{.max_trailers = 1}, limits{.max_chunk_line = 2}})
    CHECK(wrong.validate() == errc::invalid_options);
}

TEST_SUITE_END();
