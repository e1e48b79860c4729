#include <doctest/doctest.h>

#include <gamewire/vdf/condition.hpp>

using namespace gamewire;

namespace {

constexpr std::string_view symbols[]{"T", "YES"};

std::optional<bool> value(std::string_view expression) { return vdf::evaluate(expression, symbols); }

}  // namespace

TEST_SUITE_BEGIN("vdf::evaluate");

TEST_CASE("what is true") {
  for (const auto* expression : {"$T", "$t", " $T ", "!$F", "!!$T", "! $F", "$T&&$YES", "$F||$T", "$T || $F",
                                 "$F&&$F||$T", "$T||$F&&$F", "$T&&!$F&&$yes", "!$F&&$T||$F"}) {
    CAPTURE(expression);
    CHECK((value(expression) == true));
  }
}

TEST_CASE("what is false") {
  for (const auto* expression :
       {"$F", "$TT", "$YE", "!$T", "$T&&$F", "$F&&$T", "$F||$F", "$F||$T&&$F", "$T&&$F||$F"}) {
    CAPTURE(expression);
    CHECK((value(expression) == false));
  }
}

TEST_CASE("what is no condition") {
  for (const auto* expression : {"", " ", "$", "T", "!", "$T$T", "$T $T", "$T&&", "&&$T", "$T||", "$T&$T",
                                 "$T|$T", "($T)", "$T&&&&$T", "$T!", "$T-", "1 2 3"}) {
    CAPTURE(expression);
    CHECK_FALSE(value(expression));
  }
}

TEST_SUITE_END();
