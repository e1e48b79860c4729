#include <doctest/doctest.h>

#include <gamewire/a2s/request.hpp>
#include <gamewire/random.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"

using namespace gamewire;
using namespace gamewire::test;
using a2s::request_type;

namespace {

constexpr a2s::challenge some_challenge{std::byte{0x0b}, std::byte{0xad}, std::byte{0xca}, std::byte{0xfe}};

std::string written(const a2s::request& what) {
  std::array<std::byte, 1500> out;
  out.fill(std::byte{0xcc});
  return to_hex(a2s::encode_request(what, out).value(), out.size());
}

std::string canonical(std::string_view hex) { return to_hex(from_hex(hex), 1500); }

}  // namespace

TEST_CASE("requests are written byte for byte as servers want them") {
  const std::string info = "FF FF FF FF 54 \"Source Engine Query\" 00";
  CHECK(written({request_type::info}) == canonical(info));
  CHECK(written({request_type::info, some_challenge}) == canonical(info + " 0B AD CA FE"));
  CHECK(written({request_type::players}) == canonical("FF FF FF FF 55 FF FF FF FF"));
  CHECK(written({request_type::players, some_challenge}) == canonical("FF FF FF FF 55 0B AD CA FE"));
  CHECK(written({request_type::rules, a2s::zero_challenge}) == canonical("FF FF FF FF 56 00 00 00 00"));
  CHECK(written({request_type::get_challenge}) == canonical("FF FF FF FF 57"));
  CHECK(written({request_type::ping}) == canonical("FF FF FF FF 69"));
}

TEST_CASE("padding fills a request up with zeros and never shortens it") {
  CHECK(written({request_type::info, some_challenge, 1200}) ==
        canonical("FF FF FF FF 54 \"Source Engine Query\" 00 0B AD CA FE 00*1171"));
  CHECK(written({request_type::rules, some_challenge, 10}) == canonical("FF FF FF FF 56 0B AD CA FE 00"));
  CHECK(written({request_type::rules, some_challenge, 9}) == canonical("FF FF FF FF 56 0B AD CA FE"));
  CHECK(written({request_type::rules, some_challenge, 3}) == canonical("FF FF FF FF 56 0B AD CA FE"));
}

TEST_CASE("a request that does not fit is not written beyond the end") {
  const auto write = [](const a2s::request& what) {
    return [what](auto out) { return a2s::encode_request(what, out); };
  };
  CHECK(count_no_room(29, write({request_type::info, some_challenge})) == 29);
  CHECK(count_no_room(9, write({request_type::players})) == 9);
  CHECK(count_no_room(64, write({request_type::rules, some_challenge, 64})) == 64);
}

TEST_CASE("the longest request fits the size that is promised") {
  const exact_memory out(a2s::max_request_size);
  CHECK(a2s::encode_request({request_type::info, some_challenge}, out.span()).value().size() ==
        out.view().size());
}

TEST_CASE("what is written is read back") {
  split_mix random(1);
  constexpr request_type types[] = {request_type::info, request_type::players, request_type::rules,
                                    request_type::get_challenge, request_type::ping};
  for (int i = 0; i < 5000; ++i) {
    a2s::request what{types[random.below(5)]};
    const bool needs = what.type == request_type::players || what.type == request_type::rules;
    if (needs || (what.type != request_type::ping && random.below(2) == 0))
      for (auto& byte : what.challenge.emplace()) byte = static_cast<std::byte>(random.below(256));
    if (what.challenge && random.below(2) == 0)
      what.pad_to = static_cast<std::uint16_t>(a2s::max_request_size + 1 + random.below(1400));
    std::array<std::byte, 1500> out;
    const exact_memory datagram(a2s::encode_request(what, out).value());
    CHECK(a2s::decode_request(datagram.view()) == what);
  }
}

TEST_CASE("a ping carries no challenge, only padding") {
  std::array<std::byte, 1500> out;
  const auto read =
      a2s::decode_request(a2s::encode_request({request_type::ping, some_challenge, 1200}, out).value());
  CHECK(read == a2s::request{request_type::ping, std::nullopt, 1200});
}

TEST_CASE("the words of GoldSource that start like a ping are none") {
  for (const char* word : {"info", "infostring", "i 1"}) {
    const auto read = a2s::decode_request(from_hex(std::string("FF FF FF FF \"") + word + "\" 00"));
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error() == a2s::errc::unknown_message);
  }
}

TEST_CASE("padding behind a request without a challenge reads as challenge zero") {
  std::array<std::byte, 1500> out;
  const auto read =
      a2s::decode_request(a2s::encode_request({.type = request_type::info, .pad_to = 1200}, out).value());
  CHECK(read == a2s::request{request_type::info, a2s::zero_challenge, 1200});
}

TEST_CASE("an INFO request whose challenge is cut short has none") {
  for (const char* junk : {"01", "01 02", "01 02 03"}) {
    const auto datagram = from_hex("FF FF FF FF 54 \"Source Engine Query\" 00 " + std::string(junk));
    const auto read = a2s::decode_request(datagram);
    REQUIRE(read.has_value());
    CHECK_FALSE(read->challenge.has_value());
    CHECK(read->pad_to == datagram.size());
  }
}

TEST_CASE("requests that are cut short are errors") {
  const auto errors = [](std::string_view hex) {
    const auto whole = from_hex(hex);
    for_each_cut(bytes(whole).first(whole.size() - 1), [](bytes cut) {
      CAPTURE(cut.size());
      const auto read = a2s::decode_request(cut);
      REQUIRE_FALSE(read.has_value());
      CHECK(read.error() == (cut.size() < 4 ? a2s::errc::not_a2s : a2s::errc::truncated));
    });
  };
  errors("FF FF FF FF 54 \"Source Engine Query\" 00");
  errors("FF FF FF FF 55 01 02 03 04");
  errors("FF FF FF FF 56 01 02 03 04");
  errors("FF FF FF FF 57");
}

TEST_CASE("foreign datagrams are no requests") {
  const auto error = [](std::string_view hex) { return a2s::decode_request(from_hex(hex)).error(); };
  CHECK(error("") == a2s::errc::not_a2s);
  CHECK(error("FE FF FF FF 54") == a2s::errc::not_a2s);
  CHECK(error("\"GET / HTTP/1.1\"") == a2s::errc::not_a2s);
  CHECK(error("FF FF FF FF 49 00") == a2s::errc::unknown_message);
  CHECK(error("FF FF FF FF \"getchallenge\"") == a2s::errc::unknown_message);
  CHECK(error("FF FF FF FF 54 \"Source Engine Querx\" 00") == a2s::errc::unknown_message);
  CHECK(error("FF FF FF FF 54 \"Spurce\"") == a2s::errc::unknown_message);
  CHECK(error("FF FF FF FF 54 \"Source Engine Query!\" 00") == a2s::errc::unknown_message);
}

TEST_CASE("the size of a monstrous datagram does not wrap") {
  auto datagram = from_hex("FF FF FF FF 55 01 02 03 04");
  datagram.resize(65536 + 5);
  CHECK(a2s::decode_request(datagram).value().pad_to == 65535);
}
