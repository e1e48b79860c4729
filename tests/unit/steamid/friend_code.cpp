#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/steamid/friend_code.hpp>

namespace steamid = gamewire::steamid;
using gamewire::steamid::errc;

namespace {

// As md5sum has it of these eight letters.
static_assert(steamid::detail::md5_word(0x64636261, 0x68676665) == 0x8140dce8);
static_assert(steamid::encode_friend_code(1) == "AJJJS-ABAA");
static_assert(steamid::decode_friend_code("ABNBT-GBDC") == 123456U);

}  // namespace

TEST_SUITE_BEGIN("steamid friend codes");

TEST_CASE("they have one form") {
  for (const std::string_view wrong :
       {"", "SWUWA", "SWUWA-B2B", "SWUWA-B2BLL", "SWUW-AB2BL", "SWUWAB2BLX", "swuwa-b2bl", "SWUWA-B2B0",
        "SWUWA-B2B1", "SWUWA-B2BI", "SWUWA-B2BO", "-WUWA-B2BL"}) {
    CAPTURE(wrong);
    CHECK(steamid::decode_friend_code(wrong).error() == errc::bad_friend_code);
  }
  CHECK(steamid::decode_friend_code(steamid::encode_friend_code(0)).error() == errc::bad_friend_code);
  // The first character has one bit of content, the last four.
  CHECK(steamid::decode_friend_code("TWUWA-B2BL").error() == errc::bad_check);
  CHECK(steamid::decode_friend_code("SWUWA-B2B5").error() == errc::bad_check);
}

TEST_CASE("private queue codes are two of them, of a group") {
  CHECK((steamid::decode_queue_code("AFVRT-GADA-A7BJB-AACC") == 4681548U));
  CHECK(steamid::encode_queue_code(0xffffffff).view().size() == steamid::queue_code_size);
  CHECK((steamid::decode_queue_code(steamid::encode_queue_code(0xffffffff)) == 0xffffffff));
  CHECK(steamid::decode_queue_code("AFVRT-GADA-A7BJB-AACD").error() == errc::bad_check);
  CHECK(steamid::decode_queue_code("AFVRT-GADB-A7BJB-AACC").error() == errc::bad_check);
  CHECK(steamid::decode_queue_code("SWUWA-B2BL-SWUWA-B2BL").error() == errc::bad_queue_code);
  CHECK(steamid::decode_queue_code(steamid::encode_queue_code(0)).error() == errc::bad_queue_code);
  CHECK(steamid::decode_queue_code("AFVRT-GADA").error() == errc::bad_queue_code);
  CHECK(steamid::decode_queue_code("AFVRT-GADA A7BJB-AACC").error() == errc::bad_queue_code);
}

TEST_SUITE_END();
