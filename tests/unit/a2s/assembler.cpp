#include <numeric>

#include <gamewire/a2s/assembler.hpp>

#include "assembler_harness.hpp"

namespace gamewire::a2s {
namespace {

using namespace assembling;
using enum split_form;

/// Ids that have misled somebody: low bytes FF, bit 31, bit 15, all bits, none.
constexpr std::array<std::uint32_t, 7> odd_ids{2, 0x123400ff, 0xffffffff, 0x80000001, 0x8000, 0, 0xfffffffe};

/// Every order of `count` things.
template <class Visit>
void for_each_order(std::size_t count, Visit visit) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  do visit(order);
  while (std::ranges::next_permutation(order).found);
}

std::vector<buffer> in_order(const std::vector<buffer>& datagrams, const std::vector<std::size_t>& order) {
  std::vector<buffer> sorted;
  for (const std::size_t i : order) sorted.push_back(datagrams[i]);
  return sorted;
}

}  // namespace

TEST_CASE("fragments of every form make their message in every order, whatever their id") {
  const buffer message = rules_message(350);
  for (const split_form form : split_forms)
    for (const std::uint32_t id : odd_ids) {
      const auto datagrams = split(message, {.form = form, .payload_size = 100, .id = id});
      for_each_order(4, [&](const auto& order) {
        feeder fed;
        CHECK(fed.add_all(in_order(datagrams, order)) == text_of(message));
        CHECK(fed.made.open() == 0);
        CHECK(fed.incomplete().empty());
      });
    }
}

TEST_CASE("the last fragment, and no other, completes the message") {
  const auto datagrams = split(rules_message(350), {.form = source, .payload_size = 100, .id = 7});
  feeder fed;
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(fed.add(datagrams[i]).empty());
    CHECK(fed.made.open() == 1);
  }
  CHECK(fed.add(datagrams[3]) == text_of(rules_message(350)));
}

TEST_CASE("messages without their FF FF FF FF come out as the server sent them, in every order") {
  for (const std::string_view type : {"44", "45", "49"})
    for (const split_form form : split_forms) {
      const buffer message = from_hex(std::string(type) + " 03 00 \"name\" 00*300");
      const auto datagrams = split(message, {.form = form, .payload_size = 100, .id = 3});
      REQUIRE(datagrams.size() == 4);
      for_each_order(4, [&](const auto& order) {
        feeder fed;
        CHECK(fed.add_all(in_order(datagrams, order)) == text_of(message));
      });
    }
}

TEST_CASE("a message in a single fragment is complete at once") {
  for (const split_form form : split_forms)
    for (const std::uint32_t id : odd_ids) {
      CAPTURE(id);
      feeder fed;
      const buffer message = rules_message(60);
      CHECK(fed.add_all(split(message, {.form = form, .id = id})) == text_of(message));
      const buffer bare = from_hex("45 01 00 \"a\" 00 \"b\" 00");
      CHECK(fed.add_all(split(bare, {.form = form, .id = id})) == text_of(bare));
      CHECK(fed.made.open() == 0);
    }
}

TEST_CASE("duplicates change nothing, before and between the others") {
  const buffer message = rules_message(350);
  for (const split_form form : split_forms) {
    const auto datagrams = split(message, {.form = form, .payload_size = 100, .id = 9});
    for_each_order(4, [&](const auto& order) {
      feeder fed;
      std::vector<buffer> doubled;
      for (const std::size_t i : order) {
        doubled.push_back(datagrams[i]);
        if (i != order.back()) doubled.insert(doubled.end(), {datagrams[i], datagrams[order.front()]});
      }
      CHECK(fed.add_all(doubled) == text_of(message));
      CHECK(fed.incomplete().empty());
    });
  }
}

