/// What each status of HTTP means, with nothing else to go by.
#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/reply.hpp>

using namespace gamewire;

namespace {

std::error_code error_of(int status, asf::dialect speaks = asf::dialect::current) {
  json::document document;
  const asf::received what{asf::route::bots, static_cast<std::uint16_t>(status), "", {}};
  return asf::read_answer(what, document, speaks).error;
}

}  // namespace

TEST_SUITE_BEGIN("asf statuses");

TEST_CASE("of servers of today") {
  CHECK(error_of(400) == asf::errc::bad_request);
  CHECK(error_of(401) == asf::errc::unauthorized);
  CHECK(error_of(403) == asf::errc::forbidden);
  CHECK(error_of(404) == asf::errc::not_found);
  CHECK(error_of(405) == asf::errc::not_allowed);
  for (const int status : {411, 415}) CHECK(error_of(status) == asf::errc::unsupported_media);
  for (const int status : {413, 414, 431}) CHECK(error_of(status) == asf::errc::request_too_large);
  CHECK(error_of(500) == asf::errc::internal_error);
  for (const int status : {502, 503, 504}) CHECK(error_of(status) == asf::errc::unavailable);
  for (const int status : {300, 307, 399}) CHECK(error_of(status) == asf::errc::redirected);
  for (const int status : {0, 100, 402, 406, 418, 501, 599})
    CHECK(error_of(status) == asf::errc::unexpected_status);
}

TEST_CASE("a redirect says where it leads, also in a copy") {
  const auto of = [](std::uint16_t status) {
    json::document document;
    return asf::read_answer({asf::route::bots, status, "", {}, "https://elsewhere.test/"}, document);
  };
  CHECK(of(302).location == "https://elsewhere.test/");
  CHECK((of(200).location.empty() && of(404).location.empty()));
  json::document again;
  const auto copy = asf::own({.id = {}, .reply = of(308), .content_type = {}, .round_trip = {}});
  CHECK(copy.read(again).location == "https://elsewhere.test/");
}

TEST_CASE("of those of 2017, which have three of their own") {
  CHECK(error_of(406, asf::dialect::ipc) == asf::errc::not_acceptable);
  CHECK(error_of(501, asf::dialect::ipc) == asf::errc::not_implemented);
  CHECK(error_of(503, asf::dialect::ipc) == asf::errc::owner_not_set);
  for (const int status : {404, 500, 502, 504})
    CHECK(error_of(status, asf::dialect::ipc) == error_of(status));
}

TEST_CASE("an answer that is kept reads as it did, and one that was lost stays lost") {
  const std::string body = R"({"Result":"x","Message":"OK","Success":true})";
  json::document document;
  asf::answer given{
      .id = request_id{1},
      .reply = asf::read_answer({asf::route::command, 200, "application/json", as_bytes(body)}, document),
      .content_type = "application/json",
      .round_trip = {}};
  const auto kept = asf::own(given);
  json::document again;
  const auto read = kept.read(again);
  CHECK((!read.error && read.message == "OK" && read.success == true && !read.connection_lost));
  given.reply = {.which = asf::route::exit, .connection_lost = true};
  const auto lost = asf::own(given).read(again);
  CHECK((lost.connection_lost && lost.which == asf::route::exit && lost.status == 0 && !lost.error));
}

TEST_SUITE_END();
