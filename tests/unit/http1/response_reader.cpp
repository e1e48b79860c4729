/// What a peer can make a reader do is bounded; and where views point. How messages are understood is in
/// tests/vectors/http1.
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/http1/characters.hpp>
#include <gamewire/http1/error.hpp>
#include <gamewire/http1/response_reader.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace std::string_view_literals;

namespace {

/// Feeds the same piece over and over: how many bytes until the error, and which that is.
std::pair<std::size_t, std::error_code> endless(std::string_view start, std::string_view again,
                                                const http1::read_limits& limits = {}) {
  constexpr std::size_t most = std::size_t{1} << 24;
  http1::response_reader reader(limits);
  reader.expect({});
  std::size_t fed = 0;
  for (std::string_view piece = start; fed < most; piece = again) {
    reader.feed(as_bytes(piece));
    fed += piece.size();
    for (;;) {
      const auto next = reader.next();
      if (!next) return {fed, next.error().error};
      if (std::holds_alternative<std::monostate>(*next)) break;
    }
    if (const auto error = reader.keep()) return {fed, error};
  }
  return {fed, {}};
}

constexpr auto ok = "HTTP/1.1 200 OK\r\n"sv;
constexpr auto chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"sv;

}  // namespace

TEST_SUITE_BEGIN("http1 response_reader");

TEST_CASE("what has no end is given up at its limit") {
  const http1::read_limits limits;
  const auto check = [](auto found, std::uint64_t limit, http1::errc why) {
    CHECK(found.second == why);
    CHECK(found.first <= limit + 100);
  };
  check(endless(ok, "A: b\r\n"), limits.max_head, http1::errc::too_many_fields);
  check(endless(ok, "A"), limits.max_head, http1::errc::head_too_large);
  check(endless("HTTP/1.1 200 ", "O"), limits.max_head, http1::errc::head_too_large);
  check(endless(chunked, "0"), chunked.size() + limits.max_chunk_line, http1::errc::chunk_overhead);
  check(endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "A"), limits.max_trailers,
        http1::errc::trailers_too_large);
  check(endless("", "HTTP/1.1 100 Continue\r\n\r\n"), 300, http1::errc::too_many_interim);
  // Four bytes of framing too many for each of the body.
  check(endless(chunked, "1\r\na\r\n"), 2 * limits.max_chunk_overhead, http1::errc::chunk_overhead);
  check(endless(chunked, "1;ext\r\na\r\n"), 2 * limits.max_chunk_overhead, http1::errc::chunk_overhead);
  http1::read_limits small;
  small.max_body = 1000;
  check(endless("HTTP/1.1 200 OK\r\n\r\n", "a", small), 1000, http1::errc::body_too_large);
  check(endless(chunked, "8\r\n12345678\r\n", small), 2000, http1::errc::body_too_large);
  // Chunks of a sensible size go on for as long as the body may.
  CHECK(endless(chunked, "10\r\n0123456789abcdef\r\n").second == std::error_code{});
}

TEST_CASE("no length overflows, and none allocates") {
  for (const auto length : {"2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775807",
                            "18446744073709551615"}) {
    http1::read_limits wide;
    wide.max_body = std::numeric_limits<std::uint64_t>::max();
    const std::string head = std::string(ok) + "Content-Length: " + length + "\r\n\r\nxyz";
    http1::response_reader reader(wide);
    reader.expect({});
    reader.feed(as_bytes(head));
    REQUIRE(reader.next());
    CHECK(as_text(std::get<bytes>(reader.next().value())) == "xyz");
    CHECK(reader.end().error().error == http1::errc::closed_in_answer);

    std::array<char, 17> digits;
    const auto size = std::to_chars(digits.data(), digits.data() + 17, std::stoull(length), 16);
    const std::string body = std::string(chunked) + std::string(digits.data(), size.ptr) + "\r\nxyz";
    http1::response_reader again(wide);
    again.expect({});
    again.feed(as_bytes(body));
    REQUIRE(again.next());
    CHECK(as_text(std::get<bytes>(again.next().value())) == "xyz");
    CHECK(std::holds_alternative<std::monostate>(again.next().value()));
  }
}

