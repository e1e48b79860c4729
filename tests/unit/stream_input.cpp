#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/random.hpp>
#include <gamewire/stream_input.hpp>

#include "support/exact_memory.hpp"

namespace gamewire {
namespace {

using test::exact_memory;

/// Reads frames of a length byte and a body.
void read_frames(stream_input& in, std::vector<std::string>& out) {
  while (const auto head = in.peek(1)) {
    const std::size_t size = 1 + std::to_integer<std::size_t>(head->front());
    const auto frame = in.peek(size);
    if (!frame) break;
    out.emplace_back(as_text(frame->subspan(1)));
    in.consume(size);
  }
}

void read_lines(stream_input& in, std::vector<std::string>& out) {
  while (const auto line = in.peek_through(std::byte{'\n'})) {
    out.emplace_back(as_text(*line));
    in.consume(line->size());
  }
}

/// What `read` finds when the stream comes in pieces that end at `cuts`, each in memory that is gone
/// afterwards.
template <class Read>
std::vector<std::string> read_cut(std::string_view stream, const std::vector<std::size_t>& cuts, Read read) {
  stream_input in(stream.size());
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= cuts.size(); ++i) {
    const std::size_t end = i < cuts.size() ? cuts[i] : stream.size();
    const exact_memory piece(as_bytes(stream.substr(begin, end - begin)));
    in.feed(piece.view());
    read(in, out);
    REQUIRE(in.keep());
    std::ranges::fill(piece.span(), std::byte{0xee});
    begin = end;
  }
  CHECK(in.size() == 0);
  return out;
}

std::vector<std::size_t> every_byte(std::size_t size) {
  std::vector<std::size_t> cuts;
  for (std::size_t i = 1; i < size; ++i) cuts.push_back(i);
  return cuts;
}

constexpr std::string_view frames{"\3abc\0\1x\5hello\2hi", 16};
const std::vector<std::string> frame_bodies{"abc", "", "x", "hello", "hi"};
constexpr std::string_view lines = "first\n\nthird line\r\nx\n";
const std::vector<std::string> each_line{"first\n", "\n", "third line\r\n", "x\n"};

}  // namespace

TEST_CASE("a whole piece is read where it lies, without memory of the input's own") {
  stream_input in(0);
  in.feed(as_bytes(frames));
  const auto head = in.peek(4);
  REQUIRE(head);
  CHECK(head->data() == as_bytes(frames).data());
  CHECK(in.size() == frames.size());
  std::vector<std::string> out;
  read_frames(in, out);
  CHECK(out == frame_bodies);
  CHECK(in.keep());
}

TEST_CASE("frames come out alike however the stream is cut") {
  CHECK(read_cut(frames, {}, read_frames) == frame_bodies);
  CHECK(read_cut(frames, every_byte(frames.size()), read_frames) == frame_bodies);
  for (std::size_t i = 0; i <= frames.size(); ++i)
    for (std::size_t j = i; j <= frames.size(); ++j)
      CHECK(read_cut(frames, {i, j}, read_frames) == frame_bodies);
}

TEST_CASE("lines come out alike however the stream is cut") {
  CHECK(read_cut(lines, {}, read_lines) == each_line);
  CHECK(read_cut(lines, every_byte(lines.size()), read_lines) == each_line);
  for (std::size_t i = 0; i <= lines.size(); ++i)
    for (std::size_t j = i; j <= lines.size(); ++j) CHECK(read_cut(lines, {i, j}, read_lines) == each_line);
}

TEST_CASE("after a message that began in an earlier piece, the rest of the piece is read where it lies") {
  stream_input in(8);
  in.feed(as_bytes("\3a"));
  CHECK_FALSE(in.peek(4));
  REQUIRE(in.keep());
  const std::string_view rest = "bc\1x";
  in.feed(as_bytes(rest));
  CHECK(as_text(in.peek(4).value()) == "\3abc");
  in.consume(4);
  CHECK(in.peek(2)->data() == as_bytes(rest).data() + 2);
}

TEST_CASE("an unfinished message of exactly the limit is kept; one byte more is a fault that stays") {
  stream_input in(4);
  in.feed(as_bytes("1234"));
  REQUIRE(in.keep());
  CHECK_FALSE(in.failed());
  CHECK(as_text(in.peek(4).value()) == "1234");
  in.feed(as_bytes("5"));
  CHECK_FALSE(in.peek(5));
  CHECK(in.failed());
  CHECK_FALSE(in.keep());
  CHECK_FALSE(in.peek(1));
  CHECK_FALSE(in.peek_through(std::byte{'1'}));
  in.feed(as_bytes("more"));
  CHECK_FALSE(in.peek(1));
  CHECK_FALSE(in.keep());
}

TEST_CASE("a piece that is too long to be kept is a fault") {
  stream_input in(4);
  in.feed(as_bytes("12345"));
  CHECK(in.peek(5));
  CHECK_FALSE(in.keep());
  CHECK(in.failed());
}

TEST_CASE("what was consumed leaves room for as much within the limit") {
  stream_input in(6);
  in.feed(as_bytes("123456"));
  REQUIRE(in.keep());
  in.consume(4);
  in.feed(as_bytes("789a"));
  CHECK(in.size() == 6);
  CHECK(as_text(in.peek(6).value()) == "56789a");
  REQUIRE(in.keep());
  in.consume(6);
  CHECK(in.size() == 0);
}

TEST_CASE("consuming more than there is takes all of it") {
  stream_input in(8);
  in.feed(as_bytes("abc"));
  REQUIRE(in.keep());
  in.feed(as_bytes("def"));
  in.consume(100);
  CHECK(in.size() == 0);
  CHECK_FALSE(in.peek(1));
  CHECK(in.peek(0));
}

