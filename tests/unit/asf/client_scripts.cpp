#include <doctest/doctest.h>

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/requests.hpp>

#include "support/asf_events.hpp"
#include "support/asf_samples.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

using asf::client;
using played = script<client>;

const asf::client_options options{.password = "pass"};

auto bots(std::string_view which = "a") {
  return [which](client& on) { return on.ask(asf::get_bots{which}); };
}
template <class Request>
auto asking(Request what) {
  return [what](client& on) { return on.ask(what); };
}

std::string wire(std::string_view text) {
  std::string lines;
  for (const char c : text) lines += c == '\n' ? "\r\n" : std::string(1, c);
  return to_hex(as_bytes(lines), lines.size());
}
std::string get(const std::string& target, const std::string& fields = "Authentication: pass\n") {
  return wire("GET " + target + " HTTP/1.1\nHost: 127.0.0.1:1242\nAccept-Encoding: identity\n" + fields +
              "\n");
}
std::string post(const std::string& target, const std::string& body = "") {
  return wire("POST " + target + " HTTP/1.1\nHost: 127.0.0.1:1242\nAccept-Encoding: identity\n" +
              (body.empty() ? "" : "Content-Type: application/json\n") +
              "Authentication: pass\nContent-Length: " + std::to_string(body.size()) + "\n\n" + body);
}
std::string answer(const std::string& status, const std::string& body) {
  return wire("HTTP/1.1 " + status + "\nContent-Type: application/json; charset=utf-8\nContent-Length: " +
              std::to_string(body.size()) + "\n\n" + body);
}
const std::string ok = answer("200 OK", R"({"Message":"OK","Success":true})");
std::string http(const std::string& name) {
  const std::string text = sample("asf_http/" + name);
  return to_hex(as_bytes(text), text.size());
}
std::error_code reset() { return std::make_error_code(std::errc::connection_reset); }

}  // namespace

TEST_SUITE_BEGIN("asf client scripts");

TEST_CASE("a command, and its answer") {
  played(options)
      .wants_transport(false)
      .asks(bots())
      .wants_transport(true)
      .opens()
      .sends(get("/Api/Bot/a"))
      .receives(http("200_bot_many_chunks.http"))
      .event("answer 1: 200")
      .timeout_at(60s)
      .wants_transport(false)
      .check();
}

TEST_CASE("what is told can be read while it is told, and its copy afterwards") {
  client subject(options);
  (void)subject.ask(asf::get_info{});
  subject.opened({});
  subject.transmitted(subject.poll_transmit({}).size(), {});
  const std::string stream = sample("asf_http/200_asf_chunked.http");
  subject.receive(as_bytes(stream), {});
  const auto event = subject.poll_event();
  const auto& told = std::get<asf::answer>(*event);
  CHECK(asf::result<asf::route::asf_info>(told.reply)->memory_usage == 18432);
  const asf::answer::owned copy = own(told);
  CHECK(!subject.poll_event());
  json::document document;
  const auto again = copy.read(document);
  CHECK((!again.error && asf::result<asf::route::asf_info>(again)->memory_usage == 18432));
}

TEST_CASE("one after the other, each when the one before has been told") {
  played(options)
      .asks(bots("a"))
      .asks(asking(asf::start{"b"}))
      .asks(asking(asf::pause{"c"}))
      .opens()
      .sends(get("/Api/Bot/a"))
      .receives(ok)
      .event("answer 1: 200")
      .timeout_at(1ns)
      .sends(post("/Api/Bot/b/Start"))
      .receives(answer("200 OK", sample("asf/bot_start_already_running_200_false.json")))
      .event("answer 2: 200 not done (This bot is already running!)")
      .timeout_at(1ns)
      .sends(post("/Api/Bot/c/Pause", R"({"Permanent":false,"ResumeInSeconds":0})"))
      .receives(ok)
      .event("answer 3: 200")
      .check();
}

