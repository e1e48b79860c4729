#include <doctest/doctest.h>

#include <gamewire/json/read.hpp>
#include <gamewire/webapi/reply.hpp>
#include <gamewire/webapi/tree.hpp>

#include "support/webapi_samples.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using webapi::format;

namespace {

const std::string html = "Content-Type: text/html\r\n";
const std::string refusal =
    "<html><head><title>Forbidden</title></head><body><h1>Forbidden</h1>Access is denied. Retrying will not "
    "help.\n"
    "Please verify your <pre>key=</pre> parameter.</body></html>";

struct seen {
  json::document document;
  webapi::reply reply;

  seen(std::uint16_t status, const std::string& fields, std::string_view body, format as = format::json,
       std::string_view key = {})
      : reply(webapi::read_answer({status, http1::fields(fields), as_bytes(body), as, key}, document)) {}

  [[nodiscard]] std::string said() const { return std::string(reply.message.view()); }
};

std::error_code error_of(std::uint16_t status, const std::string& fields, std::string_view body,
                         format as = format::json) {
  return seen(status, fields, body, as).reply.error;
}

}  // namespace

TEST_SUITE_BEGIN("webapi reply");

TEST_CASE("an answer is its JSON") {
  const std::string body = sample("webapi/player_summaries.json");
  const seen of(200, "x-eresult: 1\r\n", body);
  CHECK_FALSE(of.reply.error);
  CHECK(of.reply.eresult == 1U);
  const auto players =
      json::read<json::list<json::value>>(of.reply.json.member("response").member("players"));
  REQUIRE(players);
  CHECK(json::read<std::uint64_t>((*players->begin()).member("steamid")) == 76561197960435530U);
}

TEST_CASE("statuses become errors, and pages become a line") {
  const seen of(403, html, refusal);
  CHECK(of.reply.error == webapi::errc::key_refused);
  CHECK(of.reply.error == condition::auth);
  CHECK(of.said() ==
        "Forbidden Access is denied. Retrying will not help. Please verify your key= parameter.");
  CHECK(error_of(401, html, refusal) == webapi::errc::key_refused);
  CHECK(error_of(401, html, "<html><body><h1>Unauthorized</h1></body></html>") ==
        webapi::errc::access_denied);
  CHECK(error_of(401, "", "{}") == webapi::errc::access_denied);
  struct row {
    std::uint16_t status;
    webapi::errc error;
    condition kind;
  };
  for (const row& one : {row{400, webapi::errc::bad_request, condition::http},
                         row{404, webapi::errc::not_found, condition::http},
                         row{405, webapi::errc::not_allowed, condition::http},
                         row{429, webapi::errc::too_many_requests, condition::http},
                         row{500, webapi::errc::internal_error, condition::server},
                         row{502, webapi::errc::unavailable, condition::server},
                         row{503, webapi::errc::unavailable, condition::server},
                         row{504, webapi::errc::unavailable, condition::server},
                         row{418, webapi::errc::unexpected_status, condition::http},
                         row{304, webapi::errc::redirected, condition::http},
                         row{101, webapi::errc::unexpected_status, condition::http}}) {
    CHECK(error_of(one.status, "", "{}") == one.error);
    CHECK(error_of(one.status, "", "{}") == one.kind);
  }
}

TEST_CASE("what is a page") {
  CHECK(seen(400, "", "\xef\xbb\xbf \n<!DOCTYPE html><html>Required parameter 'x' is missing").said() ==
        "Required parameter 'x' is missing");
  CHECK(seen(400, "", R"({"message":"<html>"})").said().empty());
  CHECK(error_of(200, "Content-Type: Text/HTML; charset=utf-8\r\n", "{}") == webapi::errc::page);
  CHECK(error_of(200, "", "<HTML><body>down for maintenance</body>") == webapi::errc::page);
  CHECK(error_of(200, "", "<html>", format::xml) == webapi::errc::page);
  CHECK(error_of(200, "", "<!doctype html>", format::vdf) == webapi::errc::page);
}

TEST_CASE("the text of pages") {
  using webapi::text_of_page;
  CHECK(text_of_page("a<b>c</b> d").view() == "a c d");
  CHECK(text_of_page("<title>x</title><STYLE>b{}</style><script>if(a<b)</script>t").view() == "t");
  CHECK(text_of_page("  a \r\n\t b  ").view() == "a b");
  CHECK(text_of_page("a<unclosed").view() == "a");
  CHECK(text_of_page("<title>unclosed").view() == "unclosed");
  CHECK(text_of_page("<title>x</title").view().empty());
  CHECK(text_of_page("<").view().empty());
  CHECK(text_of_page(std::string(1000, 'x')).view() == std::string(240, 'x'));
}

