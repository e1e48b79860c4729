#include <doctest/doctest.h>

#include <gamewire/webapi/client.hpp>

#include "support/script.hpp"
#include "support/webapi_events.hpp"
#include "support/webapi_samples.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

using webapi::client;
using played = script<client>;

const webapi::client_options options{.host = "api.test", .key = "K1"};
const std::string html = "Content-Type: text/html\n";

auto discovery(client& on) { return on.discover(); }
accepted time_of(client& on) {
  return on.call(webapi::unlisted_call{{.interface_name = "I", .method = "Time", .version = 1}});
}
accepted post(client& on) {
  return on.call(webapi::unlisted_call{{.interface_name = "I", .method = "Post", .version = 1}, true});
}
auto within(nanoseconds time) {
  return [time](client& on) {
    return on.call(webapi::unlisted_call{{.interface_name = "I", .method = "Time", .version = 1}}, time);
  };
}

std::string wire(std::string_view text) {
  std::string lines;
  for (const char c : text) lines += c == '\n' ? "\r\n" : std::string(1, c);
  return to_hex(as_bytes(lines), lines.size());
}
std::string get(const std::string& target) {
  return wire("GET " + target + " HTTP/1.1\nHost: api.test\nAccept-Encoding: identity\nx-webapi-key: K1\n\n");
}
const std::string get_time = get("/I/Time/v1/");
const std::string get_list = get("/ISteamWebAPIUtil/GetSupportedAPIList/v1/");
const std::string post_it = wire(
    "POST /I/Post/v1/ HTTP/1.1\nHost: api.test\nAccept-Encoding: identity\n"
    "Content-Type: application/x-www-form-urlencoded\nx-webapi-key: K1\nContent-Length: 0\n\n");
std::string reply(const std::string& status, const std::string& body, const std::string& fields = "") {
  const std::string head =
      "HTTP/1.1 " + status + "\n" + fields + "Content-Length: " + std::to_string(body.size()) + "\n\n";
  return wire(head) + " " + to_hex(as_bytes(body), body.size());
}
const std::string ok = reply("200 OK", "{}");
const std::string busy = reply("429 Too Many Requests", "<html>slow down", html);
const std::string busy_for_7 = reply("429 Too Many Requests", "", "Retry-After: 7\n");
std::error_code reset() { return std::make_error_code(std::errc::connection_reset); }

}  // namespace

TEST_SUITE_BEGIN("webapi client scripts");

TEST_CASE("the interfaces, and a call that they have, on one connection") {
  const auto summaries = [](client& on) {
    const std::array arguments{webapi::argument{"steamids", "1"}};
    return on.call(
        webapi::call{.interface_name = "ISteamUser", .method = "GetPlayerSummaries", .arguments = arguments});
  };
  const auto unknown = [](client& on) { return on.call(webapi::call{.interface_name = "I", .method = "M"}); };
  played(options)
      .asks_in_vain(summaries, webapi::errc::no_interfaces)
      .wants_transport(false)
      .asks(discovery)
      .wants_transport(true)
      .opens()
      .sends(get_list)
      .receives(reply("200 OK", sample("webapi/list.json")))
      .event("discovered 1: 5 interfaces")
      .asks_in_vain(unknown, webapi::errc::unknown_interface)
      .asks(summaries)
      .sends(get("/ISteamUser/GetPlayerSummaries/v2/?steamids=1"))
      .receives(reply("200 OK", sample("webapi/player_summaries.json")))
      .event("answer 2: 200")
      .timeout_at(15s)
      .wants_transport(false)
      .check();
}

TEST_CASE("a table that was kept needs no request") {
  const auto table = sample_table();
  const auto info = [&table](client& on) {
    on.use(*webapi::interfaces::load(table.text()));
    return on.call(webapi::call{.interface_name = "ISteamWebAPIUtil", .method = "GetServerInfo"});
  };
  played(options)
      .asks(info)
      .opens()
      .sends(get("/ISteamWebAPIUtil/GetServerInfo/v1/"))
      .receives(ok)
      .event("answer 1: 200")
      .check();
}