TEST_CASE("after one 401 nothing is sent, until there is another password") {
  played(options)
      .asks(bots("a"))
      .asks(bots("b"))
      .asks(asking(asf::start{"c"}))
      .opens()
      .sends(get("/Api/Bot/a"))
      .receives(http("401.http"))
      .event("answer 1: 401 wrong password, or none (Failed!)")
      .event("failed 2: not sent, because the password was refused before")
      .event("failed 3: not sent, because the password was refused before")
      .asks_in_vain(bots(), asf::errc::withheld)
      .asks([](client& on) {
        CHECK(on.standing() == asf::standing::refused);
        CHECK(!on.set_password("other"));
        CHECK(on.standing() == asf::standing::welcome);
        return on.ask(asf::get_bots{"d"});
      })
      .timeout_at(1ns)
      .sends(get("/Api/Bot/d", "Authentication: other\n"))
      .receives(ok)
      .event("answer 4: 200")
      .check();
}

TEST_CASE("what is said of the password before is not held against the new one, but for a ban") {
  const auto changes = [](client& on) {
    CHECK(!on.set_password("other"));
    return on.ask(asf::get_bots{"b"});
  };
  for (const auto& [refusal, told] :
       {std::pair{http("401.http"), "401 wrong password, or none"s},
        std::pair{answer("403 Forbidden", sample("asf/auth_403_nopassword_permanent.json")),
                  "403 the server has no password and serves its own machine only"s}})
    played(options)
        .asks(bots("a"))
        .opens()
        .sends(get("/Api/Bot/a"))
        .asks(changes)
        .receives(refusal)
        .event("answer 1: " + told + " (Failed!)")
        .timeout_at(1ns)
        .sends(get("/Api/Bot/b", "Authentication: other\n"))
        .receives(http("401.http"))
        .event("answer 2: 401 wrong password, or none (Failed!)")
        .asks_in_vain(bots("c"), asf::errc::withheld)
        .check();
  played(options)
      .asks(bots("a"))
      .opens()
      .sends(get("/Api/Bot/a"))
      .asks(changes)
      .receives(http("403_banned.http"))
      .event("answer 1: 403 too many wrong passwords: banned for up to an hour (Failed!)")
      .event("failed 2: too many wrong passwords: banned for up to an hour")
      .check();
}

TEST_CASE("a ban for now is waited out for a while, a refusal for good is not") {
  played(options)
      .asks(bots("a"))
      .asks(bots("b"))
      .opens()
      .sends(get("/Api/Bot/a"))
      .receives(http("403_banned.http"))
      .event("answer 1: 403 too many wrong passwords: banned for up to an hour (Failed!)")
      .event("failed 2: too many wrong passwords: banned for up to an hour")
      .asks(bots())
      .event("failed 3: too many wrong passwords: banned for up to an hour")
      .timeout_at(1ns)
      .timeout_at(60s - 1ns)
      .wants_transport(false)
      .asks(bots("c"))
      .timeout_at(1ns)
      .opens()
      .sends(get("/Api/Bot/c"))
      .receives(answer("403 Forbidden", sample("asf/auth_403_nopassword_permanent.json")))
      .event("answer 4: 403 the server has no password and serves its own machine only (Failed!)")
      .asks_in_vain(bots(), asf::errc::withheld)
      .check();
}

TEST_CASE("what needs no password is asked for in spite of a refusal") {
  const std::string banned = "too many wrong passwords: banned for up to an hour";
  const std::string withheld = "not sent, because the password was refused before";
  for (const auto& [refusal, told, dropped] :
       {std::tuple{"401.http", "401 wrong password, or none"s, withheld},
        std::tuple{"403_banned.http", "403 " + banned, banned}})
    played(options)
        .asks(bots("a"))
        .asks(asking(asf::get_health{}))
        .asks(bots("b"))
        .opens()
        .sends(get("/Api/Bot/a"))
        .receives(http(refusal))
        .event("answer 1: " + told + " (Failed!)")
        .event("failed 3: " + dropped)
        .timeout_at(1ns)
        .sends(get("/HealthCheck", ""))
        .receives(ok)
        .event("answer 2: 200")
        .asks(asking(asf::get_swagger{}))
        .sends(get("/swagger/ASF/swagger.json", ""))
        .receives(ok)
        .event("answer 4: 200")
        .check();
}

