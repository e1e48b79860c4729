#include <limits>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/json/document.hpp>
#include <gamewire/json/read.hpp>

#include "support/exact_memory.hpp"
#include "support/json_error.hpp"

using namespace gamewire;

namespace read_test {

enum class colour : std::uint8_t { none, red, green, blue = 4 };
constexpr auto json_names(std::type_identity<colour>) {
  return std::array<json::name_row<colour>, 4>{
      {{colour::red, "Red"}, {colour::green, "Green"}, {colour(3), ""}, {colour::blue, "Blue"}}};
}

struct inner {
  std::uint64_t id = 0;
  json::maybe<json::text> name;
};
constexpr auto json_members(std::type_identity<inner>) {
  return json::members<inner>(json::member<&inner::id>("id"), json::member<&inner::name>("name"));
}

struct outer {
  bool yes = false;
  std::int32_t number = 0;
  double ratio = 0;
  colour paint = colour::none;
  inner one;
  json::list<inner> several;
  json::map<json::list<std::uint32_t>> named;
  json::value rest;
};
constexpr auto json_members(std::type_identity<outer>) {
  return json::members<outer>(json::member<&outer::yes>("yes"), json::member<&outer::number>("number"),
                              json::member<&outer::ratio>("ratio"), json::member<&outer::paint>("paint"),
                              json::member<&outer::one>("one"), json::member<&outer::several>("several"),
                              json::member<&outer::named>("named"), json::member<&outer::rest>("rest"));
}

template <class T>
std::optional<T> read(json::document& document, std::string_view text) {
  const auto root = document.read(as_bytes(text));
  if (!root) return std::nullopt;
  const auto read = json::read<T>(*root);
  return read ? std::optional(*read) : std::nullopt;
}

}  // namespace read_test

using namespace read_test;
using test::error_of;

TEST_SUITE_BEGIN("json read");

TEST_CASE("a struct, its members in any order, unknown ones between them") {
  json::document document;
  const auto read = read_test::read<outer>(document, R"({ "ratio" : 1.5e1, "?": [{"a":[1,{}]}, "]"],
    "named": {"a":[1,2],"b":[]}, "one":{"name":null,"id":18446744073709551615}, "yes":true,
    "several":[{"id":"7","name":"x"},{}], "number":-2147483648, "paint":4, "rest":[ 1, {"b" : 2} ] })");
  REQUIRE(read);
  CHECK(read->yes);
  CHECK(read->number == -2147483648LL);
  CHECK(read->ratio == 15);
  CHECK(read->paint == colour::blue);
  CHECK(read->one.id == 18446744073709551615U);
  CHECK(read->one.name.is_null());
  CHECK(read->rest.raw() == R"([ 1, {"b" : 2} ])");
  REQUIRE(read->several.size() == 2);
  CHECK(read->several.begin()->id == 7);
  CHECK(*read->several.begin()->name == "x");
  CHECK((++read->several.begin())->name.absent());
  CHECK(read->several.complete());
  std::string named;
  for (const auto& [key, list] : read->named) {
    named += key.raw();
    for (const std::uint32_t number : list) named += std::to_string(number);
  }
  CHECK(named == "a12b");
  CHECK(read->named.complete());
}

TEST_CASE("ranges are walked as often, and in as many places, as one likes") {
  json::document document;
  const auto numbers = read_test::read<json::list<std::uint32_t>>(document, "[1,2,3]");
  REQUIRE(numbers);
  unsigned sum = 0;
  for (const auto a : *numbers)
    for (const auto b : *numbers) sum += a * b;
  CHECK(sum == 36);
}

TEST_CASE("null, absent and a value are three things") {
  json::document document;
  const auto null = read_test::read<inner>(document, R"({"name":null})");
  CHECK((null->name.is_null() && !null->name.absent() && !null->name));
  const auto absent = read_test::read<inner>(document, "{}");
  CHECK((!absent->name.is_null() && absent->name.absent() && !absent->name));
  const auto value = read_test::read<inner>(document, R"({"name":""})");
  CHECK((!value->name.is_null() && !value->name.absent() && value->name));
  const auto list = read_test::read<json::list<bool>>(document, "null");
  CHECK((list->is_null() && list->empty() && list->complete()));
}