TEST_CASE("interleaved messages of different forms and ids come out whole") {
  const buffer first = rules_message(350, 1);
  const buffer second = rules_message(340, 2);
  for (const split_form form : split_forms)
    for (const split_form other : split_forms) {
      feeder fed;
      const auto ours = split(first, {.form = form, .payload_size = 100, .id = 1});
      const auto theirs = split(second, {.form = other, .payload_size = 100, .id = 0x100});
      std::string seen;
      for (std::size_t i = 0; i < 4; ++i) seen += fed.add(ours[3 - i]) + fed.add(theirs[i]);
      CHECK(seen == text_of(first) + text_of(second));
    }
}

TEST_CASE("a GoldSource message is not misled by payloads that look like the start of a Source message") {
  // A name's NUL and 44; a NUL and a score of -1; both also two bytes further on; and a stream of bzip2.
  for (const std::string_view fake :
       {"00 44", "00 FF FF FF FF", "00 E0 04 FF FF FF FF", "00 E0 04 45", "00 49 00 44", "00 00*8 \"BZh9\"",
        "00 E0 04 00*8 \"BZh9\"", "FF FF FF FF", "FF FF FF FF FF FF FF FF", "01 E0 04"}) {
    CAPTURE(fake);
    buffer message = rules_message(40);
    for (int i = 0; i < 3; ++i) {
      auto part = from_hex(fake);
      part.resize(40);
      message.insert(message.end(), part.begin(), part.end());
    }
    for (const std::uint32_t id : {0x80000002U, 2U}) {
      const auto datagrams = split(message, {.form = goldsource, .payload_size = 40, .id = id});
      for_each_order(4, [&](const auto& order) {
        feeder fed;
        CHECK(fed.add_all(in_order(datagrams, order)) == text_of(message));
        CHECK(fed.incomplete().empty());
      });
    }
  }
}

TEST_CASE("messages of the most fragments that a form can count come out whole, in either order") {
  const assembler_options wide{.max_fragments = 255};
  for (const split_form form : split_forms) {
    const buffer message = rules_message(max_fragments(form) * 30);
    auto datagrams = split(message, {.form = form, .payload_size = 30, .id = 4});
    REQUIRE(datagrams.size() == max_fragments(form));
    feeder fed(wide);
    CHECK(fed.add_all(datagrams) == text_of(message));
    std::ranges::reverse(datagrams);
    CHECK(fed.add_all(datagrams) == text_of(message));
  }
}

TEST_CASE("every count of fragments works in every form, though some look like GoldSource at first") {
  const assembler_options wide{.max_fragments = 255};
  for (const split_form form : split_forms)
    for (std::size_t count = 1; count <= max_fragments(form); ++count) {
      CAPTURE(count);
      const buffer message = rules_message(count * 20);
      auto datagrams = split(message, {.form = form, .payload_size = 20, .id = 4});
      std::rotate(datagrams.begin(), datagrams.begin() + static_cast<std::ptrdiff_t>(count / 2),
                  datagrams.end());
      feeder fed(wide);
      CHECK(fed.add_all(datagrams) == text_of(message));
      CHECK(fed.incomplete().empty());
    }
}

TEST_CASE("a last fragment may be empty, and shorter than the header of another form") {
  for (const std::string_view rest : {"", "00", "00 00", "00 00 00"})
    for (const bool reversed : {false, true}) {
      CAPTURE(rest);
      const std::string tail(rest);
      std::vector<buffer> gold{from_hex("FE FF FF FF 01 00 00 00 02 FF FF FF FF 45"),
                               from_hex("FE FF FF FF 01 00 00 00 12 " + tail)};
      std::vector<buffer> early{from_hex("FE FF FF FF 01 00 00 00 02 00 FF FF FF FF 45"),
                                from_hex("FE FF FF FF 01 00 00 00 02 01 " + tail)};
      std::vector<buffer> sized{from_hex("FE FF FF FF 01 00 00 00 02 00 05 00 FF FF FF FF 45"),
                                from_hex("FE FF FF FF 01 00 00 00 02 01 05 00 " + tail)};
      for (auto* datagrams : {&gold, &early, &sized}) {
        if (reversed) std::ranges::reverse(*datagrams);
        CHECK(feeder().add_all(*datagrams) == text_of(from_hex("FF FF FF FF 45 " + tail)));
      }
    }
}

