#include <string>

#include <doctest/doctest.h>

#include <gamewire/random.hpp>
#include <gamewire/text.hpp>
#include <gamewire/utf8_checker.hpp>

using namespace gamewire;

namespace {

bool in_pieces(std::string_view text, std::size_t size) {
  utf8_checker checker;
  for (; !text.empty(); text.remove_prefix(std::min(size, text.size())))
    if (!checker.add(as_bytes(text.substr(0, size)))) return false;
  return checker.complete();
}

}  // namespace

TEST_CASE(
    "utf8_checker: every text of one to three bytes, and of four that may be one character, is judged as a "
    "whole") {
  const auto agree = [](std::string_view text) {
    return in_pieces(text, 100) == is_utf8(text) && in_pieces(text, 1) == is_utf8(text);
  };
  bool all = true;
  for (unsigned code = 0; code < (1U << 24U); code += code < (1U << 18U) ? 1 : 7) {
    const char text[] = {static_cast<char>(code >> 16U), static_cast<char>(code >> 8U),
                         static_cast<char>(code)};
    all = all && agree({text, 3}) && agree({text, 2}) && agree({text, 1});
  }
  for (unsigned lead = 0xef; lead <= 0xf6; ++lead)
    for (unsigned second = 0x70; second <= 0xcf; ++second)
      for (const unsigned third : {0x7fU, 0x80U, 0xbfU, 0xc0U})
        for (const unsigned fourth : {0x7fU, 0x80U, 0xbfU, 0xc0U}) {
          const char text[] = {static_cast<char>(lead), static_cast<char>(second), static_cast<char>(third),
                               static_cast<char>(fourth), 'a'};
          all = all && agree({text, 4}) && agree({text, 5});
        }
  CHECK(all);
}

TEST_CASE("utf8_checker: long texts, wherever they are cut") {
  split_mix dice(1);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    while (text.size() < 60) {
      constexpr std::string_view some[] = {"abcdefghijkl", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
                                           "z"};
      text += some[dice.below(5)];
    }
    if (round % 2 == 0) text[dice.below(60)] = static_cast<char>(dice());
    for (const std::size_t size : {1U, 2U, 3U, 7U, 8U, 9U, 100U})
      CHECK(in_pieces(text, size) == is_utf8(text));
  }
}

TEST_CASE("utf8_checker: it says no at the first byte that cannot be mended, and stays with it") {
  utf8_checker checker;
  CHECK(checker.add(as_bytes("\xed")));
  CHECK_FALSE(checker.complete());
  CHECK_FALSE(checker.add(as_bytes("\xa0")));
  CHECK_FALSE(checker.add(as_bytes("a")));
  CHECK_FALSE(checker.add({}));
}
