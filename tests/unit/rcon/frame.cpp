#include <doctest/doctest.h>

#include <gamewire/rcon/frame.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

struct golden {
  std::int32_t id;
  std::int32_t type;
  const char* body;
  const char* wire;
};

// The first six agree with what other implementations send.
constexpr golden goldens[]{
    {1, rcon::type::auth, "\"password\"", "12 00 00 00 01 00 00 00 03 00 00 00 \"password\" 00 00"},
    {1, rcon::type::response_value, "", "0A 00 00 00 01 00 00 00 00 00 00 00 00 00"},
    {1, rcon::type::auth_response, "", "0A 00 00 00 01 00 00 00 02 00 00 00 00 00"},
    {-1, rcon::type::auth_response, "", "0A 00 00 00 FF FF FF FF 02 00 00 00 00 00"},
    {2, rcon::type::exec_command, "\"echo hi\"", "11 00 00 00 02 00 00 00 02 00 00 00 \"echo hi\" 00 00"},
    {3, rcon::type::response_value, "00 01 00 00", "0E 00 00 00 03 00 00 00 00 00 00 00 00 01 00 00 00 00"},
    {0x01020304, -2, "00", "0B 00 00 00 04 03 02 01 FE FF FF FF 00 00 00"},
};

std::expected<std::size_t, std::error_code> size_of(std::string_view hex, std::size_t max_frame = 1 << 20) {
  const buffer head = from_hex(hex);
  return rcon::wire_size(bytes(head).first<4>(), max_frame);
}

std::string body_of(std::string_view payload) {
  const buffer whole = from_hex("0A 00 00 00 01 00 00 00 00 00 00 00 " + std::string(payload));
  const exact_memory in(whole);
  return to_hex(rcon::decode(in.view())->body);
}

}  // namespace

TEST_SUITE_BEGIN("rcon frame");

TEST_CASE("golden frames are written and read") {
  for (const golden& one : goldens) {
    const buffer body = from_hex(one.body);
    const buffer wire = from_hex(one.wire);
    INFO(one.wire);
    const rcon::frame frame{one.id, one.type, body};
    CHECK(rcon::encoded_size(frame) == wire.size());
    const exact_memory out(wire.size());
    const auto written = rcon::encode(frame, out.span());
    REQUIRE(written);
    CHECK(to_hex(*written) == to_hex(wire));
    CHECK(count_no_room(wire.size(), [&](auto room) { return rcon::encode(frame, room); }) == wire.size());

    CHECK(*rcon::wire_size(bytes(wire).first<4>()) == wire.size());
    const exact_memory in(wire);
    const auto read = rcon::decode(in.view());
    REQUIRE(read);
    CHECK(read->id == one.id);
    CHECK(read->type == one.type);
    CHECK(to_hex(read->body) == to_hex(body));
  }
}

TEST_CASE("two NULs end a body, and one or none will do") {
  CHECK(body_of("\"hi\" 00 00") == to_hex(from_hex("\"hi\"")));
  CHECK(body_of("\"hi\" 00") == to_hex(from_hex("\"hi\"")));
  CHECK(body_of("\"hi\"") == to_hex(from_hex("\"hi\"")));
  CHECK(body_of("\"hi\" 00 00 00") == to_hex(from_hex("\"hi\" 00")));
  CHECK(body_of("00") == "");
  CHECK(body_of("") == "");
}

TEST_CASE("a second string stays available") {
  const buffer body = from_hex("\"one\" 00 \"two\" 00 \"three\"");
  const rcon::frame frame{.body = body};
  CHECK(as_text(rcon::string1(frame)) == "one");
  CHECK(to_hex(rcon::string2(frame)) == to_hex(from_hex("\"two\" 00 \"three\"")));
  const rcon::frame plain{.body = bytes(body).first(3)};
  CHECK(as_text(rcon::string1(plain)) == "one");
  CHECK(rcon::string2(plain).empty());
  CHECK(rcon::string1({}).empty());
}

TEST_CASE("impossible sizes are errors of their own kind") {
  for (const char* small : {"00 00 00 00", "01 00 00 00", "09 00 00 00", "FF FF FF FF", "00 00 00 80"})
    CHECK(size_of(small).error() == rcon::errc::bad_frame);
  for (const char* text : {"\"HTTP\"", "\"SSH-\"", "\"220 \"", "0D 0A \"*\" 0D"})
    CHECK(size_of(text).error() == rcon::errc::not_rcon);
  CHECK(size_of("FF FF FF 7F").error() == rcon::errc::too_large);
  CHECK(size_of("0A 00 00 00") == 14);
}

TEST_CASE("the limit counts the bytes on the wire") {
  CHECK(size_of("60 00 00 00", 100) == 100);
  CHECK(size_of("61 00 00 00", 100).error() == rcon::errc::too_large);
  CHECK(size_of("FC FF 0F 00") == 1 << 20);
  CHECK(size_of("FD FF 0F 00").error() == rcon::errc::too_large);
  CHECK(size_of("FF FF FF 7F", 0x80000003) == 0x80000003);
}

TEST_CASE("what has no header is no frame") {
  const buffer whole = from_hex("0A 00 00 00 01 00 00 00 00 00 00 00 00 00");
  for_each_cut(bytes(whole).first(11),
               [](bytes cut) { CHECK(rcon::decode(cut).error() == rcon::errc::bad_frame); });
}

TEST_CASE("errors fall under the conditions that all share") {
  CHECK(make_error_code(rcon::errc::login_refused) == condition::auth);
  CHECK(make_error_code(rcon::errc::closed_in_login) == condition::banned);
  CHECK(make_error_code(rcon::errc::not_rcon) == condition::protocol);
  CHECK(make_error_code(rcon::errc::too_large) == condition::limit);
  CHECK(make_error_code(rcon::errc::timeout) == condition::timeout);
  CHECK(make_error_code(rcon::errc::closed_in_reply) == condition::closed);
  CHECK(std::string(rcon::category().name()) == "gamewire.rcon");
}

TEST_SUITE_END();