TEST_CASE("a fragment too short for the size field shows that the form has none") {
  const auto start_of = from_hex("FE FF FF FF 01 00 00 00 02 00 6A 01 \"xyz\"");  // could be a size of 0x016A
  const auto rest = from_hex("FE FF FF FF 01 00 00 00 02 01 \"!\"");
  CHECK(feeder().add_all({start_of, rest}) == text_of(from_hex("6A 01 \"xyz!\"")));
  CHECK(feeder().add_all({rest, start_of}) == text_of(from_hex("6A 01 \"xyz!\"")));
  const auto sized = from_hex("FE FF FF FF 01 00 00 00 02 00 E0 04 FF FF FF FF 45");
  CHECK(feeder().add_all({sized, rest}) == text_of(from_hex("E0 04 FF FF FF FF 45 \"!\"")));
}

TEST_CASE("fragments shorter than the header that was cut off at first are put together as they came") {
  const std::vector<buffer> datagrams{
      from_hex("FE FF FF FF 01 00 00 00 13 01 E0 04 \"abc\""),  // Source, it seems
      from_hex("FE FF FF FF 01 00 00 00 23 AA"), from_hex("FE FF FF FF 01 00 00 00 03 FF FF FF FF 45")};
  CHECK(feeder().add_all(datagrams) == text_of(from_hex("FF FF FF FF 45 01 E0 04 \"abc\" AA")));
}

TEST_CASE("without any evidence the header that makes sense decides") {
  // 'j' is no type that is ever split.
  CHECK(feeder().add("FE FF FF FF 01 00 00 00 01 00 E0 04 6A \"x\"") == "jx");
  CHECK(feeder().add("FE FF FF FF 01 00 00 00 01 6A \"x\"") == "jx");
  CHECK(feeder().add("FE FF FF FF 01 00 00 00 01 00 00 00 \"x\"") == text_of(from_hex("00 00 00 \"x\"")));
  feeder fed;
  CHECK(fed.add("FE FF FF FF 01 00 00 00 02 00 E0 04 6A \"x\"").empty());
  CHECK(fed.add("FE FF FF FF 01 00 00 00 02 01 E0 04 \"y\"") == "jxy");
  CHECK(fed.add("FE FF FF FF 01 00 00 00 02 00 \"jabc\"").empty());
  CHECK(fed.add("FE FF FF FF 01 00 00 00 02 01 \"defg\"") == "jabcdefg");
}

TEST_CASE(
    "random messages, forms, sizes, ids and orders come back byte for byte, with duplicates and without") {
  split_mix random(42);
  feeder fed({.max_fragments = 255, .max_assembled = 1024 * 1024});
  for (int round = 0; round < 3'000; ++round) {
    const split_form form = split_forms[random.below(3)];
    const std::size_t most = std::min<std::size_t>(max_fragments(form), 1 + random.below(40));
    const std::size_t payload = 16 + random.below(500);
    buffer message =
        rules_message(7 + random.below(static_cast<std::uint32_t>(payload * most - 7)), random());
    const std::array types{std::byte{0x44}, std::byte{0x45}, std::byte{0x49}, std::byte{0x6d}};
    message[4] = types[random.below(4)];
    auto datagrams = split(message, {.form = form,
                                     .payload_size = static_cast<std::uint16_t>(payload),
                                     .id = static_cast<std::uint32_t>(random())});
    for (std::size_t i = datagrams.size(); i > 1; --i)
      std::swap(datagrams[i - 1], datagrams[random.below(static_cast<std::uint32_t>(i))]);
    for (auto more = random.below(4); more != 0; --more) {
      const std::size_t which = random.below(static_cast<std::uint32_t>(datagrams.size()));
      if (which + 1 < datagrams.size())
        datagrams.insert(datagrams.begin() + static_cast<std::ptrdiff_t>(which), datagrams[which]);
    }
    CAPTURE(round);
    REQUIRE(fed.add_all(datagrams) == text_of(message));
    REQUIRE(fed.made.open() == 0);
    REQUIRE(fed.incomplete().empty());
  }
}