TEST_CASE("an empty piece changes nothing") {
  stream_input in(8);
  in.feed({});
  CHECK_FALSE(in.peek_through(std::byte{0}));
  REQUIRE(in.keep());
  in.feed(as_bytes("ab"));
  REQUIRE(in.keep());
  in.feed({});
  CHECK_FALSE(in.peek_through(std::byte{'x'}));
  REQUIRE(in.keep());
  CHECK(as_text(in.peek(2).value()) == "ab");
}

TEST_CASE("a mark is found on both sides of a seam, and behind bytes that were searched before") {
  stream_input in(32);
  in.feed(as_bytes("abc"));
  CHECK_FALSE(in.peek_through(std::byte{';'}));
  REQUIRE(in.keep());
  in.feed(as_bytes("def;gh;"));
  CHECK(as_text(in.peek_through(std::byte{';'}).value()) == "abcdef;");
  // Found again while nobody took it.
  CHECK(as_text(in.peek_through(std::byte{';'}).value()) == "abcdef;");
  in.consume(7);
  CHECK(as_text(in.peek_through(std::byte{';'}).value()) == "gh;");
  in.consume(3);
  CHECK_FALSE(in.peek_through(std::byte{';'}));
}

TEST_CASE("a mark is found in what is left after a part was taken by count") {
  stream_input in(32);
  in.feed(as_bytes("abcdef"));
  CHECK_FALSE(in.peek_through(std::byte{';'}));
  in.consume(2);
  REQUIRE(in.keep());
  in.feed(as_bytes(";"));
  CHECK(as_text(in.peek_through(std::byte{';'}).value()) == "cdef;");
}

TEST_CASE("a long message in single bytes is searched and copied in linear time") {
  // Quadratic work would take minutes.
  constexpr std::size_t size = 5'000'000;
  stream_input in(size);
  const std::byte filler{'x'};
  for (std::size_t i = 0; i + 1 < size; ++i) {
    in.feed({&filler, 1});
    if (in.peek_through(std::byte{'\n'}) || !in.keep()) FAIL("at " << i);
  }
  const std::byte mark{'\n'};
  in.feed({&mark, 1});
  CHECK(in.peek_through(std::byte{'\n'})->size() == size);
}

TEST_CASE("what was moved from has nothing to read, and what was moved to goes on") {
  stream_input first(8);
  first.feed(as_bytes("abcd"));
  REQUIRE(first.keep());
  first.consume(1);
  stream_input second(std::move(first));
  CHECK(first.size() == 0);  // NOLINT: the state after a move is promised
  CHECK_FALSE(first.peek(1));
  CHECK_FALSE(first.peek_through(std::byte{'a'}));
  first.consume(3);
  CHECK(first.keep());
  second.feed(as_bytes("ef"));
  CHECK(as_text(second.peek(5).value()) == "bcdef");

  stream_input third(0);
  third = std::move(second);
  CHECK(third.size() == 5);
  CHECK(second.size() == 0);  // NOLINT
}

TEST_CASE("a search may pass over what it has seen, and goes on from there however the stream is cut") {
  const std::string_view stream = "a;bc;def;";
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    INFO("cut at ", cut);
    stream_input in(20);
    std::vector<std::size_t> ends;
    std::size_t seen = 0;
    for (const auto part : {stream.substr(0, cut), stream.substr(cut)}) {
      const exact_memory piece(as_bytes(part));
      in.feed(piece.view());
      while (const auto found = in.peek_through(std::byte{';'}, seen)) ends.push_back(seen = found->size());
      REQUIRE(in.keep());
    }
    CHECK(ends == std::vector<std::size_t>{2, 5, 9});
    in.consume(5);
    CHECK_FALSE(in.peek_through(std::byte{';'}));  // it has been passed over
    CHECK_FALSE(in.peek_through(std::byte{';'}, 100));
    CHECK(as_text(in.peek(4).value()) == "def;");
  }
}

TEST_CASE("the front is what lies in one piece") {
  stream_input in(20);
  CHECK(in.front().empty());
  const exact_memory first(as_bytes("abc"));
  in.feed(first.view());
  CHECK(in.front().data() == first.view().data());
  in.consume(1);
  REQUIRE(in.keep());
  CHECK(as_text(in.front()) == "bc");
  const exact_memory second(as_bytes("def"));
  in.feed(second.view());
  CHECK(as_text(in.front()) == "bc");
  CHECK(in.size() == 5);
  in.consume(2);
  CHECK(in.front().data() == second.view().data());
}

TEST_CASE("random cuts, peeks and takes give the stream back byte for byte") {
  split_mix random(3);
  for (int round = 0; round < 300; ++round) {
    std::string stream(200, ' ');
    for (char& c : stream) c = static_cast<char>('a' + random.below(4));
    stream_input in(stream.size());
    std::string seen;
    std::size_t fed = 0;
    while (fed < stream.size()) {
      const std::size_t more = std::min<std::size_t>(random.below(12), stream.size() - fed);
      const exact_memory piece(as_bytes(std::string_view(stream).substr(fed, more)));
      fed += more;
      in.feed(piece.view());
      for (auto steps = random.below(4); steps != 0; --steps) {
        const auto found = random.below(2) == 0 ? in.peek(random.below(10)) : in.peek_through(std::byte{'a'});
        if (!found) continue;
        const std::size_t taken = random.below(static_cast<std::uint32_t>(found->size()) + 1);
        seen += as_text(found->first(taken));
        in.consume(taken);
      }
      REQUIRE(in.keep());
    }
    const auto rest = in.peek(in.size());
    REQUIRE(rest);
    CHECK(seen + std::string(as_text(*rest)) == stream);
  }
}

}  // namespace gamewire
