#include <doctest/doctest.h>

#include <gamewire/a2s/message.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace std::string_view_literals;

namespace {

bool same(bytes a, bytes b) { return std::ranges::equal(a, b); }

}  // namespace

TEST_CASE("the first four bytes tell whole messages from fragments") {
  CHECK(a2s::has_whole_header(from_hex("FF FF FF FF")));
  CHECK(a2s::has_whole_header(from_hex("FF FF FF FF 49")));
  CHECK_FALSE(a2s::has_whole_header(from_hex("FF FF FF")));
  CHECK_FALSE(a2s::has_whole_header(from_hex("FE FF FF FF 00")));
  CHECK_FALSE(a2s::has_whole_header({}));
  CHECK(a2s::has_split_header(from_hex("FE FF FF FF")));
  CHECK_FALSE(a2s::has_split_header(from_hex("FF FF FF FF")));
  CHECK_FALSE(a2s::has_split_header(from_hex("FE FF FF")));
}

TEST_CASE("a message of each known type is read with and without its header") {
  for (const char letter : "AImDEjl"sv) {
    const std::string text = std::string(1, letter) + "body";
    for (const std::string& whole : {text, "\xff\xff\xff\xff" + text}) {
      const auto read = a2s::decode_message(as_bytes(whole));
      REQUIRE(read.has_value());
      CHECK(static_cast<char>(read->type) == letter);
      CHECK(as_text(read->body) == "body");
    }
  }
}

TEST_CASE("a message without a type byte is truncated, one with a foreign type unknown") {
  CHECK(a2s::decode_message({}).error() == a2s::errc::truncated);
  CHECK(a2s::decode_message(from_hex("FF FF FF FF")).error() == a2s::errc::truncated);
  CHECK(a2s::decode_message(from_hex("FF FF FF FF 58 00")).error() == a2s::errc::unknown_message);
  CHECK(a2s::decode_message(from_hex("FF FF FF FF FF FF FF FF 49")).error() == a2s::errc::unknown_message);
  CHECK(a2s::decode_message(from_hex("FE FF FF FF 49")).error() == a2s::errc::unknown_message);
}

TEST_CASE("the body is only given for the type that is asked for") {
  const auto message = from_hex("FF FF FF FF 44 01 02");
  const auto body = a2s::decode_body(message, a2s::message_type::players);
  REQUIRE(body.has_value());
  CHECK(same(*body, from_hex("01 02")));
  CHECK(a2s::decode_body(message, a2s::message_type::rules).error() == a2s::errc::unknown_message);
  CHECK(a2s::decode_body(from_hex("FF FF FF FF"), a2s::message_type::rules).error() == a2s::errc::truncated);
}

TEST_CASE("a challenge is four opaque bytes, whatever follows them") {
  for (const char* value : {"01 02 03 04", "00 00 00 00", "FF FF FF FF", "30 30 30 30"})
    for (const char* tail : {"", "00", "00*7"})
      for (const char* header : {"FF FF FF FF 41 ", "41 "}) {
        const auto message = from_hex(header + std::string(value) + " " + tail);
        const auto read = a2s::decode_challenge(message);
        REQUIRE(read.has_value());
        CHECK(same(*read, from_hex(value)));
      }
}

TEST_CASE("a challenge that is cut short is truncated") {
  const auto whole = from_hex("FF FF FF FF 41 01 02 03 04");
  for_each_cut(bytes(whole).first(8), [](bytes cut) {
    CAPTURE(cut.size());
    const auto read = a2s::decode_challenge(cut);
    REQUIRE_FALSE(read.has_value());
    const bool inside_header = cut.size() > 0 && cut.size() < 4;  // then FF is taken for a type
    CHECK(read.error() == (inside_header ? a2s::errc::unknown_message : a2s::errc::truncated));
  });
}

TEST_CASE("the handshake of GoldSource is no challenge, though it starts like one") {
  CHECK(a2s::decode_challenge(from_hex("FF FF FF FF \"A00000000 1234567890 2\" 0A")).error() ==
        a2s::errc::unknown_message);
  CHECK(a2s::decode_challenge(from_hex("FF FF FF FF 42 01 02 03 04")).error() == a2s::errc::unknown_message);
}

TEST_CASE("a printed text ends at its NUL, or with the message") {
  CHECK(a2s::decode_print(from_hex("FF FF FF FF 6C \"Banned\" 00 \"rest\"")).value() == "Banned");
  CHECK(a2s::decode_print(from_hex("FF FF FF FF 6C \"Banned\"")).value() == "Banned");
  CHECK(a2s::decode_print(from_hex("6C")).value() == "");
  CHECK(a2s::decode_print(from_hex("FF FF FF FF 49")).error() == a2s::errc::unknown_message);
}

TEST_CASE("the server's small messages are written as Source servers do") {
  std::array<std::byte, 64> out;
  const a2s::challenge value{std::byte{0xde}, std::byte{0xad}, std::byte{0}, std::byte{0xff}};
  CHECK(same(a2s::encode_challenge(value, out).value(), from_hex("FF FF FF FF 41 DE AD 00 FF")));
  CHECK(same(a2s::encode_ping_reply(out).value(), from_hex("FF FF FF FF 6A \"00000000000000\" 00")));
  CHECK(same(a2s::encode_print("No", out).value(), from_hex("FF FF FF FF 6C \"No\" 00")));
}

TEST_CASE("a small message that does not fit is not written beyond the end") {
  CHECK(count_no_room(9, [](auto out) { return a2s::encode_challenge(a2s::no_challenge, out); }) == 9);
  CHECK(count_no_room(20, [](auto out) { return a2s::encode_ping_reply(out); }) == 20);
  CHECK(count_no_room(8, [](auto out) { return a2s::encode_print("No", out); }) == 8);
}

TEST_CASE("a NUL inside a printed text is the caller's mistake") {
  std::array<std::byte, 64> out;
  CHECK(a2s::encode_print("a\0b"sv, out).error() == errc::invalid_argument);
  CHECK(a2s::encode_print("a\0b"sv, {}).error() == errc::invalid_argument);
}
