#include <algorithm>

#include <doctest/doctest.h>

#include <gamewire/rcon/frame_decoder.hpp>

#include "support/rcon_wire.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

const std::string auth_ok = "0A 00 00 00 01 00 00 00 02 00 00 00 00 00 ";
const std::string hi = "0C 00 00 00 02 00 00 00 00 00 00 00 \"hi\" 00 00 ";
const std::string stray = "00 01 00 00 00 00 00 ";

/// What comes out of these pieces: ids, types and bodies, and the error. Each piece lies in memory of its own
/// that is overwritten when it was kept.
std::string read(const std::vector<buffer>& pieces, std::size_t max_frame = 1000, int stray_after = -1) {
  rcon::frame_decoder decoder(max_frame);
  std::string log;
  int frames = 0;
  for (buffer piece : pieces) {
    piece.shrink_to_fit();
    decoder.feed(piece);
    for (;;) {
      const auto next = decoder.next();
      if (!next) return log + next.error().message();
      if (!*next) break;
      const rcon::frame& frame = **next;
      log += std::to_string(frame.id) + '/' + std::to_string(frame.type) + ' ' + to_hex(frame.body) + '\n';
      if (frames++ == stray_after) decoder.expect_stray_marker();
    }
    if (const auto error = decoder.keep()) return log + error.message();
    std::ranges::fill(piece, std::byte{0xa5});
  }
  return log;
}

std::string read(std::string_view hex, std::size_t max_frame = 1000, int stray_after = -1) {
  return read(std::vector<buffer>{from_hex(hex)}, max_frame, stray_after);
}

/// All ways to cut in two, and byte by byte, give the same.
void check_cuts(std::string_view hex, int stray_after = -1) {
  const buffer whole = from_hex(hex);
  const std::string want = read(std::vector<buffer>{whole}, 1000, stray_after);
  INFO(want);
  std::vector<buffer> single;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    const auto middle = whole.begin() + static_cast<std::ptrdiff_t>(at);
    CHECK(read({buffer(whole.begin(), middle), buffer(middle, whole.end())}, 1000, stray_after) == want);
    single.push_back({whole[at]});
  }
  CHECK(read(single, 1000, stray_after) == want);
}

}  // namespace

TEST_SUITE_BEGIN("rcon frame decoder");

TEST_CASE("frames come out as they went in, however the stream is cut") {
  const std::string stream = auth_ok + hi + hi;
  CHECK(read(stream) == "1/2 \n2/0 68 69\n2/0 68 69\n");
  check_cuts(stream);
  check_cuts(stream + "0A 00 00");
}

TEST_CASE("whole frames are views into the piece") {
  const buffer piece = from_hex(auth_ok + hi + "0C 00");
  rcon::frame_decoder decoder;
  decoder.feed(piece);
  CHECK((**decoder.next()).id == 1);
  const auto second = decoder.next();
  CHECK((**second).body.data() == piece.data() + 14 + 12);
  CHECK(!*decoder.next());
  CHECK(!decoder.keep());
}

TEST_CASE("an error is final, and found before the frame has come") {
  for (const char* head : {"09 00 00 00", "FF FF FF FF", "\"HTTP\"", "FF FF FF 7F", "E5 03 00 00"}) {
    const buffer broken = from_hex(head);
    rcon::frame_decoder decoder(1000);
    decoder.feed(broken);
    const auto first = decoder.next();
    CHECK(!first);
    const buffer good = from_hex(hi);
    CHECK((decoder.keep() == first.error()));
    decoder.feed(good);
    CHECK((decoder.next().error() == first.error()));
  }
  check_cuts(hi + "09 00 00 00" + hi);
}

TEST_CASE("a size of 0 is no frame, and none is made of it") {
  const std::string zero = "00 00 00 00 ";
  const std::string stream = zero + auth_ok + zero + zero + zero + hi + zero;
  CHECK(read(stream) == "1/2 \n2/0 68 69\n");
  check_cuts(stream);
  check_cuts(stream, 0);
  check_cuts(hi + stray + zero + hi, 0);
  check_cuts(zero + hi + "01 00 00 00");
  CHECK(read(zero + "\"HTTP\"") == "not an RCON server");
  CHECK(read(zero + "01 00 00 00") == "a packet with an impossible size");
  rcon::frame_decoder decoder;
  const buffer half = from_hex("00 00");
  for (const bool begins : {true, false}) {
    decoder.feed(half);
    CHECK(!*decoder.next());
    CHECK(decoder.unfinished() == begins);
    CHECK(!decoder.keep());
  }
}