TEST_CASE("enums: numbers, known or not, and names") {
  json::document document;
  CHECK(*read_test::read<colour>(document, "2") == colour::green);
  CHECK(static_cast<int>(*read_test::read<colour>(document, "77")) == 77);
  CHECK(*read_test::read<colour>(document, "\"Blue\"") == colour::blue);
  CHECK(static_cast<int>(*read_test::read<colour>(document, "\"Red, Blue\"")) == 5);
  for (const char* none : {"\"\"", "\"Red, \"", "\", Red\"", "\"Red,Blue\""})
    CHECK(error_of<colour>(none) == json::errc::out_of_range);
  CHECK(error_of<colour>("\"Pink\"") == json::errc::out_of_range);
  CHECK(error_of<colour>("256") == json::errc::out_of_range);
}

TEST_CASE("the last of several members with one name counts, whole") {
  json::document document;
  const auto nested = read_test::read<outer>(
      document, R"({"one":{"id":1,"name":"x"},"number":1,"one":{"name":"y"},"number":2})");
  REQUIRE(nested);
  CHECK(nested->number == 2);
  CHECK(nested->one.id == 0);
  CHECK(*nested->one.name == "y");
  const auto null = read_test::read<inner>(document, R"({"name":"x","name":null})");
  CHECK((null->name.is_null() && (*null->name).empty()));
}

TEST_CASE("a name is what it says, written with escapes or without") {
  json::document document;
  const auto read =
      read_test::read<outer>(document, R"({"numbe\u0072":1,"n\u0075mber":7,"y\u0065s":true,"\u":1})");
  REQUIRE(read);
  CHECK(read->number == 7);
  CHECK(read->yes);
}

TEST_CASE("a text is one value, with nothing behind it") {
  json::document document;
  for (const char* text :
       {"{} x", "{\"a\":1} [2]", "[1] ,", "[1] 2", "1 2", "\"a\" \"b\"", "[1,2,", "{", "[1}"})
    CHECK_MESSAGE(document.read(as_bytes(std::string_view(text))).error() == json::errc::malformed, text);
  // What ends as one does is read; who goes over it finds that it is none.
  for (const std::string_view two : {R"({"yes":true} {"yes":true})", R"( {"yes":true},{"yes":true})"}) {
    const auto root = document.read(as_bytes(two));
    REQUIRE(root);
    CHECK(json::read<outer>(*root).error() ==
          json::fault{make_error_code(json::errc::malformed), two.rfind('{') - (two.front() == ' ' ? 1 : 0)});
    CHECK(root->check().error().error == json::errc::malformed);
    CHECK(root->member("yes").check());
    CHECK(json::read<bool>(root->member("yes")) == true);
  }
}

TEST_CASE("numbers are exact, or refused") {
  json::document document;
  CHECK(*read_test::read<std::int64_t>(document, "-9223372036854775808") ==
        std::numeric_limits<std::int64_t>::min());
  CHECK(*read_test::read<std::int32_t>(document, "-0") == 0);
  CHECK(*read_test::read<float>(document, "0.7") == 0.7F);
  for (const char* wrong : {"18446744073709551616", "-1", "1.5", "1e3", "\"1.5\""})
    CHECK(error_of<std::uint64_t>(wrong) == json::errc::out_of_range);
  for (const char* wrong : {"01", "1x", "0x1", "1.", "1e", "-"})
    CHECK(error_of<std::uint64_t>(wrong) == json::errc::malformed);
  for (const char* wrong : {"+1", ".5", "true", "null", "[]", "\"\"", "\"x\"", "nan"})
    CHECK(error_of<std::uint64_t>(wrong) == json::errc::wrong_type);
  for (const char* wrong : {"01.5", "1.e1", "1e+"}) CHECK(error_of<double>(wrong) == json::errc::malformed);
  CHECK(error_of<double>("1e999") == json::errc::out_of_range);
}

