/// The types of the members of input_json: of each, what can be sent for it.
#include <ostream>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/webapi/call.hpp>

#include "support/webapi_samples.hpp"

using namespace gamewire;

namespace {

/// Can it be sent as the one parameter, which has this type?
bool fits(const std::string& type, const std::string& json) {
  const auto made = test::table_of(
      R"({"apilist":{"interfaces":[{"name":"ITestService","methods":[{"name":"Echo","version":1,"httpmethod":"POST","parameters":[{"name":"x","type":")" +
      type + R"(","optional":false}]}]}]}})");
  REQUIRE(made);
  const std::string input = "{\"x\":" + json + '}';
  const auto wrong =
      webapi::check(*made, {.interface_name = "ITestService", .method = "Echo", .input_json = input}, {});
  if (wrong) CHECK((wrong->error == webapi::errc::wrong_type && wrong->parameter == "x"));
  return !wrong;
}

}  // namespace

TEST_SUITE_BEGIN("webapi input types");

TEST_CASE("numbers are of the type, in or out of quotes") {
  CHECK((fits("int32", "-2147483648") && fits("int32", "\"7\"") && !fits("int32", "2147483648")));
  CHECK((fits("uint32", "4294967295") && !fits("uint32", "-1") && !fits("uint32", "4294967296")));
  CHECK((fits("int64", "-9223372036854775808") && fits("int64", "\"-1\"")));
  CHECK((!fits("int64", "9223372036854775808") && !fits("int64", "1.5") && !fits("int64", "null")));
  CHECK((fits("uint64", "18446744073709551615") && !fits("uint64", "-1")));
  CHECK((fits("float", "1.5e3") && fits("float", "-1") && !fits("float", "\"1.5\"") && !fits("float", "{}")));
}

TEST_CASE("flags, texts and messages are what they are called, and nothing else") {
  CHECK((fits("bool", "true") && fits("bool", "false") && !fits("bool", "1") && !fits("bool", "\"true\"")));
  CHECK((fits("string", "\"\"") && !fits("string", "7") && !fits("string", "null") && !fits("string", "{}")));
  CHECK((fits("{message}", "{}") && !fits("{message}", "\"{}\"") && !fits("{message}", "7")));
}

TEST_CASE("an array has elements of the type") {
  CHECK((fits("int64", "[]") && fits("int64", "[-1,\"2\"]") && !fits("int64", "[1,1.5]")));
  CHECK((!fits("bool", "[true,1]") && !fits("int32", "[[1]]") && !fits("string", "[null]")));
}

TEST_CASE("a key is not among the members, and is wanted where the method wants one") {
  const auto made = test::table_of(
      R"({"apilist":{"interfaces":[{"name":"ITestService","methods":[{"name":"Echo","version":1,"httpmethod":"POST","parameters":[{"name":"key","type":"string","optional":false}]}]}]}})");
  REQUIRE(made);
  const webapi::call what{.interface_name = "ITestService", .method = "Echo", .input_json = "{}"};
  const auto without = webapi::check(*made, what, {.has_key = false});
  CHECK((without && without->error == webapi::errc::no_key && without->parameter == "key"));
  CHECK(!webapi::check(*made, what, {.has_key = true}));
}

TEST_SUITE_END();
