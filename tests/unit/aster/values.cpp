#include <doctest/doctest.h>

#include <gamewire/aster/commands.hpp>
#include <gamewire/aster/packet.hpp>

#include "support/hex.hpp"

using namespace gamewire;
using aster::permission;
using aster::stance;

namespace {

std::string decoded(std::string_view encoded) {
  const auto file = aster::picture(json::text(encoded)).file();
  return file ? std::string(as_text(*file)) : file.error().message();
}

}  // namespace

TEST_SUITE_BEGIN("aster values");

TEST_CASE("pictures are base64, all of it or none") {
  CHECK(decoded("") == "");
  CHECK(decoded("UA==") == "P");
  CHECK(decoded("UE4=") == "PN");
  CHECK(decoded("UE5H") == "PNG");
  CHECK(decoded("UE5HUE5H") == "PNGPNG");
  CHECK(decoded("++//") == "\xfb\xef\xff");
  CHECK(decoded(R"(++\/\/)") == "\xfb\xef\xff");
  CHECK(decoded(R"(\/w==)") == "\xff");
  for (const char* none : {"U", "UE", "UE5", "UE5H=", "U===", "====", "UE5H UE5", "UE5-",
                           "UA==UA==", "UB==", "UE5=", R"(UE5\n)", R"(\/w==\/w==)", R"(\/)", "UE\xc3\xbc"})
    CHECK_MESSAGE(decoded(none) == "not a picture in base64", none);
  std::array<std::byte, 2> room;
  CHECK(aster::picture(json::text("UE5H")).decode(room).error() == errc::no_room);
}

TEST_CASE("permissions are two bits each, the lowest first") {
  aster::permissions some;
  some.set(permission::modify_channels, stance::allow).set(permission::modify_user_groups, stance::deny);
  some.set(permission::read_messages, stance::allow).set(permission::view_channel, stance::allow);
  CHECK(some.wire() == std::array<std::uint8_t, 3>{0x81, 0x10, 0x04});
  CHECK(some.get(permission::modify_user_groups) == stance::deny);
  CHECK(some.get(permission::ban_users) == stance::inherit);
  some.set(permission::modify_user_groups, stance::inherit);
  CHECK(some.wire()[0] == 0x01);
  CHECK(aster::permissions({0xff, 0, 0}).get(permission::modify_groups) == stance::deny);
}

TEST_CASE("the table has every command in its place") {
  for (const aster::command_row& one : aster::command_table) {
    CHECK(&row(one.which) == &one);
    CHECK(aster::command_named(one.name) == one.which);
  }
  CHECK(aster::command_named("nope") == aster::command::other);
}

TEST_CASE("packets") {
  json::document document;
  const auto read = [&](std::string_view line) { return aster::read_packet(as_bytes(line), document); };
  const auto packet = read(R"({"status":404,"x":{"status":7},"command":"login"})");
  CHECK((packet && packet->command == "login" && packet->status == 404));
  CHECK(read("{}").error() == aster::errc::malformed);
  CHECK(read("").error() == aster::errc::malformed);
  CHECK(read(R"({"command":"","status":200})").error() == aster::errc::malformed);
  CHECK(read(R"({"command":"x","status":200)").error() == aster::errc::malformed);
  CHECK(read(R"({"command":"x","status":2.5})").error() == aster::errc::malformed);
  CHECK(read("{\"command\":\"\xff\",\"status\":200}").error() == json::errc::not_utf8);
}

TEST_SUITE_END();
