#include <doctest/doctest.h>

#include <gamewire/http1/date.hpp>

using namespace gamewire;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::sys_seconds the_example(784111777s);  // of RFC 9110, 5.6.7

}  // namespace

TEST_SUITE_BEGIN("http1 date");

TEST_CASE("the three forms of a date") {
  CHECK(http1::parse_date("Sun, 06 Nov 1994 08:49:37 GMT") == the_example);
  CHECK(http1::parse_date("Sunday, 06-Nov-94 08:49:37 GMT") == the_example);
  CHECK(http1::parse_date("Sun Nov  6 08:49:37 1994") == the_example);
  CHECK(http1::parse_date("Thu, 01 Jan 1970 00:00:00 GMT") == std::chrono::sys_seconds());
  CHECK(http1::parse_date("Tuesday, 29-Feb-28 23:59:60 GMT") == std::chrono::sys_seconds(1835481600s));
}

TEST_CASE("what is no date") {
  for (const char* bad :
       {"", "7", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08-49-37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
        "Sun, 262 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 29 Feb 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 994 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT GMT", "Sun, 06 Nov 99999999999 08:49:37 GMT"})
    CHECK_MESSAGE(!http1::parse_date(bad), bad);
}

TEST_SUITE_END();
