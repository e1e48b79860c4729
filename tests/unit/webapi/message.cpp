#include <vector>

#include <doctest/doctest.h>

#include <gamewire/webapi/message.hpp>
#include <gamewire/webapi/server_list.hpp>

#include "support/webapi_samples.hpp"

using namespace gamewire;
using namespace gamewire::test;
using webapi::argument;

namespace {

using arguments = std::vector<argument>;

/// As lines: method and target, fields, an empty line, the body.
std::string shown(const std::expected<webapi::message, std::error_code>& made) {
  if (!made) return made.error().message();
  std::string text = std::string(made->method()) + ' ' + std::string(made->target()) + '\n';
  for (const auto& one : made->headers())
    text += std::string(one.name) + ": " + std::string(one.value) + (one.secret ? " (secret)\n" : "\n");
  return text + '\n' + std::string(as_text(made->body()));
}

std::string made(const webapi::call& what, const webapi::access& to = {}) {
  return shown(webapi::make(sample_table(), what, to));
}

const arguments ids{{"steamids", "1,2 &"}};
const webapi::call summaries{
    .interface_name = "ISteamUser", .method = "GetPlayerSummaries", .arguments = ids};
const arguments files{{"publishedfileids", 7}, {"itemcount", 2}, {"publishedfileids", 8}};
const webapi::call details{
    .interface_name = "ISteamRemoteStorage", .method = "GetPublishedFileDetails", .arguments = files};

}  // namespace

TEST_SUITE_BEGIN("webapi message");

TEST_CASE("a GET has its arguments in the query, and the key in the head") {
  CHECK(made(summaries, {.key = "K1"}) ==
        "GET /ISteamUser/GetPlayerSummaries/v2/?steamids=1%2C2%20%26\nx-webapi-key: K1 (secret)\n\n");
  CHECK(made({.interface_name = "ISteamWebAPIUtil", .method = "GetServerInfo"}) ==
        "GET /ISteamWebAPIUtil/GetServerInfo/v1/\n\n");
}

TEST_CASE("or the key in the query, if that is wished") {
  const webapi::access to{.key = "K1", .key_goes_in = webapi::key_carrier::parameter};
  CHECK(made(summaries, to) == "GET /ISteamUser/GetPlayerSummaries/v2/?steamids=1%2C2%20%26&key=K1\n\n");
  CHECK(made({.interface_name = "ISteamWebAPIUtil", .method = "GetServerInfo"}, to) ==
        "GET /ISteamWebAPIUtil/GetServerInfo/v1/?key=K1\n\n");
  const auto message = webapi::make(sample_table(), summaries, to);
  CHECK(message->bare_target() == "/ISteamUser/GetPlayerSummaries/v2/?steamids=1%2C2%20%26");
  CHECK((message->target_key() == "K1" && !message->secret_body()));
}

TEST_CASE("a POST has its arguments in the body, and in the order of the caller") {
  CHECK(made(details, {.key = "K1"}) ==
        "POST /ISteamRemoteStorage/GetPublishedFileDetails/v1/\n"
        "Content-Type: application/x-www-form-urlencoded\nx-webapi-key: K1 (secret)\n\n"
        "publishedfileids%5B0%5D=7&itemcount=2&publishedfileids%5B1%5D=8");
  const webapi::access to{.key = "K1", .key_goes_in = webapi::key_carrier::parameter};
  CHECK(made(details, to) ==
        "POST /ISteamRemoteStorage/GetPublishedFileDetails/v1/\nContent-Type: "
        "application/x-www-form-urlencoded\n\n"
        "publishedfileids%5B0%5D=7&itemcount=2&publishedfileids%5B1%5D=8&key=K1");
  CHECK(webapi::make(sample_table(), details, to)->secret_body());
  CHECK_FALSE(webapi::make(sample_table(), details, {.key = "K1"})->secret_body());
}

