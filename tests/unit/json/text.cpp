/// Escapes, those that are none too: whoever reads a text, at once or in parts, reads the same.
#include <ostream>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/json/error.hpp>
#include <gamewire/json/text.hpp>

using namespace gamewire;

namespace {

struct saying {
  std::string_view raw;
  std::string_view says;
};

std::string appended(const json::text& what) {
  byte_buffer out;
  CHECK(out.append(as_bytes("before ")));
  CHECK(what.append_to(out));
  return std::string(as_text(out.view()));
}

}  // namespace

TEST_SUITE_BEGIN("json text");

TEST_CASE("what an escape stands for") {
  for (const auto& [raw, says] : {saying{"", ""},
                                  {"plain", "plain"},
                                  {R"(a\"\\\/\b\f\n\r\tz)", "a\"\\/\b\f\n\r\tz"},
                                  {R"(\u0041\u007f)", "A\x7f"},
                                  {R"(\u00e9\u00E9\u07ff)", "\u00e9\u00e9\u07ff"},
                                  {R"(\u0800\uFFFF)", "\u0800\uffff"},
                                  {R"(\ud83d\ude00\uDBFF\uDFFF)", "\U0001f600\U0010ffff"},
                                  {R"(\ud83d)", "\ufffd"},
                                  {R"(\ude00x)", "\ufffdx"},
                                  {R"(\ud83d\u0041)", "\ufffdA"},
                                  {R"(\ud83d\ue000)", "\ufffd\ue000"},
                                  {R"(\ud83d\ud83d\ude00)", "\ufffd\U0001f600"},
                                  {R"(\ud83d\n)", "\ufffd\n"}}) {
    CAPTURE(raw);
    const json::text text(raw);
    std::string room(raw.size(), '?');
    CHECK(text.decode(room) == says);
    CHECK(text.str() == says);
    CHECK(appended(text) == "before " + std::string(says));
    CHECK(text == says);
    CHECK(!(text == std::string(says) + 'x'));
    CHECK(!(text == "another"));
    if (says.empty()) continue;
    CHECK(!(text == says.substr(0, says.size() - 1)));
    std::string less(says.size() - 1, '?');
    if (text.escaped()) CHECK(text.decode(less).error() == errc::no_room);
  }
}

TEST_CASE("what is no escape is left as it is, and says nothing else") {
  for (const std::string_view raw :
       {R"(\)", R"(a\)", R"(\x41)", R"(\U0041)", R"(\u)", R"(\u12)", R"(\u00:0)", R"(\u00@0)", R"(\u00g0)",
        R"(\u 041)", R"(\u-041)", R"(\ud83d\u)", R"(\ud83d\uzzzz)", R"(fine\n\q)"}) {
    CAPTURE(raw);
    const json::text text(raw);
    std::string room(raw.size(), '?');
    CHECK(text.decode(room).error() == json::errc::malformed);
    CHECK(text.str() == raw);
    CHECK(appended(text) == "before " + std::string(raw));
    CHECK(!(text == raw));
  }
}

TEST_SUITE_END();
