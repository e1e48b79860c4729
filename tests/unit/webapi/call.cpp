#include <array>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/webapi/call.hpp>

#include "support/webapi_samples.hpp"

using namespace gamewire;
using namespace gamewire::test;
using webapi::argument;
using webapi::value;
using webapi::value_type;

namespace {

using arguments = std::vector<argument>;

std::string checked(const webapi::call& what, bool has_key = false) {
  static const auto table = sample_table();
  const auto wrong = webapi::check(table, what, {.has_key = has_key});
  if (!wrong) return "fine";
  std::string text = wrong->error.message();
  if (!wrong->parameter.empty()) text += ": " + std::string(wrong->parameter);
  return wrong->type.empty() ? text : text + " " + std::string(wrong->type);
}

std::string echo(const arguments& all) {
  return checked({.interface_name = "ITestService", .method = "Echo", .arguments = all});
}
std::string echo(std::string_view input) {
  return checked({.interface_name = "ITestService", .method = "Echo", .input_json = input});
}
std::string details(const arguments& all) {
  return checked(
      {.interface_name = "ISteamRemoteStorage", .method = "GetPublishedFileDetails", .arguments = all});
}

}  // namespace

TEST_SUITE_BEGIN("webapi call");

TEST_CASE("values and types") {
  struct row {
    value given;
    std::string fits;  // of: t(ext) b(oolean) i(nt32) u(int32) I(nt64) U(int64) f(loat)
  };
  const std::vector<row> rows{
      {"text", "t"},
      {"", "t"},
      {"7", "tiuIUf"},
      {"1", "tbiuIUf"},
      {"true", "tb"},
      {"True", "t"},
      {"-7", "tiIf"},
      {"007", "tiuIU"},
      {" 7", "t"},
      {"7 ", "t"},
      {"+7", "t"},
      {"1.5", "tf"},
      {"1e3", "tf"},
      {"0x10", "t"},
      {"2147483647", "tiuIUf"},
      {"2147483648", "tuIUf"},
      {"-2147483648", "tiIf"},
      {"-2147483649", "tIf"},
      {"4294967295", "tuIUf"},
      {"4294967296", "tIUf"},
      {"9223372036854775808", "tUf"},
      {"18446744073709551615", "tUf"},
      {"18446744073709551616", "tf"},
      {"\xff", ""},
      {true, "b"},
      {false, "b"},
      {7, "tiuIUf"},
      {0, "tbiuIUf"},
      {-7, "tiIf"},
      {std::numeric_limits<std::uint64_t>::max(), "tUf"},
      {std::numeric_limits<std::int64_t>::min(), "tIf"},
  };
  const std::string letters = "tbiuIUf";
  for (const row& one : rows) {
    std::array<char, 24> room;
    INFO(std::string(one.given.sent(value_type::text, room)));
    for (std::size_t i = 0; i != letters.size(); ++i)
      CHECK(one.given.is(static_cast<value_type>(i)) == (one.fits.find(letters[i]) != std::string::npos));
    CHECK(one.given.is(value_type::raw) == (one.given.is(value_type::text) || one.fits.empty()));
    CHECK_FALSE(one.given.is(value_type::message));
  }
}

TEST_CASE("what is sent: 1 and 0 for what is true and false") {
  std::array<char, 24> room;
  for (const value& yes : {value(true), value("true"), value("1"), value(1)})
    CHECK(yes.sent(value_type::boolean, room) == "1");
  for (const value& no : {value(false), value("false"), value("0"), value(0)})
    CHECK(no.sent(value_type::boolean, room) == "0");
  CHECK(value("true").sent(value_type::text, room) == "true");
  CHECK(value(std::numeric_limits<std::int64_t>::min()).sent(value_type::int64, room) ==
        "-9223372036854775808");
  CHECK(value(std::numeric_limits<std::uint64_t>::max()).sent(value_type::uint64, room) ==
        "18446744073709551615");
}

TEST_CASE("every argument has its type, and none is missing or too many") {
  CHECK(echo({{"flag", true}}) == "fine");
  CHECK(echo({{"flag", true}, {"big", ~std::uint64_t{0}}, {"small", -1}, {"kind", 3}, {"odd", "x"}}) ==
        "fine");
  CHECK(echo(arguments{}) == "a parameter is missing: flag bool");
  CHECK(echo({{"flag", "maybe"}}) == "a parameter has the wrong type: flag bool");
  CHECK(echo({{"flag", true}, {"count", -1}}) == "a parameter has the wrong type: count uint32");
  CHECK(echo({{"flag", true}, {"query", "{}"}}) == "a parameter has the wrong type: query {message}");
  CHECK(echo({{"flag", true}, {"flags", true}}) == "the method has no such parameter: flags");
  CHECK(echo({{"flag", true}, {"flag[0]", true}}) == "the method has no such parameter: flag[0]");
  CHECK(echo({{"flag", true}, {"flag", true}}) == "a parameter is given twice, and is no array: flag bool");
}

