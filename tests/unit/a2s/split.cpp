#include <algorithm>
#include <ostream>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/split.hpp>
#include <gamewire/random.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"

namespace gamewire::a2s {
namespace {

using enum split_form;
using test::from_hex;

std::error_code error_of(std::string_view hex, split_form form) {
  const auto datagram = from_hex(hex);
  const auto read = decode_fragment(test::exact_memory(datagram).view(), form);
  return read ? std::error_code{} : read.error();
}

form_guess guess(std::string_view hex) {
  const auto datagram = from_hex(hex);
  return guess_form(test::exact_memory(datagram).view());
}

bool operator==(const form_guess& a, const form_guess& b) {
  return a.form == b.form && a.how_sure == b.how_sure;
}

constexpr form_guess sure(split_form form) { return {form, evidence::strong}; }
constexpr form_guess perhaps(split_form form) { return {form, evidence::weak}; }
constexpr form_guess fallback(split_form form) { return {form, evidence::none}; }

}  // namespace

TEST_CASE("a GoldSource fragment holds index and count in one byte") {
  const auto datagram = from_hex("FE FF FF FF 02 00 00 00 12 \"rest\"");
  const auto read = decode_fragment(datagram, goldsource).value();
  CHECK(read.id == 2);
  CHECK(read.index == 1);
  CHECK(read.count == 2);
  CHECK(as_text(read.payload) == "rest");
}

TEST_CASE("a Source fragment holds count, index and a size that is not the payload's") {
  const auto datagram = from_hex("FE FF FF FF EF BE AD DE 03 02 E0 04 \"rest\"");
  const auto read = decode_fragment(datagram, source).value();
  CHECK(read.id == 0xdeadbeef);
  CHECK(read.index == 2);
  CHECK(read.count == 3);
  CHECK(as_text(read.payload) == "rest");
}

TEST_CASE("a fragment of early Source games lacks the size") {
  const auto datagram = from_hex("FE FF FF FF 01 00 00 00 FF FE \"rest\"");
  const auto read = decode_fragment(datagram, source_2006).value();
  CHECK(read.index == 254);
  CHECK(read.count == 255);
  CHECK(as_text(read.payload) == "rest");
}

TEST_CASE("a fragment may have no payload, but lacks nothing of its header") {
  const auto whole = from_hex("FE FF FF FF 01 00 00 00 02 01 E0 04 00");
  for (const split_form form : split_forms)
    test::for_each_cut(whole, [form](bytes cut) {
      CAPTURE(cut.size());
      const auto read = decode_fragment(cut, form);
      REQUIRE(read.has_value() == (cut.size() >= header_size(form)));
      if (!read) CHECK(read.error() == (cut.size() < 4 ? errc::not_a2s : errc::truncated));
      if (read) CHECK(read->payload.size() == cut.size() - header_size(form));
    });
}

TEST_CASE("what is no fragment, or none of that form, is refused") {
  CHECK(error_of("FF FF FF FF 01 00 00 00 02 01 E0 04 00", source) == errc::not_a2s);
  CHECK(error_of("FE FF FF 7F 01 00 00 00 02 01 E0 04 00", source) == errc::not_a2s);
  for (const split_form form : {source, source_2006}) {
    CHECK(error_of("FE FF FF FF 01 00 00 00 00 00 E0 04 00", form) == errc::bad_split);  // no fragments
    CHECK(error_of("FE FF FF FF 01 00 00 00 02 02 E0 04 00", form) == errc::bad_split);
    CHECK(error_of("FE FF FF FF 01 00 00 00 FF FF E0 04 00", form) == errc::bad_split);
  }
  CHECK(error_of("FE FF FF FF 01 00 00 00 00 00", goldsource) == errc::bad_split);
  CHECK(error_of("FE FF FF FF 01 00 00 00 20 00", goldsource) == errc::bad_split);
  CHECK(error_of("FE FF FF FF 01 00 00 00 22 00", goldsource) == errc::bad_split);
  CHECK_FALSE(error_of("FE FF FF FF 01 00 00 00 EF 00", goldsource));
}

TEST_CASE("a first fragment tells its form by where its message starts") {
  CHECK(guess("FE FF FF FF 02 00 00 00 02 FF FF FF FF 45") == sure(goldsource));
  CHECK(guess("FE FF FF FF 02 00 00 00 02 00 FF FF FF FF 45") == sure(source_2006));
  CHECK(guess("FE FF FF FF 02 00 00 00 02 00 E0 04 FF FF FF FF 45") == sure(source));
}

TEST_CASE("a compressed first fragment tells its form by where its bzip2 stream starts") {
  CHECK(guess("FE FF FF FF 02 00 00 80 02 00 00 10 00 00 AA BB CC DD \"BZh9\"") == sure(source_2006));
  CHECK(guess("FE FF FF FF 02 00 00 80 02 00 E0 04 00 10 00 00 AA BB CC DD \"BZh9\"") == sure(source));
  // Without bit 31 of the id it is text like any other.
  CHECK(guess("FE FF FF FF 02 80 00 00 02 00 E0 04 00 10 00 00 AA BB CC DD \"BZh9\"") == fallback(source));
  // A whole message that happens to have such text stays one.
  CHECK(guess("FE FF FF FF 02 00 00 80 02 00 FF FF FF FF 45 01 00 \"xyzBZh9\"") == sure(source_2006));
  CHECK(guess("FE FF FF FF 02 00 00 80 02 00 E0 04 FF FF FF FF 45 01 00 \"xBZh9\"") == sure(source));
}

TEST_CASE("the id and the payload behind the start mislead nobody") {
  // The low byte of the id continues the FF FF FF of the header.
  CHECK(guess("FE FF FF FF FF FF FF FF 02 00 E0 04 FF FF FF FF 45") == sure(source));
  CHECK(guess("FE FF FF FF FF FF FF FF 02 01 E0 04 \"text\"") == fallback(source));
  CHECK(guess("FE FF FF FF FF FF FF FF 02 FF FF FF FF 45") == sure(goldsource));
  // A GoldSource message that starts with more FF than it needs.
  CHECK(guess("FE FF FF FF 02 00 00 00 02 FF FF FF FF FF FF FF FF") == sure(goldsource));
  // In a later GoldSource fragment FF FF FF FF is a score of -1.
  CHECK(guess("FE FF FF FF 02 00 00 00 12 FF FF FF FF 00 00 80 3F") == fallback(goldsource));
}

TEST_CASE("a message without its FF FF FF FF tells its form by its type, less surely") {
  for (const std::string_view type : {"44", "45", "49"}) {
    CAPTURE(type);
    const std::string text(type);
    CHECK(guess("FE FF FF FF 02 00 00 00 02 00 " + text + " 01 00 \"name\"") == perhaps(source_2006));
    CHECK(guess("FE FF FF FF 02 00 00 00 02 00 E0 04 " + text + " 01 00 \"name\"") == perhaps(source));
  }
  CHECK(guess("FE FF FF FF 02 00 00 00 02 00 41 01 00 00") == fallback(source));
  CHECK(guess("FE FF FF FF 02 00 00 00 02 01 45 01 00 \"name\"") == fallback(source));
}

TEST_CASE("where both places hold a type, the size field decides") {
  // 0x0145 as the size of a fragment that is not the last, and so full.
  CHECK(guess("FE FF FF FF 02 00 00 00 02 00 45 01 49 00*324") == perhaps(source));
  CHECK(guess("FE FF FF FF 02 00 00 00 02 00 45 01 49 00*300") == perhaps(source_2006));
  CHECK(guess("FE FF FF FF 02 00 00 00 01 00 45 01 49 00*300") == perhaps(source));
  CHECK(guess("FE FF FF FF 02 00 00 00 01 00 45 01 49 00*400") == perhaps(source_2006));
}

TEST_CASE("without evidence the form is Source if its header would make sense, else GoldSource") {
  CHECK(guess("FE FF FF FF 02 00 00 00 20 1F 00 10 \"text\"") == fallback(source));
  CHECK(guess("FE FF FF FF 02 00 00 00 21 1F 00 10 \"text\"") == fallback(goldsource));
  CHECK(guess("FE FF FF FF 02 00 00 00 20 20 00 10 \"text\"") == fallback(goldsource));
  CHECK(guess("FE FF FF FF 02 00 00 00 02 01 01 10 \"text\"") == fallback(goldsource));
  CHECK(guess("FE FF FF FF 02 00 00 00 02 01 00 00 \"text\"") == fallback(goldsource));
  CHECK(guess("FE FF FF FF 02 00 00 00 02 01 E0 04") == fallback(source));
  CHECK(guess("FE FF FF FF 02 00 00 00 02 01 E0") == fallback(goldsource));
}

TEST_CASE("guessing reads nothing beyond the datagram") {
  for (const std::string_view hex :
       {"FE FF FF FF 02 00 00 80 02 00 E0 04 00 10 00 00 AA BB CC DD \"BZh9\"",
        "FE FF FF FF 02 00 00 80 02 00 45 04 FF FF FF FF 45", "FE FF FF FF 02 00 00 00 02 FF FF FF FF 45"})
    test::for_each_cut(from_hex(hex), [](bytes cut) { CHECK_NOTHROW((void)guess_form(cut)); });
}

TEST_CASE("encoded fragments are laid out as the wire wants them") {
  const auto message = from_hex("FF FF FF FF 45 \"0123456789\"");
  const test::exact_memory out(64);
  const auto hex = [&](const split_plan& plan, std::size_t index) {
    return test::to_hex(encode_fragment(plan, message, index, out.span()).value());
  };
  CHECK(hex({.form = goldsource, .payload_size = 8, .id = 0x80000002}, 0) ==
        "FE FF FF FF 02 00 00 80 02 FF FF FF FF 45 30 31 32");
  CHECK(hex({.form = goldsource, .payload_size = 8, .id = 2}, 1) ==
        "FE FF FF FF 02 00 00 00 12 33 34 35 36 37 38 39");
  CHECK(hex({.form = source, .payload_size = 8, .id = 2}, 1) ==
        "FE FF FF FF 02 00 00 00 02 01 08 00 33 34 35 36 37 38 39");
  CHECK(hex({.form = source_2006, .payload_size = 8, .id = 2}, 1) ==
        "FE FF FF FF 02 00 00 00 02 01 33 34 35 36 37 38 39");
  CHECK(hex({.form = source, .payload_size = 1248, .id = 2}, 0) ==
        "FE FF FF FF 02 00 00 00 01 00 E0 04 FF FF FF FF 45 30 31 32 33 34 35 36 37 38 39");
}

TEST_CASE("a plan makes as many fragments as its form can count") {
  const auto count = [](split_form form, std::uint16_t payload, std::size_t size) {
    return fragment_count({.form = form, .payload_size = payload}, size);
  };
  CHECK(count(source, 1248, 1) == 1);
  CHECK(count(source, 1248, 1248) == 1);
  CHECK(count(source, 1248, 1249) == 2);
  CHECK(count(goldsource, 10, 150) == 15);
  CHECK(count(goldsource, 10, 151) == 0);
  CHECK(count(source, 10, 2550) == 255);
  CHECK(count(source, 10, 2551) == 0);
  CHECK(count(source_2006, 10, 2550) == 255);
  CHECK(count(source, 10, 0) == 0);
  CHECK(count(source, 0, 100) == 0);
  CHECK(count(source, 1, SIZE_MAX) == 0);
}

TEST_CASE("a fragment that the message does not have, or that does not fit, is refused") {
  const auto message = from_hex("FF FF FF FF 45 \"0123456789\"");
  const split_plan plan{.form = source, .payload_size = 8, .id = 2};
  const test::exact_memory out(64);
  CHECK(encode_fragment(plan, message, 2, out.span()).error() == gamewire::errc::invalid_argument);
  CHECK(encode_fragment({.payload_size = 0}, message, 0, out.span()).error() ==
        gamewire::errc::invalid_argument);
  CHECK(encode_fragment({.form = goldsource, .payload_size = 1}, from_hex("00*16"), 0, out.span()).error() ==
        gamewire::errc::invalid_argument);
  CHECK(test::count_no_room(20, [&](auto room) { return encode_fragment(plan, message, 0, room); }) == 20);
  CHECK(encode_fragment(plan, message, 0, out.span().first(20)));
}

TEST_CASE("fragments of any message decode to what was encoded") {
  split_mix random(1);
  for (int round = 0; round < 500; ++round) {
    const split_form form = split_forms[random.below(3)];
    std::vector<std::byte> message(1 + random.below(1500));
    for (auto& byte : message) byte = static_cast<std::byte>(random());
    const split_plan plan{.form = form,
                          .payload_size = static_cast<std::uint16_t>(100 + random.below(1400)),
                          .id = static_cast<std::uint32_t>(random())};
    const std::size_t count = fragment_count(plan, message.size());
    REQUIRE(count > 0);
    std::vector<std::byte> back;
    for (std::size_t i = 0; i < count; ++i) {
      const test::exact_memory out(plan.payload_size + header_size(form));
      const auto read = decode_fragment(encode_fragment(plan, message, i, out.span()).value(), form).value();
      CHECK(read.id == plan.id);
      CHECK(read.count == count);
      CHECK(read.index == i);
      CHECK((i + 1 == count || read.payload.size() == plan.payload_size));
      back.insert(back.end(), read.payload.begin(), read.payload.end());
    }
    CHECK(back == message);
  }
}

}  // namespace gamewire::a2s