TEST_CASE("what comes whole is shown where it lies") {
  const std::string message = std::string(ok) + "A: b\r\nContent-Length: 5\r\n\r\nhello";
  const auto inside = [&](std::string_view part) {
    return part.data() >= message.data() && part.data() + part.size() <= message.data() + message.size();
  };
  http1::response_reader reader;
  reader.expect({});
  reader.feed(as_bytes(message));
  const auto head = std::get<http1::response_head>(reader.next().value());
  CHECK(inside(head.reason));
  for (const auto& [name, value] : head.fields) CHECK((inside(name) && inside(value)));
  CHECK(inside(as_text(std::get<bytes>(reader.next().value()))));
  CHECK_FALSE(reader.keep());
}

TEST_CASE("errors are final") {
  http1::response_reader reader;
  reader.expect({});
  reader.feed(as_bytes("no"));
  const auto first = reader.next();
  CHECK(reader.keep() == http1::errc::not_http);
  reader.expect({});
  reader.feed(as_bytes("HTTP/1.1 200 OK\r\n\r\n"));
  CHECK(reader.next().error() == first.error());
  CHECK(reader.end().error() == first.error());
}

TEST_CASE("a connection is reusable as its answer says") {
  const auto reusable = [](std::string_view head) {
    http1::response_reader reader;
    reader.expect({});
    reader.feed(as_bytes(head));
    REQUIRE(reader.next());
    return reader.reusable();
  };
  CHECK(reusable("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  CHECK(reusable("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: foo\r\n\r\n"));
  CHECK_FALSE(reusable("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: foo, Close\r\n\r\n"));
  CHECK_FALSE(reusable("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: a\r\nConnection: close\r\n\r\n"));
  CHECK_FALSE(reusable("HTTP/1.1 200 OK\r\n\r\n"));
  CHECK_FALSE(reusable("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"));
  CHECK(reusable("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n"));
}

TEST_CASE("controls and tokens are found whatever lies around them") {
  for (std::size_t size = 0; size < 150; ++size)
    for (const unsigned value :
         {0x00U, 0x08U, 0x09U, 0x0aU, 0x0dU, 0x1fU, 0x20U, 0x7eU, 0x7fU, 0x80U, 0xffU}) {
      std::string text(size + 1, 'a');
      text[size] = static_cast<char>(value);
      text += std::string(size % 7, '\xe9') + '\t';
      const exact_memory exact(as_bytes(text));
      const char* const begin = as_text(exact.view()).data();
      const char* const end = begin + text.size();
      const bool control = http1::is_control(static_cast<char>(value));
      CHECK(http1::find_control(begin, end) == (control ? begin + size : end));
      const bool token = http1::is(http1::token_character, static_cast<char>(value));
      CHECK((http1::skip_token(begin, end) == begin + size) == !token);
    }
  for (unsigned value = 0; value < 256; ++value) {
    const std::string text(40, static_cast<char>(value));
    const bool token = http1::is(http1::token_character, static_cast<char>(value));
    CHECK(http1::skip_token(text.data(), text.data() + 40) == text.data() + (token ? 40 : 0));
  }
}

TEST_CASE("words have no case") {
  CHECK(http1::is_word("CONTENT-length"sv, "content-length"));
  CHECK_FALSE(http1::is_word("content_length"sv, "content-length"));
  CHECK_FALSE(http1::is_word("content-lengti"sv, "content-length"));
  CHECK_FALSE(http1::is_word("bontent-length"sv, "content-length"));
  CHECK(http1::is_word("HOST"sv, "host"));
  CHECK_FALSE(http1::is_word("hosts"sv, "host"));
  CHECK(http1::lists_word("a, Upgrade ,b", "upgrade"));
  CHECK_FALSE(http1::lists_word("a, Upgraded", "upgrade"));
  CHECK_FALSE(http1::lists_word("", "upgrade"));
}

TEST_CASE("limits that nothing fits are refused") {
  CHECK_FALSE(http1::read_limits{}.validate());
  CHECK(http1::read_limits{.max_head = 63}.validate());
  CHECK(http1::read_limits{.max_trailers = 1}.validate());
  CHECK(http1::read_limits{.max_chunk_line = 2}.validate());
}

TEST_CASE("every error has words of its own and falls under a condition") {
  std::vector<std::string> words;
  for (int value = 1; value <= static_cast<int>(http1::errc::upgraded); ++value) {
    const auto error = http1::make_error_code(static_cast<http1::errc>(value));
    CHECK(error.message() != "unknown error");
    CHECK(std::ranges::find(words, error.message()) == words.end());
    words.push_back(error.message());
    CHECK(error == condition_of(error));
  }
  CHECK(std::error_code(static_cast<http1::errc>(static_cast<int>(http1::errc::upgraded) + 1)).message() ==
        "unknown error");
}

TEST_SUITE_END();
