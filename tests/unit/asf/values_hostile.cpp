/// Values that have several forms in JSON, from what is none of them.
#include <array>
#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/asf/values.hpp>
#include <gamewire/json/document.hpp>

using namespace gamewire;

namespace {

template <class T>
std::expected<T, json::fault> read(std::string_view text) {
  json::document document;
  return json::read<T>(document.read(as_bytes(text)).value());
}

}  // namespace

TEST_SUITE_BEGIN("asf values hostile");

TEST_CASE("a version is a text, or once was an object, and parts that are missing are none") {
  const auto parts = [](std::string_view text) { return read<asf::version>(text).value().parts; };
  CHECK(parts("\"6.3.9.6\"") == std::array<std::int32_t, 4>{6, 3, 9, 6});
  CHECK(parts(R"({"Major":1,"Minor":2})") == std::array<std::int32_t, 4>{1, 2, -1, -1});
  CHECK(parts(R"({"Revision":4,"Build":3,"MajorRevision":0,"Major":1})") ==
        std::array<std::int32_t, 4>{1, 0, 3, 4});
  CHECK(read<asf::version>("\"six\"").error().error == json::errc::out_of_range);
  CHECK(read<asf::version>("\"\"").error().error == json::errc::out_of_range);
  for (const char* none : {"7", "[1,2]", "null", R"({"Major":"x"})", R"({"Major":null})"})
    CHECK_MESSAGE(read<asf::version>(none).error().error == json::errc::wrong_type, none);
  CHECK(read<asf::version>(R"({"Major"})").error().error == json::errc::malformed);
}

TEST_SUITE_END();
