#include <array>
#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/vdf/token.hpp>

using namespace gamewire;
using vdf::token;

TEST_SUITE_BEGIN("vdf::token");

TEST_CASE("what is not escaped needs no room") {
  const token plain{"a\\nb", true, false};
  const auto text = unescape(plain, {});
  REQUIRE(text);
  CHECK(text->data() == plain.raw.data());
  CHECK(own(plain) == "a\\nb");
}

TEST_CASE("the escapes of C are known, others stay") {
  const token all{R"(\n\t\v\b\r\f\a\\\?\'\"\q\0\)", true, true};
  CHECK(own(all) == "\n\t\v\b\r\f\a\\?'\"\\q\\0\\");
  std::array<char, 64> room{};
  CHECK((unescape(all, room) == own(all)));
  CHECK(unescape(all, std::span(room).first(all.raw.size() - 1)).error() == gamewire::errc::no_room);
}

TEST_CASE("keys are the same in any case of ASCII letters") {
  CHECK(vdf::same_key("AppState", "APPSTATE"));
  CHECK(vdf::same_key("", ""));
  CHECK_FALSE(vdf::same_key("a", "ab"));
  CHECK_FALSE(vdf::same_key("[", "{"));
  CHECK_FALSE(vdf::same_key("@", "`"));
  CHECK_FALSE(vdf::same_key("\xc4", "\xe4"));
}

TEST_SUITE_END();