TEST_CASE("what is told can be read while it is told, and its copy afterwards") {
  client subject(options);
  (void)discovery(subject);
  (void)time_of(subject);
  subject.opened({});
  buffer stream;
  time_point now{};
  const auto answered = [&](const std::string& body) {
    subject.on_timeout(now += 1s);
    subject.transmitted(subject.poll_transmit(now).size(), now);
    stream = from_hex(reply("200 OK", body));
    subject.receive(stream, now);
    return subject.poll_event();
  };
  const auto found = answered(sample("webapi/list.json"));
  const auto table = own(std::get<webapi::discovered>(*found));
  CHECK(table.text == subject.table().text());
  CHECK(!subject.poll_event());
  const auto event = answered(R"({"a":"b"})");
  const auto& told = std::get<webapi::answer>(*event);
  CHECK(told.reply.json.member("a").raw() == R"("b")");
  const auto copy = own(told);
  CHECK(!subject.poll_event());
  json::document document;
  const auto again = copy.read(document);
  CHECK((!again.error && again.json.member("a").raw() == R"("b")"));
}

TEST_CASE("one after the other, each when the one before has been told") {
  played(options)
      .asks(time_of)
      .asks(post)
      .opens()
      .sends(get_time)
      .receives(ok)
      .event("answer 1: 200")
      .timeout_at(1ns)
      .sends(post_it)
      .receives(ok)
      .event("answer 2: 200")
      .check();
}