TEST_CASE("the end of the connection over what ends it is as good as an answer") {
  for (const auto& [ask, sent] :
       {std::pair{std::function<accepted(client&)>(asking(asf::exit{})), post("/Api/ASF/Exit")},
        std::pair{std::function<accepted(client&)>(asking(asf::restart{})), post("/Api/ASF/Restart")},
        std::pair{std::function<accepted(client&)>(asking(asf::update{})),
                  post("/Api/ASF/Update", R"({"Channel":null,"Forced":false})")}})
    for (const std::error_code why : {std::error_code{}, reset()})
      played(options).asks(ask).opens().sends(sent).ends(why).event("answer 1: connection lost").check();
}

TEST_CASE("also behind the answer, and then the next request finds a new connection") {
  played(options)
      .asks(asking(asf::restart{}))
      .opens()
      .sends(post("/Api/ASF/Restart"))
      .receives(ok)
      .event("answer 1: 200")
      .ends(reset())
      .wants_transport(false)
      .asks(bots())
      .opens()
      .sends(get("/Api/Bot/a"))
      .check();
}

TEST_CASE("but not over anything else, nor when it had not gone out") {
  played(options)
      .asks(asking(asf::start{"a"}))
      .opens()
      .sends(post("/Api/Bot/a/Start"))
      .ends()
      .event("failed 1: the connection ended before the answer")
      .asks(asking(asf::exit{}))
      .ends(std::make_error_code(std::errc::connection_refused))
      .event("failed 2: Connection refused")
      .deaf()
      .asks(asking(asf::exit{}))
      .opens()
      .ends(reset())
      .event("failed 3: Connection reset by peer")
      .check();
}

TEST_CASE("a kept connection that was closed: a GET goes again, a POST does not") {
  played(options)
      .asks(bots("a"))
      .opens()
      .sends(get("/Api/Bot/a"))
      .receives(ok)
      .event("answer 1: 200")
      .asks(bots("b"))
      .sends(get("/Api/Bot/b"))
      .ends()
      .opens()
      .sends(get("/Api/Bot/b"))
      .receives(ok)
      .event("answer 2: 200")
      .asks(bots("c"))
      .sends(get("/Api/Bot/c"))
      .receives(ok)
      .event("answer 3: 200")
      .asks(asking(asf::resume{"a"}))
      .sends(post("/Api/Bot/a/Resume"))
      .ends()
      .event("failed 4: the connection ended before the answer")
      .check();
}

TEST_CASE("what cannot be reached fails all that waits") {
  played(options)
      .asks(bots("a"))
      .asks(bots("b"))
      .ends(std::make_error_code(std::errc::connection_refused))
      .event("failed 1: Connection refused")
      .event("failed 2: Connection refused")
      .check();
}

TEST_CASE("deadlines: of each, waiting included") {
  played(options)
      .asks(bots("a"))
      .asks([](client& on) { return on.ask(asf::get_bots{"b"}, 10s); })
      .opens()
      .sends(get("/Api/Bot/a"))
      .timeout_at(10s)
      .event("failed 2: no answer in time")
      .timeout_at(90s)
      .event("failed 1: no answer in time")
      .wants_transport(false)
      .check();
}

TEST_CASE("cancelled: what waits, and what is on its way") {
  played(options)
      .asks(bots("a"))
      .asks(bots("b"))
      .opens()
      .sends(get("/Api/Bot/a"))
      .cancels(2)
      .event("failed 2: cancelled")
      .cancels(1)
      .event("failed 1: cancelled")
      .wants_transport(false)
      .check();
}

