#include <numeric>
#include <ostream>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/master/page.hpp>

#include "support/hex.hpp"
#include "support/master_wire.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::master_wire;

namespace {

std::vector<std::string> texts(const master::server_list& list) {
  std::vector<std::string> all;
  for (const endpoint& each : list) all.emplace_back(endpoint_text(each).view());
  return all;
}

}  // namespace

TEST_SUITE_BEGIN("master page");

TEST_CASE("a page gives its addresses, whose ports are in network order") {
  const buffer datagram = from_hex("FF FF FF FF 66 0A C0 00 02 07 69 87 0A 00 00 01 00 50");
  const auto page = master::decode_page(datagram);
  REQUIRE(page.has_value());
  CHECK(texts(page->servers) == std::vector<std::string>{"192.0.2.7:27015", "10.0.0.1:80"});
  CHECK(page->servers[1] == *endpoint::parse("10.0.0.1:80"));
  CHECK(!page->last);
  CHECK(page->trailing_bytes == 0);
  CHECK(page->servers.entries()[0].number() == 0xc000'0207'6987);
}

TEST_CASE("0.0.0.0:0 ends a list as the last address, and there alone") {
  const buffer end = from_hex(last_page({1, 2}));
  CHECK(texts(master::decode_page(end)->servers) ==
        std::vector<std::string>{"10.0.0.1:27015", "10.0.0.2:27015"});
  CHECK(master::decode_page(end)->last);

  const buffer middle = from_hex(page({1}) + list_end + addresses({2}));
  CHECK(master::decode_page(middle)->servers.size() == 3);
  CHECK(!master::decode_page(middle)->last);
}

TEST_CASE("an empty page, an empty list, a page that was cut") {
  CHECK(master::decode_page(from_hex(page_start))->servers.empty());
  CHECK(!master::decode_page(from_hex(page_start))->last);
  CHECK(master::decode_page(from_hex(last_page({})))->servers.empty());
  CHECK(master::decode_page(from_hex(last_page({})))->last);
  const buffer cut = from_hex(page({1}) + "0A 00 00");
  CHECK(master::decode_page(cut)->servers.size() == 1);
  CHECK(master::decode_page(cut)->trailing_bytes == 3);
}

TEST_CASE("what does not start as a page is none") {
  const buffer whole = from_hex(page_start);
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK(master::decode_page(bytes(whole).first(size)).error() == master::errc::not_a_page);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    buffer broken = whole;
    broken[i] ^= std::byte{1};
    CHECK(master::decode_page(broken).error() == master::errc::not_a_page);
  }
}

TEST_CASE("a page of any size is written as it is read") {
  for (const std::size_t count : {0U, 1U, 2U, 230U, 231U, 1000U}) {
    std::vector<master::server_address> servers;
    for (std::size_t i = 0; i < count; ++i)
      servers.emplace_back(
          endpoint::v4({10, 1, static_cast<std::uint8_t>(i / 256), static_cast<std::uint8_t>(i)},
                       static_cast<std::uint16_t>(i + 1)));
    for (const bool last : {false, true}) {
      buffer room(7000);
      const auto written = master::encode_page(servers, last, room);
      REQUIRE(written.has_value());
      CHECK(written->size() == 6 + 6 * (count + (last ? 1 : 0)));
      const auto read = master::decode_page(*written);
      REQUIRE(read.has_value());
      CHECK(std::ranges::equal(read->servers.entries(), servers));
      CHECK(read->last == last);
    }
  }
}

TEST_CASE("what cannot be written is refused") {
  const std::vector<master::server_address> one{master::server_address(*endpoint::parse("10.0.0.1:1"))};
  buffer room(11);
  CHECK(master::encode_page(one, false, room).error() == gamewire::errc::no_room);
  room.resize(12);
  CHECK(master::encode_page(one, false, room).has_value());
  CHECK(master::encode_page(one, true, room).error() == gamewire::errc::no_room);
  const std::vector<master::server_address> end(1);
  room.resize(100);
  CHECK(master::encode_page(end, false, room).error() == gamewire::errc::invalid_argument);
  CHECK(master::server_address(*endpoint::parse("[::1]:5")).is_end());
}

TEST_SUITE_END();