TEST_CASE("a frame that has begun is shown, and stays to be read") {
  rcon::frame_decoder decoder;
  const auto feed = [&](const std::string& hex) {
    const buffer piece = from_hex(hex);
    decoder.feed(piece);
    const auto next = decoder.next();
    const bool whole = next && *next;
    CHECK(!decoder.keep());
    return whole;
  };
  CHECK_FALSE(feed("0C 00 00 00 02 00 00 00 00 00 00"));
  CHECK(!decoder.so_far());
  CHECK_FALSE(feed("00 \"h\""));
  REQUIRE(decoder.so_far());
  CHECK(decoder.so_far()->id == 2);
  CHECK(as_text(decoder.so_far()->body) == "h");
  CHECK(feed("\"i\" 00 00"));
  CHECK(!decoder.so_far());
  // What was given up is no frame any more, nor is what follows of it.
  CHECK_FALSE(feed("0C 00 00 00 02 00 00 00 00 00 00 00 \"h\""));
  CHECK(decoder.surrender());
  CHECK(!decoder.so_far());
  CHECK_FALSE(feed("\"i\""));
  CHECK(!decoder.so_far());
}

TEST_CASE("what was given up ends where it should, or where another frame begins") {
  const buffer given_up = from_hex(hi);
  // How what follows is read, in two pieces, when so much of the frame had come.
  const auto read_behind = [&](std::size_t come, const buffer& more, std::size_t cut) {
    rcon::frame_decoder decoder;
    decoder.feed(bytes(given_up).first(come));
    CHECK(!*decoder.next());
    CHECK(!decoder.keep());
    REQUIRE(decoder.surrender());
    CHECK(!decoder.keep());
    std::string log;
    for (const bytes piece : {bytes(more).first(cut), bytes(more).subspan(cut)}) {
      decoder.feed(piece);
      for (auto next = decoder.next(); next && *next; next = decoder.next())
        log += std::string(as_text((*next)->body)) + ".";
      CHECK(!decoder.keep());
    }
    CHECK_FALSE(decoder.unfinished());
    return log;
  };
  for (std::size_t come = 12; come < given_up.size(); ++come)
    for (const char* body : {"", "\"other\""})
      for (const bool rest_comes : {false, true}) {
        buffer more = from_hex(rcon_wire::value(1, body));
        const std::string want = std::string(as_text(from_hex(body))) + ".";
        if (rest_comes) more.insert(more.begin(), given_up.begin() + static_cast<int>(come), given_up.end());
        CHECK(read_behind(come, more, 0) == want);
        if (given_up.size() - come > 2) continue;  // a text that is cut once more may look like a size
        for (std::size_t cut = 1; cut < more.size(); ++cut) CHECK(read_behind(come, more, cut) == want);
      }
}

TEST_CASE("text means another protocol only where the stream begins") {
  CHECK(read("\"SSH-2.0\"") == "not an RCON server");
  CHECK(read(hi + "\"SSH-2.0\"") == "2/0 68 69\na packet with an impossible size");
}

TEST_CASE("a stray end marker is skipped where it may stand") {
  CHECK(read(hi + stray + hi + auth_ok, 1000, 0) == "2/0 68 69\n2/0 68 69\n1/2 \n");
  check_cuts(hi + stray + hi + auth_ok, 0);
  // Not before it is expected, and only once.
  CHECK(read(hi + stray + hi) == "2/0 68 69\n");
  CHECK(read(hi + hi + stray + hi, 1000, 0) == "2/0 68 69\n2/0 68 69\n");
  // Nothing is lost when there is none.
  check_cuts(hi + hi, 0);
  CHECK(read(hi + hi, 1000, 0) == "2/0 68 69\n2/0 68 69\n");
}

TEST_CASE("an event that begins like a stray end marker is read") {
  const std::string event = "00 01 00 00 00 00 00 00 01 00 00 00 \"x\"*246 00 00";
  CHECK(read(hi + event, 1000, 0).starts_with("2/0 68 69\n0/1 78 78"));
  CHECK(read(hi + stray + event, 1000, 0).starts_with("2/0 68 69\n0/1 78 78"));
  check_cuts(hi + stray + event + hi, 0);
}

TEST_SUITE_END();
