/// Copies of fragments that arrive when their message is complete.
#include "assembler_harness.hpp"

namespace gamewire::a2s {
namespace {

using namespace assembling;
using enum split_form;
using namespace std::chrono_literals;

std::vector<buffer> fragments(std::uint64_t seed, std::uint32_t id = 7, split_form form = source) {
  return split(rules_message(350, seed), {.form = form, .payload_size = 100, .id = id});
}

}  // namespace

TEST_CASE("late copies of any fragments, but not of all, tell nothing, in every form") {
  for (const split_form form : split_forms) {
    const auto datagrams = fragments(1, 7, form);
    for (unsigned which = 1; which < 15; ++which) {
      CAPTURE(which);
      feeder fed;
      CHECK(fed.add_all(datagrams) == text_of(rules_message(350)));
      fed.made.release();  // as an idle client does
      for (unsigned i = 0; i < 4; ++i)
        if ((which >> i & 1) != 0) CHECK(fed.add(datagrams[i]).empty());
      fed.made.on_timeout(fed.made.deadline());
      CHECK(fed.made.open() == 0);
      CHECK(fed.incomplete().empty());
      fed.made.release();
      CHECK(fed.made.memory() == 0);
    }
  }
}

TEST_CASE("a late copy of a message's only fragment is the message once more") {
  const auto only = split(rules_message(60), {.id = 7});
  feeder fed;
  CHECK(fed.add_all(only) == text_of(rules_message(60)));
  CHECK(fed.add_all(only) == text_of(rules_message(60)));
}

TEST_CASE("a late fragment too short for a payload is recognised as well") {
  for (const std::string_view rest : {"", "00", "00 01 02", "00 01 02 03 04 05 06 07", "00*9"}) {
    CAPTURE(rest);
    feeder fed;
    fed.add("FE FF FF FF 01 00 00 00 02 00 05 00 FF FF FF FF 45");
    const auto last = from_hex("FE FF FF FF 01 00 00 00 02 01 05 00 " + std::string(rest));
    CHECK_FALSE(fed.add(last).empty());
    CHECK(fed.add(last).empty());
    fed.made.abandon();
    CHECK(fed.incomplete().empty());
  }
}

TEST_CASE("a server that gives the same answer the same id is heard each time, in any order") {
  auto datagrams = fragments(1);
  feeder fed;
  for (int round = 0; round < 4; ++round) {
    CHECK(fed.add_all(datagrams) == text_of(rules_message(350)));
    std::ranges::rotate(datagrams, datagrams.begin() + 1);
  }
  CHECK(fed.incomplete().empty());
}

TEST_CASE("another message of the same id is made, and reported when it stays incomplete") {
  const auto old = fragments(1);
  const auto other = fragments(2);
  feeder fed;
  fed.add_all(old);
  CHECK(fed.add_all(other) == text_of(rules_message(350, 2)));
  fed.add_all(old);
  fed.add(other[2]);
  CHECK(fed.made.open() == 1);
  fed.made.abandon();
  CHECK(fed.incomplete().empty());  // it, too, has been complete

  const auto third = fragments(3);
  fed.add(third[2]);
  fed.made.abandon();
  CHECK(fed.incomplete() == "7 1/4");
}

TEST_CASE("one fragment that is new is enough to make a message of late copies an ordinary one") {
  auto changed = fragments(1);
  changed[3].back() ^= std::byte{1};
  feeder fed;
  fed.add_all(fragments(1));
  for (const std::size_t i : {0U, 3U, 1U}) fed.add(changed[i]);
  fed.made.abandon();
  CHECK(fed.incomplete() == "7 3/4");
  CHECK(fed.add_all(changed).size() == 350);
}

TEST_CASE("late copies that another message of their id contradicts are not reported") {
  const auto old = fragments(1);
  const auto other = fragments(2);
  feeder fed;
  fed.add_all(old);
  fed.add(old[0]);
  CHECK(fed.add_all(other) == text_of(rules_message(350, 2)));
  CHECK(fed.incomplete().empty());
}

TEST_CASE("late copies are remembered for the time of a message, from its completion on") {
  const auto datagrams = fragments(1);
  for (const nanoseconds wait : {2s - 1ns, nanoseconds(2s)}) {
    feeder fed({.split_timeout = 2s});
    fed.add_all(datagrams);
    fed.now += wait;
    fed.add(datagrams[1]);
    fed.made.abandon();
    CHECK(fed.incomplete() == (wait < 2s ? "" : "7 1/4"));
  }
}

TEST_CASE("late copies give way to all others, and drive nobody out") {
  const auto datagrams = fragments(1);
  feeder fed({.max_groups = 2});
  fed.add_all(datagrams);
  fed.add(fragments(2, 8)[0]);
  fed.add(datagrams[0]);
  CHECK(fed.made.open() == 2);
  fed.add(fragments(3, 9)[0]);  // instead of the copy, though 8 is older
  CHECK(fed.incomplete().empty());
  fed.add(datagrams[0]);  // no place
  CHECK(fed.incomplete().empty());
  fed.made.abandon();
  CHECK(fed.incomplete() == "8 1/4 9 1/4");
}

TEST_CASE("the last 8 messages are remembered, and the last 64 fragments") {
  feeder fed({.max_fragments = 255});
  const auto is_late = [&fed](const buffer& datagram) {
    fed.add(datagram);
    fed.made.abandon();
    return fed.incomplete().empty();
  };
  for (std::uint32_t id = 1; id <= 9; ++id) fed.add_all(fragments(1, id));
  CHECK_FALSE(is_late(fragments(1, 1)[3]));
  CHECK(is_late(fragments(1, 2)[0]));
  CHECK(is_late(fragments(1, 9)[0]));

  const auto long_one = split(rules_message(6'500), {.payload_size = 100, .id = 99});
  REQUIRE(long_one.size() == 65);
  fed.add_all(long_one);
  CHECK_FALSE(is_late(long_one[0]));
  CHECK(is_late(long_one[1]));
  CHECK(is_late(long_one[64]));
}

TEST_CASE("late copies of a damaged message tell nothing either" * doctest::skip(!has_bzip2())) {
  byte_buffer packed;
  REQUIRE_FALSE(compress(rules_message(2'000), packed));
  packed.data()[4] ^= std::byte{1};
  const auto datagrams = split(packed.view(), {.payload_size = 700, .id = 0x80000005});
  feeder fed;
  CHECK(fed.add_all(datagrams) == error_text(errc::bad_checksum));
  fed.add(datagrams[1]);
  fed.made.abandon();
  CHECK(fed.incomplete().empty());
}

}  // namespace gamewire::a2s
