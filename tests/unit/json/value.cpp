#include <doctest/doctest.h>

#include <gamewire/json/document.hpp>
#include <gamewire/json/value.hpp>

using namespace gamewire;

namespace {

bool is_json(std::string_view text, unsigned max_depth = 64) {
  json::document document;
  const auto root = document.read(as_bytes(text));
  return root && root->check(max_depth).has_value() && root->raw().size() == text.size();
}

std::string decoded(std::string_view raw) {
  std::string room(raw.size(), '?');
  const auto said = json::text(raw).decode(room);
  return said ? std::string(*said) : "(" + said.error().message() + ")";
}

}  // namespace

TEST_SUITE_BEGIN("json value");

TEST_CASE("JSON is what RFC 8259 says") {
  for (const char* text :
       {"{}", "[]", "null", "true", "0", "-0.5e-7", "\"\"", "[[],{}]", "{\"a\":{\"b\":[1,2]}}", "[1 , 2]",
        "{\"\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00aF\"}"})
    CHECK_MESSAGE(is_json(text), text);
  for (const char* text :
       {"{",       "}",        "[",           "[}",    "{]",   "[1,]",  "{,}",  "[,1]",   "[1 2]",
        "{\"a\"}", "{\"a\":}", "{a:1}",       "{1:1}", "nul",  "truee", "01",   "1.",     "+1",
        "'a'",     "\"\\x\"",  "\"\\u12g4\"", "\"\\",  "[1]]", "1 2",   "\x01", "[\x01]", "NaN"})
    CHECK_MESSAGE(!is_json(text), text);
}

TEST_CASE("depth is bounded, and a million brackets are passed over without recursion") {
  CHECK(is_json("[[[]]]", 2));
  CHECK(!is_json("[[[1]]]", 2));
  const std::string deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  CHECK(!is_json(deep));
  const std::string inside = "{\"a\":" + deep + ",\"b\":7}";
  json::document document;
  const auto root = document.read(as_bytes(inside));
  REQUIRE(root);
  CHECK(root->member("b").raw() == "7");
  CHECK(root->check().error().error == json::errc::too_deep);
  CHECK(root->raw().size() == inside.size());
  const std::string open(1'000'000, '[');
  const auto unclosed = document.read(as_bytes(open));
  CHECK((!unclosed || unclosed->raw().empty()));
}

TEST_CASE("kinds and members") {
  json::document document;
  const std::string text = R"( {"a":null,"b":[true],"a":"again","\u0063":{"d":-1}} )";
  const auto root = document.read(as_bytes(text));
  REQUIRE(root);
  CHECK(root->kind() == json::kind::object);
  CHECK(root->member("a").kind() == json::kind::text);
  CHECK(root->member("b").kind() == json::kind::array);
  CHECK(root->member("c").member("d").kind() == json::kind::number);
  CHECK(root->member("c").member("d").raw() == "-1");
  CHECK(root->member("B").kind() == json::kind::absent);
  CHECK(root->member("a").member("b").absent());
  CHECK(json::value().raw().empty());
}

TEST_CASE("texts say what their escapes stand for") {
  CHECK(decoded("plain \xc3\xa9") == "plain \xc3\xa9");
  CHECK(decoded("\\\"\\\\\\/\\b\\f\\n\\r\\t") == "\"\\/\b\f\n\r\t");
  CHECK(decoded("\\u0041\\u00e9\\u2603\\ud83d\\ude00") == "A\xc3\xa9\xe2\x98\x83\xf0\x9f\x98\x80");
  CHECK(decoded("\\ud83d") == "\xef\xbf\xbd");
  CHECK(decoded("\\ude00\\ud83dx") == "\xef\xbf\xbd\xef\xbf\xbdx");
  CHECK(decoded("\\ud83d\\u0041") ==
        "\xef\xbf\xbd"
        "A");
  for (const char* wrong : {"\\x", "\\", "\\u12", "\\u12g4"}) CHECK(decoded(wrong) == "(not JSON)");
  const json::text escaped("a\\nb");
  CHECK(escaped == "a\nb");
  CHECK(escaped != "a\n");
  CHECK(escaped != "a\nbc");
  CHECK(escaped.str() == "a\nb");
  std::array<char, 2> small;
  CHECK(escaped.decode(small).error() == errc::no_room);
}

TEST_SUITE_END();