TEST_CASE("true is 1, bytes are encoded, and an index that was given stays") {
  const arguments some{{"flag", "true"}, {"blob", std::string_view("\0\xff=", 3)}};
  CHECK(made({.interface_name = "ITestService", .method = "Echo", .arguments = some})
            .ends_with("\n\nflag=1&blob=%00%FF%3D"));
  const arguments named{{"itemcount", 2}, {"publishedfileids[1]", 7}, {"publishedfileids[0]", 8}};
  webapi::call what = details;
  what.arguments = named;
  CHECK(made(what).ends_with("\n\nitemcount=2&publishedfileids%5B1%5D=7&publishedfileids%5B0%5D=8"));
}

TEST_CASE("formats, versions, input_json and a path before it all") {
  webapi::call what = summaries;
  what.version = 1;
  what.answer_as = webapi::format::vdf;
  CHECK(made(what, {.base_path = "/proxy", .key = "K1"}) ==
        "GET /proxy/ISteamUser/GetPlayerSummaries/v1/?steamids=1%2C2%20%26&format=vdf\nx-webapi-key: K1 "
        "(secret)\n\n");
  CHECK(made({.interface_name = "ITestService",
              .method = "Echo",
              .input_json = R"({"flag":true})",
              .answer_as = webapi::format::xml})
            .ends_with("\n\ninput_json=%7B%22flag%22%3Atrue%7D&format=xml"));
}

TEST_CASE("what is wrong is not made") {
  CHECK(made(summaries) == "the method needs a key");
  CHECK(made({.interface_name = "ISteamUser", .method = "x"}) == "the interface has no such method");
  for (const webapi::access& bad :
       {webapi::access{.base_path = "x"}, webapi::access{.base_path = "/"},
        webapi::access{.base_path = "/a?b"}, webapi::access{.key = "a b"}, webapi::access{.key = "a\n"}})
    CHECK(webapi::make(sample_table(), details, bad).error() == gamewire::errc::invalid_options);
  for (const char* name : {"", ".", "..", "a/b", "a?b", "a b", "\xff"}) {
    CHECK(
        webapi::make(webapi::unlisted_call{{.interface_name = name, .method = "M", .version = 1}}).error() ==
        gamewire::errc::invalid_argument);
    CHECK(
        webapi::make(webapi::unlisted_call{{.interface_name = "I", .method = name, .version = 1}}).error() ==
        gamewire::errc::invalid_argument);
  }
  CHECK(webapi::make(webapi::unlisted_call{{.interface_name = "I", .method = "M"}}).error() ==
        gamewire::errc::invalid_argument);
}

TEST_CASE("what no list has") {
  const arguments any{{"x", 1}, {"y[0]", "a"}};
  CHECK(shown(webapi::make(webapi::unlisted_call{
            {.interface_name = "I", .method = "M", .version = 3, .arguments = any}, true})) ==
        "POST /I/M/v3/\nContent-Type: application/x-www-form-urlencoded\n\nx=1&y%5B0%5D=a");
  CHECK(shown(webapi::make_discovery({.key = "K1"})) ==
        "GET /ISteamWebAPIUtil/GetSupportedAPIList/v1/\nx-webapi-key: K1 (secret)\n\n");
  CHECK(shown(webapi::make(webapi::get_server_list{.filter = R"(\gamedir\tf)", .limit = 5}, {.key = "K1"})) ==
        "GET /IGameServersService/GetServerList/v1/?limit=5&filter=%5Cgamedir%5Ctf\nx-webapi-key: K1 "
        "(secret)\n\n");
  CHECK(shown(webapi::make(webapi::get_server_list{}, {.key = "K1"})) ==
        "GET /IGameServersService/GetServerList/v1/?limit=20000\nx-webapi-key: K1 (secret)\n\n");
  CHECK(shown(webapi::make(webapi::get_server_list{}, {})) == "the method needs a key");
}

TEST_CASE("a message that was moved is whole") {
  auto first = webapi::make(sample_table(), details, {.key = "K1"});
  const webapi::message moved = *std::move(first);
  CHECK(moved.headers()[1].value == "K1");
  CHECK(as_text(moved.body()).starts_with("publishedfileids"));
}

TEST_SUITE_END();