TEST_CASE("lists that are none, and refusals, fail the discovery") {
  played(options)
      .asks(discovery)
      .opens()
      .sends(get_list)
      .receives(reply("403 Forbidden", "<html>verify your key= K1", html))
      .event("failed 1: the key is missing, wrong, or has no right to this (verify your key= **)")
      .asks(discovery)
      .sends(get_list)
      .receives(reply("200 OK", R"({"apilist":{"interfaces":["I",7]}})"))
      .event("failed 2: not the list that was asked for")
      .asks(discovery)
      .sends(get_list)
      .receives(reply("200 OK", R"({"apilist":{"inter)"))
      .event("failed 3: an answer that is not JSON")
      .check();
}

TEST_CASE("every mood of a server is an answer") {
  auto story = played(options).asks(time_of).opens();
  struct mood {
    std::string sent;
    std::string told;
  };
  const std::vector<mood> moods{
      {reply("400 Bad Request", "<html>Required parameter 'x' is missing", html),
       "400 the server does not take the request (Required parameter 'x' is missing)"},
      {reply("401 Unauthorized", "<html><title>x</title>Unauthorized", html),
       "401 access is denied (Unauthorized)"},
      {reply("404 Not Found", "<html>Not Found", html), "404 the server has no such method (Not Found)"},
      {reply("405 Method Not Allowed", ""), "405 the method wants another HTTP method"},
      {reply("302 Found", "", "Location: https://elsewhere.test/?key=K1\n"),
       "302 redirected, which is not followed (https://elsewhere.test/?key=**)"},
      {reply("500 Internal Server Error", "<html>oops", html), "500 the server failed (oops)"},
      {reply("503 Service Unavailable", "", "Retry-After: 7\n"), "503 the server is not available now"},
      {reply("200 OK", "<html>maintenance", html), "200 a page instead of an answer (maintenance)"},
      {reply("200 OK", "{\"a\":"), "200 an answer that is not JSON"},
      {reply("200 OK", "{}", "x-eresult: 42\nx-error_message: No match\n"), "200 not successful (No match)"},
      {wire("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1\n{\n1\n}\n0\n\n"), "200"},
  };
  for (std::size_t i = 0; i != moods.size(); ++i) {
    story = std::move(story).sends(get_time).receives(moods[i].sent);
    story = std::move(story).event("answer " + std::to_string(i + 1) + ": " + moods[i].told);
    if (i + 1 != moods.size()) story = std::move(story).asks(time_of);
  }
  std::move(story).check();
}

TEST_CASE("a 429 is asked again, after the time that the server says") {
  played(options)
      .asks(time_of)
      .asks(time_of)
      .opens()
      .sends(get_time)
      .receives(busy_for_7)
      .passes(6s)
      .timeout_at(1s)
      .sends(get_time)
      .receives(ok)
      .event("answer 1: 200")
      .timeout_at(1ns)
      .sends(get_time)
      .receives(ok)
      .event("answer 2: 200")
      .check();
}

TEST_CASE("or after pauses that grow; a POST too, for it was not done") {
  played(options)
      .asks(post)
      .opens()
      .sends(post_it)
      .receives(busy)
      .timeout_at(1s)
      .sends(post_it)
      .receives(busy)
      .timeout_at(1500ms)
      .sends(post_it)
      .receives(busy)
      .event("answer 1: 429 too many requests (slow down)")
      .asks(post)
      .timeout_at(2250ms)
      .sends(post_it)
      .receives(ok)
      .event("answer 2: 200")
      .asks(post)
      .sends(post_it)
      .receives(busy)
      .timeout_at(1s)
      .sends(post_it)
      .check();
}

TEST_CASE("nobody waits for a pause that lasts longer than he may") {
  played(options)
      .asks(time_of)
      .asks(within(5s))
      .asks(time_of)
      .opens()
      .sends(get_time)
      .receives(reply("429 Too Many Requests", "", "Retry-After: 20\n"))
      .event("failed 2: not sent, because the server asked for a longer pause")
      .asks(within(20s))
      .event("failed 4: not sent, because the server asked for a longer pause")
      .asks(within(21s))
      .cancels(5)
      .event("failed 5: cancelled")
      .timeout_at(15s)
      .wants_transport(false)
      .timeout_at(5s)
      .opens()
      .sends(get_time)
      .receives(reply("429 Too Many Requests", "", "Retry-After: 3600\n"))
      .event("answer 1: 429 too many requests")
      .event("failed 3: not sent, because the server asked for a longer pause")
      .asks(time_of)
      .event("failed 6: not sent, because the server asked for a longer pause")
      .asks(discovery)
      .event("failed 7: not sent, because the server asked for a longer pause")
      .check();
}

TEST_CASE("a pause ends by the clock, also when nobody has told it to the machine") {
  client subject(options);
  time_point now{1s};
  REQUIRE(time_of(subject));
  subject.opened(now);
  subject.transmitted(subject.poll_transmit(now).size(), now);
  const buffer stream =
      from_hex(reply("429 Too Many Requests", "", "Connection: close\nRetry-After: 3600\n"));
  subject.receive(stream, now);
  while (subject.poll_event()) {
  }
  REQUIRE(subject.paused_until() == now + 1h);
  CHECK(subject.deadline() == never);  // nobody drives it

  REQUIRE(time_of(subject));
  now += 2h;
  CHECK(subject.poll_transmit(now).empty());
  CHECK(!subject.poll_event());
  CHECK(subject.deadline() <= now);
  subject.on_timeout(now);
  REQUIRE(subject.wants_transport());
  subject.opened(now);
  CHECK(as_text(subject.poll_transmit(now)).starts_with("GET /I/Time/v1/"));
}

TEST_CASE("what waits for the end of a pause can be cancelled, and closing waits for it") {
  played(options)
      .asks(time_of)
      .opens()
      .sends(get_time)
      .receives(busy_for_7)
      .cancels(1)
      .event("failed 1: cancelled")
      .asks(time_of)
      .closes()
      .timeout_at(7s)
      .sends(get_time)
      .receives(ok)
      .event("answer 2: 200")
      .event("closed")
      .check();
}

TEST_CASE("cancelled when its answer is there, but not told: it is not told, but a pause is one") {
  for (const auto& [answered, paused] : {std::pair{busy_for_7, true}, std::pair{ok, false}}) {
    client subject(options);
    const auto id = *time_of(subject);
    const auto other = *time_of(subject);
    subject.opened({});
    while (const auto size = subject.poll_transmit({}).size()) subject.transmitted(size, {});
    const buffer stream = from_hex(answered);
    subject.receive(stream, {});
    CHECK(!subject.cancel(id));
    CHECK(subject.cancel(id) == gamewire::errc::unknown_request);
    const auto event = subject.poll_event();
    REQUIRE(event);
    CHECK(std::get<failed>(*event).id == id);
    CHECK(std::get<failed>(*event).error == gamewire::errc::cancelled);
    CHECK(!subject.poll_event());
    CHECK(subject.cancel(id) == gamewire::errc::unknown_request);
    CHECK(subject.paused_until().has_value() == paused);
    CHECK(!subject.cancel(other));
  }
}

TEST_CASE("without retries a 429 is told") {
  webapi::client_options none = options;
  none.retries = 0;
  played(none)
      .asks(time_of)
      .opens()
      .sends(get_time)
      .receives(busy)
      .event("answer 1: 429 too many requests (slow down)")
      .check();
}

TEST_CASE("a kept connection that was closed: a GET goes again, a POST does not") {
  played(options)
      .asks(time_of)
      .opens()
      .sends(get_time)
      .receives(ok)
      .event("answer 1: 200")
      .asks(time_of)
      .sends(get_time)
      .ends()
      .opens()
      .sends(get_time)
      .receives(ok)
      .event("answer 2: 200")
      .asks(post)
      .sends(post_it)
      .ends()
      .event("failed 3: the connection ended before the answer")
      .check();
}

TEST_CASE("answers that are cut, or no HTTP") {
  played(options)
      .asks(time_of)
      .opens()
      .sends(get_time)
      .receives(wire("HTTP/1.1 200 OK\nContent-Length: 10\n\n{\"a\""))
      .ends(reset())
      .event("failed 1: Connection reset by peer (at byte 43)")
      .asks(time_of)
      .opens()
      .sends(get_time)
      .receives(wire("HTTP/1.1 200 OK\nContent-Length: 10\n\n{\"a\""))
      .ends()
      .event("failed 2: the connection ended inside the answer (at byte 43)")
      .asks(time_of)
      .opens()
      .sends(get_time)
      .receives(wire("hello\n"))
      .event("failed 3: not HTTP/1 (at byte 0)")
      .check();
}

TEST_CASE("what cannot be reached fails all that waits") {
  played(options)
      .asks(time_of)
      .asks(time_of)
      .ends(std::make_error_code(std::errc::connection_refused))
      .event("failed 1: Connection refused")
      .event("failed 2: Connection refused")
      .check();
}

TEST_CASE("deadlines: of each, waiting included") {
  played(options)
      .asks(time_of)
      .asks(within(10s))
      .opens()
      .sends(get_time)
      .timeout_at(10s)
      .event("failed 2: no answer in time")
      .timeout_at(20s)
      .event("failed 1: no answer in time")
      .wants_transport(false)
      .check();
}

TEST_CASE("no more than the options allow") {
  webapi::client_options few = options;
  few.max_requests = 2;
  played(few)
      .asks(time_of)
      .asks(time_of)
      .asks_in_vain(time_of, gamewire::errc::busy)
      .opens()
      .sends(get_time)
      .receives(ok)
      .event("answer 1: 200")
      .asks(time_of)
      .check();
  few.max_queued_bytes = 5;
  played(few).asks_in_vain(time_of, gamewire::errc::busy).check();
}

TEST_CASE("no key is shown") {
  const auto shown = [](webapi::key_carrier carrier, accepted (*ask)(client&)) {
    client subject({.key = "SECRET", .key_goes_in = carrier});
    CHECK(ask(subject).has_value());
    subject.opened({});
    const std::string sent(as_text(subject.poll_transmit({})));
    std::string masked(as_text(subject.shown_transmit()));
    CHECK(masked.size() == sent.size());
    CHECK(sent.find("SECRET") != sent.npos);
    CHECK(masked.find("SECRET") == masked.npos);
    return masked;
  };
  using enum webapi::key_carrier;
  CHECK(shown(header, time_of).find("x-webapi-key: ******\r\n") != std::string::npos);
  CHECK(shown(header, post).find("x-webapi-key: ******\r\n") != std::string::npos);
  CHECK(shown(parameter, time_of)
            .starts_with("GET /I/Time/v1/?key=****** HTTP/1.1\r\nHost: api.steampowered.com\r\n"));
  CHECK(shown(parameter, post).ends_with("\r\n\r\n**********"));
}

TEST_CASE("options that are none") {
  for (const webapi::client_options& bad :
       {webapi::client_options{.host = ""}, webapi::client_options{.base_path = "x"},
        webapi::client_options{.base_path = "/50%"}, webapi::client_options{.base_path = "/%2"},
        webapi::client_options{.key = "a b"}, webapi::client_options{.deadline = 0s},
        webapi::client_options{.idle_timeout = 0s}, webapi::client_options{.max_requests = 0},
        webapi::client_options{.first_pause = 0s}}) {
    client subject(bad);
    CHECK(discovery(subject).error() == gamewire::errc::closed);
    const auto last = subject.poll_event();
    CHECK(std::get<closed>(*last).error == gamewire::errc::invalid_options);
    CHECK(subject.done());
  }
  CHECK_FALSE(webapi::client_options{}.validate());
}

TEST_SUITE_END();