TEST_CASE("what is wrong is said, and where") {
  const auto offset_of = [](std::string_view text) {
    json::document document;
    return json::read<outer>(*document.read(as_bytes(text))).error().offset;
  };
  CHECK(offset_of(R"({"yes":1})") == 7);
  CHECK(offset_of(R"({"yes":true,"one":{"id":[]}})") == 24);
  CHECK(error_of<outer>("[]") == json::errc::wrong_type);
  CHECK(error_of<outer>("") == json::errc::malformed);
  CHECK(error_of<outer>(" ") == json::errc::malformed);
  CHECK(error_of<outer>("{\"yes\":true,") == json::errc::malformed);
  CHECK(error_of<outer>("{\"yes\" true}") == json::errc::malformed);
  CHECK(error_of<outer>("{\"yes\":true \"one\":{}}") == json::errc::malformed);
  CHECK(error_of<outer>("{\"yes\":true,}") == json::errc::malformed);
  CHECK(error_of<outer>("{\"a\":\"\xff\"}") == json::errc::not_utf8);
  CHECK(error_of<outer>("{\"a\":\"b") == json::errc::malformed);
  CHECK(error_of<outer>("{\"a\":\"\n\"}") == json::errc::malformed);
  CHECK(json::read<outer>(json::value()).error().error == json::errc::missing);
}

TEST_CASE("a list that breaks off gives what comes before, and says so") {
  json::document document;
  for (const char* text : {"[1,2,[]]", "[1,2,x]", "[1,2,]", "[1,2 3]", "[1,2}]"}) {
    const auto root = document.read(as_bytes(text));
    REQUIRE(root);
    const json::list<std::uint32_t> numbers(*root);
    CHECK(numbers.size() == 2);
    CHECK(!numbers.complete());
  }
  const auto root = document.read(as_bytes(R"({"a":1,"b":"x","c":3})"));
  const json::map<std::uint32_t> broken(*root);
  CHECK(broken.size() == 1);
  CHECK(!broken.complete());
  CHECK(broken.find("a") == 1U);
  CHECK(!broken.find("c"));
}

TEST_CASE("any text, cut anywhere, is read without a step beyond it") {
  const std::string_view text =
      R"({"yes":true,"number":-12,"ratio":1.25,"paint":"Red, Blue","one":{"id":1,"name":"a\"b\u00e9"},"several":[{}],"rest":{"x":[1,2]}})";
  std::size_t whole = 0;
  test::for_each_cut(as_bytes(text), [&](bytes cut) {
    json::document document;
    const auto root = document.read(cut);
    if (!root) return;
    whole += root->check() ? 1 : 0;
    (void)root->raw();
    (void)root->member("rest");
    const auto read = json::read<outer>(*root);
    if (read) CHECK(cut.size() == text.size());
  });
  CHECK(whole == 1);
}

TEST_CASE("plain digits, eight at a time") {
  std::string digits;
  std::uint64_t want = 0;
  for (int size = 1; size <= 18; ++size) {
    digits += static_cast<char>('0' + size % 10);
    want = want * 10 + static_cast<std::uint64_t>(size % 10);
    CHECK(json::plain_digits(digits) == want);
    for (std::size_t at = 0; at < digits.size(); ++at)
      for (const char none : {'/', ':', ' ', '-', '.', 'e', '\0', 'p', static_cast<char>(0xb1)}) {
        std::string broken = digits;
        broken[at] = none;
        CHECK(!json::plain_digits(broken));
      }
  }
  CHECK(json::plain_digits("999999999999999999") == 999999999999999999U);
  CHECK(json::plain_digits("100000000000000000") == 100000000000000000U);
  CHECK(!json::plain_digits("1000000000000000000"));  // to be read with care
  CHECK(!json::plain_digits("00"));
  CHECK(!json::plain_digits(""));
  CHECK(json::plain_digits("0") == 0U);
  std::int8_t small = 0;
  CHECK(json::to_number("128", small) == json::errc::out_of_range);
  CHECK((!json::to_number("127", small) && small == 127));
}

TEST_SUITE_END();
