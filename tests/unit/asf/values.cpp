#include <doctest/doctest.h>

#include <gamewire/asf/codes.hpp>
#include <gamewire/asf/values.hpp>
#include <gamewire/json/document.hpp>

using namespace std::chrono_literals;
using namespace gamewire;
using asf::ticks;

static_assert(asf::time_span::parse("1.02:30:00")->value == 26h + 30min);
static_assert(asf::version::parse("6.3.9.6")->parts == std::array{6, 3, 9, 6});
static_assert(asf::name_of(asf::eresult{84}) == "RateLimitExceeded");

TEST_SUITE_BEGIN("asf values");

TEST_CASE("TimeSpan") {
  const auto span = [](const char* text) {
    return asf::time_span::parse(text).value_or(asf::time_span{ticks::max()}).value;
  };
  CHECK(span("00:00:00") == 0s);
  CHECK(span("23:59:59.9999999") == 24h - ticks(1));
  CHECK(span("00:00:00.5") == 500ms);
  CHECK(span("-1.00:00:01") == -(24h + 1s));
  CHECK(span("10675198.23:59:59") == 10675198 * 24h + 23h + 59min + 59s);
  for (const char* wrong :
       {"", "1", "00:00", "24:00:00", "00:60:00", "00:00:60", "0:00:00", "00:00:00.", "00:00:00.12345678",
        "00:00:00 ", "99999999.00:00:00", "--00:00:00", "1.2.00:00:00", "00:00:0x"})
    CHECK_MESSAGE(span(wrong) == ticks::max(), wrong);
}

TEST_CASE("DateTime") {
  using namespace std::chrono;
  const auto at = [](const char* text) {
    return asf::date::parse(text).value_or(asf::date{sys_time<ticks>::max()}).value;
  };
  const sys_time<ticks> second = sys_days(2026y / 8 / 21) + 22h + 1min + 3s;
  CHECK(at("2026-08-21T22:01:03Z") == second);
  CHECK(at("2026-08-21T22:01:03.1234567Z") == second + ticks(1234567));
  CHECK(at("2026-08-21T22:01:03.1Z") == second + 100ms);
  CHECK(at("2026-08-21T23:01:03+01:00") == second);
  CHECK(at("2026-08-21T17:31:03-04:30") == second);
  CHECK(at("2026-08-21T22:01:03") == second);
  CHECK(at("0001-01-01T00:00:00") == sys_days(1y / 1 / 1));
  CHECK(at("9999-12-31T23:59:59.9999999Z") == sys_days(10000y / 1 / 1) - ticks(1));
  CHECK(at("2024-02-29T00:00:00Z") == sys_days(2024y / 2 / 29));
  for (const char* wrong : {"", "2026-08-21", "2023-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
                            "2026-08-21T24:00:00Z", "2026-08-21T22:01:03+1:00", "2026-08-21T22:01:03+15:00",
                            "2026-08-21T22:01:03ZZ", "2026-08-21 22:01:03Z"})
    CHECK_MESSAGE(at(wrong) == sys_time<ticks>::max(), wrong);
}

TEST_CASE("Version") {
  using asf::version;
  CHECK(version::parse("6.3")->parts == std::array{6, 3, -1, -1});
  CHECK(*version::parse("6.3.9.6") < *version::parse("6.3.10.0"));
  CHECK(*version::parse("6.3") < *version::parse("6.3.0"));
  for (const char* wrong : {"", "6", "6.", "6.3.", "6.3.9.6.1", "6.3.9.2147483648", "v6.3", "6.-3"})
    CHECK(!version::parse(wrong));
  json::document document;
  const auto object =
      document.read(as_bytes(R"({"Major":3,"Minor":0,"Build":6,"Revision":1,"MajorRevision":0})"));
  CHECK(json::read<version>(*object)->parts == std::array{3, 0, 6, 1});
}

TEST_CASE("names of numbers") {
  CHECK(asf::eresult_names.size() == 132);
  CHECK(std::ranges::count(asf::eresult_names, "") == 1);
  CHECK(asf::name_of(asf::eresult{4}).empty());
  CHECK(asf::name_of(asf::eresult{5}) == "InvalidPassword");
  CHECK(asf::name_of(asf::eresult{30}) == "AlreadyOwned");
  CHECK(asf::name_of(asf::eresult{131}) == "TryLater");
  CHECK(asf::name_of(asf::eresult{132}).empty());
  CHECK(asf::name_of(asf::eresult{-1}).empty());
  CHECK(asf::purchase_result_names.size() == 84);
  CHECK(asf::name_of(asf::purchase_result::bad_activation_code) == "BadActivationCode");
  CHECK(asf::name_of(asf::purchase_result{53}) == "RateLimited");
  CHECK(asf::name_of(asf::purchase_result{83}) == "PaymentMethodNotSupportedForProduct");
  CHECK(asf::name_of(asf::confirmation_type::request_refund) == "RequestRefund");
}

TEST_CASE("an id and its twin") {
  CHECK(asf::twin_id::of(7, {}) == asf::twin_id{7, false});
  CHECK(asf::twin_id::of(7, json::maybe<std::uint64_t>(7)) == asf::twin_id{7, false});
  CHECK(asf::twin_id::of(76561198006963710U, json::maybe<std::uint64_t>(76561198006963719U)) ==
        asf::twin_id{76561198006963719U, true});
}

TEST_CASE("a number, or what was sent instead") {
  json::document document;
  CHECK(json::read<asf::coded>(*document.read(as_bytes("-1")))->number == -1);
  CHECK(json::read<asf::coded>(*document.read(as_bytes("\"A, B\"")))->names == "A, B");
  CHECK(!json::read<asf::coded>(*document.read(as_bytes("[]"))));
}

TEST_SUITE_END();