TEST_CASE("arrays") {
  CHECK(details({{"itemcount", 2}, {"publishedfileids", 1}, {"publishedfileids", 2}}) == "fine");
  CHECK(details({{"itemcount", 1}, {"publishedfileids[0]", "18446744073709551615"}}) == "fine");
  CHECK(details({{"itemcount", 1}, {"publishedfileids[1]", 1}, {"publishedfileids[0]", 2}}) == "fine");
  const std::string index = make_error_code(webapi::errc::wrong_index).message() + ": publishedfileids";
  CHECK(details({{"itemcount", 1}, {"publishedfileids[1]", 1}}) == index);
  CHECK(details({{"itemcount", 1}, {"publishedfileids[0]", 1}, {"publishedfileids[2]", 1}}) == index);
  CHECK(details({{"itemcount", 1}, {"publishedfileids[0]", 1}, {"publishedfileids[0]", 1}}) == index);
  CHECK(details({{"itemcount", 1}, {"publishedfileids[0]", 1}, {"publishedfileids", 1}}) == index);
  CHECK(details({{"itemcount", 1}, {"publishedfileids", 1}, {"publishedfileids[1]", 1}}) == index);
  CHECK(details({{"itemcount", 1}}) == "a parameter is missing: publishedfileids uint64");
  CHECK(details({{"itemcount", 1}, {"publishedfileids[0]", "x"}}) ==
        "a parameter has the wrong type: publishedfileids[0] uint64");
  for (const char* name : {"publishedfileids[]", "publishedfileids[x]", "publishedfileids[-1]",
                           "publishedfileids[0]x", "[0]", "publishedfileids[1234567890]"})
    CHECK(details({{"itemcount", 1}, {name, 1}}) == "the method has no such parameter: " + std::string(name));
}

TEST_CASE("a key is no argument, and may be needed") {
  const arguments ids{{"steamids", "1"}};
  const webapi::call summaries{
      .interface_name = "ISteamUser", .method = "GetPlayerSummaries", .arguments = ids};
  CHECK(checked(summaries) == "the method needs a key: key string");
  CHECK(checked(summaries, true) == "fine");
  for (const char* name : {"key", "format", "input_json"}) {
    const arguments more{{"steamids", "1"}, {name, "secret"}};
    const webapi::call with{
        .interface_name = "ISteamUser", .method = "GetPlayerSummaries", .arguments = more};
    CHECK(checked(with, true) == "the method has no such parameter: " + std::string(name));
  }
  CHECK(checked({.interface_name = "ISteamWebAPIUtil", .method = "GetSupportedAPIList"}) == "fine");
}

TEST_CASE("input_json holds all arguments of a service, of their types") {
  CHECK(echo(R"({"flag":true})") == "fine");
  CHECK(
      echo(
          R"({"flag":false,"count":7,"big":"18446744073709551615","query":{"a":{"b":[1]}},"odd":"x","kind":2})") ==
      "fine");
  CHECK(echo(R"({"flag":true,"count":[1,2]})") == "fine");
  CHECK(echo(R"({"count":7})") == "a parameter is missing: flag bool");
  CHECK(echo(R"({"flag":1})") == "a parameter has the wrong type: flag bool");
  CHECK(echo(R"({"flag":true,"count":-1})") == "a parameter has the wrong type: count uint32");
  CHECK(echo(R"({"flag":true,"count":[1,"x"]})") == "a parameter has the wrong type: count uint32");
  CHECK(echo(R"({"flag":true,"query":"x"})") == "a parameter has the wrong type: query {message}");
  CHECK(echo(R"({"flag":true,"key":"x"})") == "the method has no such parameter: key");
  const std::string bad = "input_json has to be a JSON object, for a method of a service: input_json";
  for (const char* text :
       {"{", "[]", "7", R"({"flag":true}x)", R"({"flag":true},)", R"({"flag":tru})", "{\"flag\":\"\xff\"}"})
    CHECK_MESSAGE(echo(std::string_view(text)) == bad, text);
  CHECK(echo("{\"flag\":true,\"query\":" + std::string(40, '{') + "}") == bad);
  const arguments both{{"flag", true}};
  CHECK(
      checked({.interface_name = "ITestService", .method = "Echo", .arguments = both, .input_json = "{}"}) ==
      bad);
  CHECK(checked({.interface_name = "ISteamWebAPIUtil", .method = "GetServerInfo", .input_json = "{}"}) ==
        bad);
}

TEST_SUITE_END();