TEST_CASE("compressed messages of one or many fragments are decompressed, in both forms and every order" *
          doctest::skip(!has_bzip2())) {
  const buffer message = rules_message(2'000);
  byte_buffer packed;
  REQUIRE_FALSE(compress(message, packed));
  for (const split_form form : {source, source_2006}) {
    feeder fed;
    const split_plan one{.form = form, .payload_size = 5'000, .id = 0x80000005};
    CHECK(fed.add_all(split(packed.view(), one)) == text_of(message));
    split_plan four = one;
    four.payload_size = static_cast<std::uint16_t>(packed.size() / 4 + 1);
    const auto datagrams = split(packed.view(), four);
    for_each_order(datagrams.size(), [&](const auto& order) {
      CHECK(fed.add_all(in_order(datagrams, order)) == text_of(message));
    });
  }
}

TEST_CASE("a compressed message is damaged, wrong or too large: the error ends it, and the next one is read" *
          doctest::skip(!has_bzip2())) {
  byte_buffer packed;
  REQUIRE_FALSE(compress(rules_message(2'000), packed));
  const split_plan plan{.form = source, .payload_size = 700, .id = 0x80000005};
  const auto spoilt = [&](std::size_t at, std::byte value) {
    buffer body(packed.view().begin(), packed.view().end());
    body[at] = value;
    feeder fed;
    const std::string seen = fed.add_all(split(body, plan));
    CHECK(fed.made.open() == 0);
    CHECK(fed.incomplete().empty());
    CHECK(fed.add_all(split(packed.view(), plan)) == text_of(rules_message(2'000)));
    return seen;
  };
  CHECK(spoilt(0, std::byte{0}) == error_text(errc::bad_compression));
  CHECK(spoilt(3, std::byte{0xff}) == error_text(errc::too_large));  // 4 GB
  CHECK(spoilt(4, packed.view()[4] ^ std::byte{1}) == error_text(errc::bad_checksum));
  CHECK(spoilt(900, packed.view()[900] ^ std::byte{1}) == error_text(errc::bad_compression));

  for (std::size_t i = 0; i < 4; ++i) packed.data()[i] = std::byte{0xff};  // the most there is
  for (const split_form form : {source, source_2006})
    CHECK(feeder().add_all(split(packed.view(), {.form = form, .payload_size = 700, .id = plan.id})) ==
          error_text(errc::too_large));
  REQUIRE_FALSE(compress(rules_message(2'000), packed));

  feeder narrow({.max_decompressed = 1'999});
  CHECK(narrow.add_all(split(packed.view(), plan)) == error_text(errc::too_large));
  feeder exact({.max_decompressed = 2'000});
  CHECK(exact.add_all(split(packed.view(), plan)) == text_of(rules_message(2'000)));
}

TEST_CASE("GoldSource knows no compression, whatever its ids and payloads look like") {
  const auto message = from_hex("45 01 00 \"x\" 00*4 \"BZh9\" 31 41 59 26 53 59 00*300");
  CHECK(feeder().add_all(split(message, {.form = goldsource, .payload_size = 100, .id = 0x80000005})) ==
        text_of(message));
}

TEST_CASE("without libbz2 a compressed message is reported as such" * doctest::skip(has_bzip2())) {
  CHECK(feeder().add("FE FF FF FF 05 00 00 80 01 00 E0 04 10 00 00 00 AA BB CC DD \"BZh91AY\"") ==
        error_text(errc::compression_unsupported));
}

}  // namespace gamewire::a2s