TEST_CASE("x-eresult other than 1 is a failure under 200, and says why") {
  const seen of(200, "x-eresult: 8\r\nx-error_message: Invalid app\r\n", R"({"response":{}})");
  CHECK(of.reply.error == webapi::errc::unsuccessful);
  CHECK(of.reply.error == condition::server);
  CHECK((of.reply.eresult == 8U && of.said() == "Invalid app"));
  CHECK(error_of(200, "x-eresult: 42\r\n", "") == webapi::errc::unsuccessful);
  for (const char* odd : {"", "-5", "abc", "1x", "4294967297", "99999999999999999999999"})
    CHECK(error_of(200, "x-eresult: " + std::string(odd) + "\r\n", "{}") == webapi::errc::unsuccessful);
  CHECK(error_of(403, "x-eresult: 15\r\n", "") == webapi::errc::key_refused);
  CHECK_FALSE(error_of(200, "x-eresult: 1\r\n", ""));
  CHECK(seen(200, "x-eresult: 1\r\n", "").reply.json.absent());
}

TEST_CASE("bodies that are not what was asked for") {
  for (const char* body : {"", "{", R"({"response":{"players":[{"steamid":"7656)", "{}{}", "{} x", "nul"})
    CHECK_MESSAGE(error_of(200, "", body) == webapi::errc::not_json, body);
  CHECK(error_of(200, "", "{\"a\":\"\xff\"}") == json::errc::not_utf8);
  CHECK(error_of(200, "", std::string(65, '[') + "1" + std::string(65, ']')) == json::errc::too_deep);
  CHECK(error_of(200, "", std::string(66, '[') + std::string(66, ']')) == condition::limit);
  CHECK_FALSE(error_of(200, "", std::string(64, '[') + "1" + std::string(64, ']')));
  CHECK_FALSE(error_of(200, "", "\"response\" { \"a\" \"b\" }", format::vdf));
  CHECK(error_of(200, "", "\"response\" { \"a\" \"b\"", format::vdf) == webapi::errc::not_vdf);
  std::string deep;
  for (int i = 0; i != 1025; ++i) deep += "a{";
  CHECK(error_of(200, "", deep + std::string(1025, '}'), format::vdf) == condition::limit);
  CHECK(error_of(200, "", "{}", format::xml) == webapi::errc::not_xml);
  CHECK_FALSE(error_of(200, "", " <response/>", format::xml));
}

TEST_CASE("how long to wait, if it is said") {
  CHECK(seen(429, "Retry-After: 7\r\n", "").reply.retry_after == nanoseconds(7s));
  CHECK(seen(429, "Retry-After: 0\r\n", "").reply.retry_after == nanoseconds(0));
  CHECK(seen(503, "Retry-After: 18446744073709551615\r\n", "").reply.retry_after == nanoseconds(24h));
  CHECK(seen(503, "Retry-After: 99999999999999999999999\r\n", "").reply.retry_after == nanoseconds(24h));
  CHECK(seen(429, "Retry-After: 1.5\r\n", "").reply.retry_after == nanoseconds(1500ms));
  const std::string until = "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n";
  const auto at = [&](const std::string& date) {
    return seen(429, until + "Date: " + date + "\r\n", "").reply.retry_after;
  };
  CHECK(at("Fri, 31 Dec 1999 23:59:50 GMT") == nanoseconds(9s));
  CHECK(at("Friday, 31-Dec-99 23:58:59 GMT") == nanoseconds(60s));
  CHECK(at("Sat, 01 Jan 2000 00:00:00 GMT") == nanoseconds(0));
  CHECK(at("Fri, 31 Dec 1909 00:00:00 GMT") == nanoseconds(24h));
  CHECK_FALSE(at("today"));
  for (const std::string& field :
       {std::string(), std::string("Retry-After: \r\n"), std::string("Retry-After: -1\r\n"),
        std::string("Retry-After: 1.2.3\r\n"), std::string("Retry-After: .\r\n"), until})
    CHECK_FALSE(seen(429, field, "").reply.retry_after);
}

TEST_CASE("redirects name their target, without the key") {
  const seen of(302, "Location: https://evil.example/?key=SECRET&x=1\r\n", "", format::json, "SECRET");
  CHECK(of.reply.error == webapi::errc::redirected);
  CHECK(of.said() == "https://evil.example/?key=******&x=1");
}

TEST_CASE("the key does not show in what a server says") {
  const auto page = [](const std::string& text) {
    return seen(403, "", "<html>" + text, format::json, "SECRET").said();
  };
  CHECK(page("bad key SECRET, SECRETSECRET") == "bad key ******, ************");
  CHECK(page("SECRE") == "SECRE");
  CHECK(page("key=S%45CRET, %53%45%43%52%45%54, %53ECRE") == "key=********, ******************, %53ECRE");
  const auto hidden = [](const std::string& text) {
    return seen(403, "", "<html>" + text, format::json, "a/b").said();
  };
  CHECK(hidden("a/b a%2Fb a%2fb %61%2f%62 a%2b a%2") == "*** ***** ***** ********* a%2b a%2");
  CHECK(hidden(std::string(236, 'x') + "a%2") == std::string(236, 'x') + "a%2");
  CHECK(hidden(std::string(237, 'x') + "a%2Fb") == std::string(237, 'x') + "***");
  CHECK(page("a S<b>E</b>CRET, Secret") == "a ********, ******");
  CHECK(page("&#83;&#x45;CRET &#0083ECRET") == "*************** ***********");
  CHECK(page(std::string(237, 'x') + "SECRET") == std::string(237, 'x') + "***");
  CHECK(page(std::string(236, 'x') + "SECx") == std::string(236, 'x') + "SECx");
  CHECK(seen(200, "x-eresult: 2\r\nx-error_message: SECRET\r\n", "{}", format::json, "SECRET").said() ==
        "******");
}

TEST_CASE("VDF and XML are trees") {
  const std::string vdf = "\"response\"\n{\n\t\"servertime\"\t\"7\"\n\t\"a\" { \"b\" \"c\" }\n}\n";
  const std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE response><response>\n <servertime>7</servertime>"
      "<a x='1'><b>c</b></a>\n</response>";
  const auto as_vdf = webapi::read_tree(seen(200, "", vdf, format::vdf).reply);
  REQUIRE(as_vdf);
  CHECK(as_vdf->find({"response", "servertime"})->text() == "7");
  CHECK(webapi::read_tree(seen(200, "", "{}").reply).error() == gamewire::errc::invalid_argument);
  CHECK(webapi::read_tree(seen(500, "", vdf, format::vdf).reply).error() == webapi::errc::internal_error);
  const auto as_xml = webapi::read_tree(seen(200, "", xml, format::xml).reply);
  if (!webapi::reads_xml()) {
    CHECK(as_xml.error() == webapi::errc::xml_unsupported);
    return;
  }
  REQUIRE(as_xml);
  CHECK(as_xml->size() == as_vdf->size());
  CHECK(as_xml->find({"response", "servertime"})->text() == "7");
  CHECK(as_xml->find({"response", "a", "b"})->text() == "c");
}

TEST_CASE("XML that is none, or goes deep") {
  if (!webapi::reads_xml()) return;
  for (const char* bad : {"<a><b></a>", "<a>", "<", "<a", "<a></a></b>", "<a/><b/>", "<!-- -->"})
    CHECK_MESSAGE(webapi::read_tree(seen(200, "", bad, format::xml).reply).error() == webapi::errc::not_xml,
                  bad);
  std::string deep;
  for (int i = 0; i != 200'000; ++i) deep += "<a>";
  deep += "x";
  for (int i = 0; i != 200'000; ++i) deep += "</a>";
  const auto tree = webapi::read_tree(seen(200, "", deep, format::xml).reply);
  CHECK(tree.error() == vdf::errc::too_deep);
  CHECK(webapi::read_tree(seen(200, "", deep, format::xml).reply, {.max_depth = 200'000})->size() == 200'000);
  const auto wide = seen(200, "", "<r><a><b/></a><a><b/></a></r>", format::xml);
  CHECK(webapi::read_tree(wide.reply, {.max_depth = 2})->size() == 5);
  CHECK(webapi::read_tree(wide.reply, {.max_depth = 1}).error() == vdf::errc::too_deep);
  const auto several =
      webapi::read_tree(seen(200, "", "<r><m>1</m><m/><m><n>3</n></m></r>", format::xml).reply);
  REQUIRE(several);
  CHECK(several->find({"r"})->children().find("m")->text() == "1");
  CHECK(several->size() == 5);
}

TEST_CASE("trees have no more entries than allowed, nor takes what is read for one more memory") {
  const auto sized = [](const char* text, format as, std::size_t most) {
    const auto tree = webapi::read_tree(seen(200, "", text, as).reply, {.max_entries = most});
    return tree ? std::to_string(tree->size()) : tree.error().message();
  };
  const std::string more = make_error_code(vdf::errc::too_many).message();
  CHECK(sized("r { a b c d }", format::vdf, 3) == "3");
  CHECK(sized("r { a b c d }", format::vdf, 2) == more);
  if (!webapi::reads_xml()) return;
  CHECK(sized("<r><a/><b/></r>", format::xml, 3) == "3");
  CHECK(sized("<r><a/><b/></r>", format::xml, 2) == more);
  CHECK(sized("<r a='' b='' c='' d='' e='' f='' g=''/>", format::xml, 2) == "1");
  CHECK(sized("<r a='' b='' c='' d='' e='' f='' g=''/>", format::xml, 1) == more);
}

TEST_SUITE_END();