TEST_CASE("closing lets finish what is open") {
  played(options)
      .asks(bots("a"))
      .asks(bots("b"))
      .opens()
      .sends(get("/Api/Bot/a"))
      .closes()
      .asks_in_vain(bots(), errc::closed)
      .receives(ok)
      .event("answer 1: 200")
      .timeout_at(1ns)
      .sends(get("/Api/Bot/b"))
      .receives(ok)
      .event("answer 2: 200")
      .event("closed")
      .check();
}

TEST_CASE("answers that are none") {
  played(options)
      .asks(bots())
      .opens()
      .sends(get("/Api/Bot/a"))
      .receives(http("404_html_non_api_path.http"))
      .event("answer 1: 404 a page instead of an answer: the base path is probably wrong")
      .asks(bots())
      .sends(get("/Api/Bot/a"))
      .receives(http("404_empty.http"))
      .event("answer 2: 404 no such route")
      .asks(bots())
      .sends(get("/Api/Bot/a"))
      .receives(http("500_empty.http"))
      .event("answer 3: 500 the server failed")
      .asks(bots())
      .sends(get("/Api/Bot/a"))
      .receives(http("400_kestrel_bad_request_close.http"))
      .event("answer 4: 400 the server does not take the request")
      .wants_transport(false)
      .check();
}

TEST_CASE("no secret is shown") {
  const auto shown = [](const asf::client_options& chosen, const auto& ask) {
    client subject(chosen);
    CHECK(ask(subject).has_value());
    subject.opened({});
    const std::string sent(as_text(subject.poll_transmit({})));
    std::string masked(as_text(subject.shown_transmit()));
    CHECK(masked.size() == sent.size());
    CHECK(sent.find("secret") != sent.npos);
    CHECK(masked.find("secret") == masked.npos);
    return masked;
  };
  CHECK(shown({.password = "secret"}, bots()).find("Authentication: ******\r\n") != std::string::npos);
  CHECK(shown({.password = " secret"}, bots()).find("?password=*********") != std::string::npos);
  const std::array extra{http1::header{"Authorization", "secret", true}};
  CHECK(shown({.headers = extra}, bots()).find("Authorization: ******") != std::string::npos);
  CHECK(shown({}, asking(asf::give_input{"a", asf::input_type::password, "secret"}))
            .ends_with("\r\n\r\n***************************"));
  CHECK(shown({}, asking(asf::encrypt{asf::crypto_method::aes, "secret"})).find("/Api/ASF/Encrypt") !=
        std::string::npos);
  CHECK(shown({}, asking(asf::call{"POST", "/Api/x", "\"secret\""})).ends_with("********"));
}

TEST_CASE("no password where none is asked for") {
  played(options)
      .asks(asking(asf::get_health{}))
      .opens()
      .sends(get("/HealthCheck", ""))
      .receives(http("503_health.http"))
      .event("answer 1: 503 the server is not available now")
      .check();
}

TEST_CASE("limits, and options that are none") {
  played({.password = "pass", .max_requests = 1}).asks(bots()).asks_in_vain(bots(), errc::busy).check();
  played({.password = "pass", .max_queued_bytes = 20})
      .asks_in_vain(bots("a-long-name-of-bots"), errc::busy)
      .asks_in_vain(bots(""), errc::invalid_argument)
      .check();
  const std::array bad{http1::header{"X-A", "a\r\nb"}};
  for (const asf::client_options& wrong :
       {asf::client_options{.host = ""}, asf::client_options{.base_path = "x"},
        asf::client_options{.base_path = "/50%"}, asf::client_options{.base_path = "/%2"},
        asf::client_options{.headers = bad}, asf::client_options{.deadline = 0s},
        asf::client_options{.max_requests = 0}, asf::client_options{.ban_pause = -1s}}) {
    CHECK(wrong.validate() == errc::invalid_options);
    played(wrong).asks_in_vain(bots(), errc::closed).event("closed: an option is out of range").check();
  }
  CHECK(!asf::client_options{}.validate());
}

TEST_SUITE_END();
