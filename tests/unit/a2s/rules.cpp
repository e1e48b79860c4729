#include <ranges>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/rules.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"
#include "support/random_text.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace std::string_view_literals;

static_assert(std::ranges::input_range<a2s::rules_view>);

namespace {

std::vector<a2s::rule_view> listed(const a2s::rules_view& view) {
  std::vector<a2s::rule_view> list;
  for (const a2s::rule_view& rule : view) list.push_back(rule);
  return list;
}

a2s::rules_view decoded(const buffer& message) { return a2s::decode_rules(message).value(); }

}  // namespace

TEST_CASE("rules are read in the order of the wire, with empty and repeated names") {
  const auto message = from_hex("FF FF FF FF 45 04 00 \"a\" 00 \"1\" 00  00 \"x\" 00  \"a\" 00 00  00 00");
  const auto rules = decoded(message);
  CHECK(rules.declared() == 4);
  const std::vector<a2s::rule_view> expected{{"a", "1"}, {"", "x"}, {"a", ""}, {"", ""}};
  CHECK(listed(rules) == expected);
  CHECK(listed(a2s::decode_rules(bytes(message).subspan(4)).value()) == expected);

  const auto found = rules.summarize();
  CHECK(found.complete == 4);
  CHECK_FALSE(found.partial);
  CHECK(found.trailing_bytes == 0);
}

TEST_CASE("an empty list is whole") {
  const auto message = from_hex("FF FF FF FF 45 00 00");
  CHECK(listed(decoded(message)).empty());
  CHECK_FALSE(decoded(message).summarize().partial);
  CHECK(listed(a2s::rules_view{}).empty());
  CHECK(a2s::rules_view{}.summarize().trailing_bytes == 0);
}

TEST_CASE("a reply without a whole count, or of another type, is an error") {
  CHECK(a2s::decode_rules({}).error() == a2s::errc::truncated);
  CHECK(a2s::decode_rules(from_hex("FF FF FF FF 45")).error() == a2s::errc::truncated);
  CHECK(a2s::decode_rules(from_hex("FF FF FF FF 45 01")).error() == a2s::errc::truncated);
  CHECK(a2s::decode_rules(from_hex("FF FF FF FF 44 00 00")).error() == a2s::errc::unknown_message);
}

TEST_CASE("a list that is cut anywhere yields its complete pairs") {
  // More than one block of the NUL scanner, and pairs that straddle its borders.
  std::string hex = "FF FF FF FF 45 14 00 ";
  std::vector<std::size_t> ends{7};
  for (std::size_t i = 0; i < 20; ++i) {
    const std::string name(i, 'n'), value(7 * i % 11, 'v');
    for (const std::string& text : {name, value}) hex += text.empty() ? "00 " : "\"" + text + "\" 00 ";
    ends.push_back(ends.back() + name.size() + value.size() + 2);
  }
  const auto message = from_hex(hex);
  REQUIRE(ends.back() == message.size());
  for_each_cut(message, [&](bytes cut) {
    CAPTURE(cut.size());
    const auto rules = a2s::decode_rules(cut);
    REQUIRE(rules.has_value() == (cut.size() >= 7));
    if (!rules) return;
    std::size_t complete = 0;
    while (complete < 20 && cut.size() >= ends[complete + 1]) ++complete;
    CHECK(listed(*rules).size() == complete);
    const auto found = rules->summarize();
    CHECK(found.complete == complete);
    CHECK(found.partial == (complete < 20));
    CHECK(found.trailing_bytes == cut.size() - ends[complete]);
  });
}

TEST_CASE("of 65535 declared rules those that are there are kept") {
  const auto message = from_hex("FF FF FF FF 45 FF FF \"a\" 00 \"1\" 00 \"b\" 00 \"2\" 00 \"c\" 00 \"3\" 00");
  CHECK(decoded(message).declared() == 65535);
  CHECK(listed(decoded(message)).size() == 3);
  const a2s::rules owned = a2s::own(decoded(message));
  CHECK(owned.declared == 65535);
  CHECK(owned.partial);
  CHECK(owned.trailing_bytes == 0);
  CHECK(owned.list.size() == 3);
  CHECK(owned.list.capacity() < 100);
}

TEST_CASE("a count that promises too little leaves bytes over") {
  const auto message = from_hex("FF FF FF FF 45 01 00 \"a\" 00 \"1\" 00 \"b\" 00 \"2\" 00");
  CHECK(listed(decoded(message)).size() == 1);
  CHECK_FALSE(decoded(message).summarize().partial);
  CHECK(decoded(message).summarize().trailing_bytes == 4);
}

TEST_CASE("a value without an end is no rule") {
  const auto message = from_hex("FF FF FF FF 45 02 00 \"a\" 00 \"1\" 00 \"b\" 00 \"no end\"");
  CHECK(listed(decoded(message)).size() == 1);
  CHECK(decoded(message).summarize().trailing_bytes == 8);
}

TEST_CASE("values are bytes, of any value but NUL") {
  const auto message = from_hex("FF FF FF FF 45 01 00 01 05 00 01 02 FF 80 0A 00");
  const auto list = listed(decoded(message));
  REQUIRE(list.size() == 1);
  CHECK(list[0].name == "\x01\x05");
  CHECK(list[0].value == "\x01\x02\xff\x80\n");
}

TEST_CASE("the owned twin outlives the reply") {
  auto message = from_hex("FF FF FF FF 45 02 00 \"a\" 00 \"1\" 00 \"b\" 00 \"2\" 00 AA");
  const a2s::rules owned = a2s::own(decoded(message));
  std::ranges::fill(message, std::byte{'x'});
  CHECK(owned.declared == 2);
  CHECK_FALSE(owned.partial);
  CHECK(owned.trailing_bytes == 1);
  REQUIRE(owned.list.size() == 2);
  CHECK(owned.list[0].name == "a");
  CHECK(owned.list[1].value == "2");
}

TEST_CASE("any list that was written is read back") {
  split_mix random(5);
  std::array<std::byte, 32768> out;
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::string> texts(2 * random.below(80));
    for (std::string& text : texts) text = random_text(random, random.below(10) == 0 ? 150 : 20);
    std::vector<a2s::rule_view> list;
    for (std::size_t k = 0; k < texts.size(); k += 2) list.push_back({texts[k], texts[k + 1]});
    const exact_memory message(a2s::encode_rules(list, out).value());
    const auto rules = a2s::decode_rules(message.view()).value();
    CHECK(listed(rules) == list);
    CHECK(rules.summarize().trailing_bytes == 0);
  }
}

TEST_CASE("what cannot be written is the caller's mistake") {
  std::vector<std::byte> out(200'000);
  CHECK(a2s::encode_rules(std::vector<a2s::rule_view>(65535), out).has_value());
  CHECK(a2s::encode_rules(std::vector<a2s::rule_view>(65536), out).error() == errc::invalid_argument);
  const a2s::rule_view bad[] = {{"a", "b\0"sv}};
  CHECK(a2s::encode_rules(bad, out).error() == errc::invalid_argument);
  const a2s::rule_view one[] = {{"a", "b"}};
  CHECK(count_no_room(11, [&](auto small) { return a2s::encode_rules(one, small); }) == 11);
}
