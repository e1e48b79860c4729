/// Conversations of rcon::battleye::client, and its packets.
#include <doctest/doctest.h>

#include <gamewire/rcon/battleye.hpp>
#include <gamewire/rcon/battleye_packet.hpp>
#include <gamewire/rcon/sequence_window.hpp>

#include "support/exact_memory.hpp"
#include "support/rcon_events.hpp"
#include "support/script.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

namespace be = rcon::battleye;
using be::client;

const client::options usual{.password = "secret"};

std::string packet(unsigned type, std::string_view payload) {
  const buffer in = from_hex(payload);
  buffer out(in.size() + be::packet_overhead);
  const auto whole = be::encode({static_cast<std::uint8_t>(type), in}, out).value();
  return to_hex(whole, whole.size());
}
std::string number(unsigned n) {
  const auto octet = static_cast<std::byte>(n);
  return to_hex({&octet, 1}) + ' ';
}
std::string command(unsigned n, std::string_view text) {
  return packet(1, number(n) + (text.empty() ? "" : '"' + std::string(text) + '"'));
}
std::string answer(unsigned n, std::string_view hex) { return packet(1, number(n) + std::string(hex)); }
std::string part(unsigned n, unsigned count, unsigned index, std::string_view hex) {
  return answer(n, "00 " + number(count) + number(index) + std::string(hex));
}
std::string message(unsigned n, std::string_view hex) { return packet(2, number(n) + std::string(hex)); }

const std::string login = "42 45 C9 90 09 AE FF 00 \"secret\"";
const std::string logged_in_reply = "42 45 69 DD DE 36 FF 00 01";

auto runs(std::string text) {
  return [text](client& c) { return c.execute(text); };
}

script<client> logged_in(const client::options& options = usual) {
  return script<client>(options)
      .passes(0s)
      .sends(login)
      .passes(20ms)
      .receives(logged_in_reply)
      .event("authenticated");
}

}  // namespace

TEST_SUITE_BEGIN("rcon battleye");

TEST_CASE("the golden packets") {
  CHECK(packet(0, "01") == to_hex(from_hex("42 45 69 DD DE 36 FF 00 01")));
  CHECK(packet(0, "00") == to_hex(from_hex("42 45 FF ED D9 41 FF 00 00")));
  CHECK(packet(1, "01 \"Hello\"") == to_hex(from_hex("42 45 01 7F B1 1F FF 01 01 \"Hello\"")));
  CHECK(packet(1, "03") == to_hex(from_hex("42 45 04 8D CB C1 FF 01 03")));
  CHECK(packet(2, "07 \"Server message\"") ==
        to_hex(from_hex("42 45 6A 44 98 60 FF 02 07 \"Server message\"")));
  CHECK(packet(2, "07") == to_hex(from_hex("42 45 DE 1A 8B ED FF 02 07")));
  CHECK(packet(0, "\"secret\"") == to_hex(from_hex("42 45 C9 90 09 AE FF 00 \"secret\"")));
  CHECK(packet(1, "01") == to_hex(from_hex("42 45 28 EC C5 2F FF 01 01")));
  CHECK(packet(1, "00 \"players\"") == to_hex(from_hex("42 45 F9 37 94 AE FF 01 00 \"players\"")));
}

TEST_CASE("a command that nobody waits for goes out once, and its reply is dropped") {
  logged_in()
      .asks([](client& c) { return c.execute_unanswered("#shutdown"); })
      .sends(command(0, "#shutdown"))
      .event("sent 1")
      .asks(runs("players"))
      .sends(command(1, "players"))
      .receives(answer(0, "\"late\""))
      .receives(answer(1, "\"none\""))
      .event("reply 2 \"none\"")
      .check();
}

TEST_CASE("a packet that was cut or changed is none") {
  const buffer whole = from_hex("42 45 01 7F B1 1F FF 01 01 \"Hello\"");
  CHECK(as_text(be::decode(whole).value().payload) == "\x01Hello");
  for_each_cut(bytes(whole).first(whole.size() - 1), [](bytes cut) { CHECK_FALSE(be::decode(cut)); });
  for (std::size_t i = 0; i < whole.size(); ++i) {
    buffer changed = whole;
    changed[i] ^= std::byte{0x20};
    CHECK_FALSE(be::decode(changed));
  }
  CHECK(count_no_room(14, [&](auto small) { return be::encode({1, bytes(whole).last(6)}, small); }) == 14);
}

TEST_CASE("numbers are new up to 127 ahead, and each is first once, in any order") {
  be::sequence_window window;
  for (unsigned n = 200; n < 200 + 600; n += 2) {
    CHECK(window.first(static_cast<std::uint8_t>(n + 1)));
    CHECK(window.first(static_cast<std::uint8_t>(n)));
    CHECK_FALSE(window.first(static_cast<std::uint8_t>(n + 1)));
    CHECK_FALSE(window.first(static_cast<std::uint8_t>(n)));
  }
}

TEST_CASE("a login, a command, and its reply in one packet") {
  logged_in()
      .asks(runs("players"))
      .sends("42 45 F9 37 94 AE FF 01 00 \"players\"")
      .asks(runs("b"))
      .receives(answer(0, "\"Hello\""))
      .sends(command(1, "b"))
      .event("reply 1 \"Hello\"")
      .receives(answer(1, ""))
      .event("reply 2 \"\"")
      .closes()
      .event("closed")
      .check();
}

TEST_CASE("a refused login ends all; a login without an answer is repeated, and then ends all") {
  script<client>(usual)
      .asks(runs("a"))
      .sends(login)
      .receives("42 45 FF ED D9 41 FF 00 00")
      .event("failed 1: wrong password")
      .event("closed: wrong password")
      .check();
  auto options = usual;
  options.login_retries = 1;
  options.login_timeout = 2s;
  script<client>(options)
      .asks(runs("a"))
      .sends(login)
      .timeout_at(2s, 200ms)
      .sends(login)
      .timeout_at(3s, 300ms)
      .event("failed 1: no answer in time")
      .event("closed: no answer in time (no answer to the login; RCon may be off)")
      .check();
}

TEST_CASE("a lost command goes out again with its number, and then fails alone") {
  logged_in()
      .asks(runs("a"))
      .sends(command(0, "a"))
      .timeout_at(1500ms, 150ms)
      .sends(command(0, "a"))
      .receives(answer(0, "\"A\""))
      .event("reply 1 \"A\"")
      .receives(answer(0, "\"A\""))
      .asks(runs("b"))
      .sends(command(1, "b"))
      .receives(answer(0, "\"A\""))
      .timeout_at(1500ms, 150ms)
      .sends(command(1, "b"))
      .timeout_at(2250ms, 225ms)
      .sends(command(1, "b"))
      .timeout_at(3375ms, 338ms)
      .sends(command(1, "b"))
      .asks(runs("c"))
      .timeout_at(2875ms, 713ms)
      .event("failed 2: no answer in time")
      .sends(command(2, "c"))
      .check();
}

TEST_CASE("parts come in any order, twice, and one is asked for again") {
  logged_in()
      .asks(runs("a"))
      .sends(command(0, "a"))
      .receives(part(0, 3, 2, "\"three\""))
      .receives(part(0, 3, 0, "\"one \""))
      .receives(part(0, 3, 0, "\"ONE \""))
      .receives(part(0, 4, 1, "\"of another reply\""))
      .passes(1s)
      .receives(part(0, 3, 2, "\"three\""))
      .timeout_at(500ms, 150ms)
      .sends(command(0, "a"))
      .receives(part(0, 3, 1, "\"two \""))
      .event("reply 1 \"one two three\"")
      .asks(runs("b"))
      .sends(command(1, "b"))
      .receives(part(1, 1, 0, "\"only\""))
      .event("reply 2 \"only\"")
      .asks(runs("c"))
      .sends(command(2, "c"))
      .receives(part(2, 2, 2, "\"no such part\""))
      .event("reply 3 \"\\x00\\x02\\x02no such part\"")
      .check();
}

TEST_CASE("of a reply that is not whole when its time is over, what has come is told, in order") {
  auto options = usual;
  options.deadline = 4s;
  options.retries = 1;
  const auto in_parts = [](client::options with) {
    return logged_in(with)
        .asks(runs("a"))
        .sends(command(0, "a"))
        .receives(part(0, 4, 3, "\"four\""))
        .receives(part(0, 4, 0, "\"one \""))
        .receives(part(0, 4, 1, "\"two \""));
  };
  in_parts(options)
      .timeout_at(1500ms, 150ms)
      .sends(command(0, "a"))
      .asks(runs("b"))
      .timeout_at(2250ms, 225ms)
      .event("reply 1 partial \"one two four\"")
      .sends(command(1, "b"))
      .check();
  options.deadline = 1s;
  in_parts(options).timeout_at(1s).event("reply 1 partial \"one two four\"").check();
  in_parts(options).ends().event("reply 1 partial \"one two four\"").event("closed: closed").check();
}

TEST_CASE("messages of the server are acknowledged each time and told once") {
  logged_in()
      .receives("42 45 6A 44 98 60 FF 02 07 \"Server message\"")
      .sends("42 45 DE 1A 8B ED FF 02 07")
      .event("unsolicited type 2, id 7 \"Server message\"")
      .receives("42 45 6A 44 98 60 FF 02 07 \"Server message\"")
      .sends("42 45 DE 1A 8B ED FF 02 07")
      .deaf()
      .asks(runs("a"))
      .receives(message(9, "\"nine\""))
      .event("unsolicited type 2, id 9 \"nine\"")
      .receives(message(8, "\"eight\""))
      .event("unsolicited type 2, id 8 \"eight\"")
      .deaf(false)
      .sends(message(9, ""))
      .sends(message(8, ""))
      .sends(command(0, "a"))
      .check();
  script<client>(usual).passes(0s).sends(login).receives(message(0, "\"too early\"")).check();
}

TEST_CASE("what cannot be told yet is not acknowledged") {
  client c(usual);
  const auto receive = [&c](const std::string& hex) {
    const buffer in = from_hex(hex);
    c.receive(in, {});
  };
  c.transmitted(c.poll_transmit({}).size(), {});
  receive(logged_in_reply);
  while (c.poll_event()) {
  }
  const buffer one = from_hex(message(1, "\"one\"")), two = from_hex(message(2, "\"two\""));
  c.receive(one, {});
  c.receive(two, {});
  CHECK(to_hex(c.poll_transmit({})) == message(1, ""));
  c.transmitted(9, {});
  CHECK(c.poll_transmit({}).empty());
  CHECK(rcon::describe(c.poll_event().value()) == "unsolicited type 2, id 1 \"one\"");
}

TEST_CASE("who has nothing to say keeps the connection alive") {
  logged_in()
      .timeout_at(30s - 20ms)
      .sends(command(0, ""))
      .receives(answer(0, ""))
      .passes(10s)
      .asks(runs("a"))
      .sends(command(1, "a"))
      .receives(answer(1, ""))
      .event("reply 1 \"\"")
      .timeout_at(30s)
      .sends(command(2, ""))
      .asks(runs("b"))
      .timeout_at(1500ms, 150ms)
      .sends(command(2, ""))
      .receives(answer(2, ""))
      .sends(command(3, "b"))
      .check();
  auto options = usual;
  options.retries = 0;
  logged_in(options)
      .timeout_at(30s - 20ms)
      .sends(command(0, ""))
      .timeout_at(1500ms, 150ms)
      .event("closed: no answer in time (no answer to a keep-alive)")
      .check();
  options.keep_alive = 0s;
  logged_in(options).passes(1000h).check();
}

TEST_CASE("sequence numbers begin again behind 255") {
  client c(usual);
  c.transmitted(c.poll_transmit({}).size(), {});
  c.receive(from_hex(logged_in_reply), {});
  CHECK(rcon::describe(c.poll_event().value()) == "authenticated");
  for (unsigned i = 0; i < 600; ++i) {
    REQUIRE(c.execute("x"));
    CHECK(to_hex(c.poll_transmit({})) == command(i % 256, "x"));
    c.transmitted(10, {});
    c.receive(from_hex(answer(i % 256, "\"y\"")), {});
    CHECK(rcon::describe(c.poll_event().value()) == "reply " + std::to_string(i + 1) + " \"y\"");
  }
}

TEST_CASE("nothing answers what has not been sent") {
  script<client>(usual).deaf().receives(logged_in_reply).deaf(false).sends(login).check();
  logged_in()
      .deaf()
      .asks(runs("a"))
      .receives(answer(0, "\"A\""))
      .deaf(false)
      .sends(command(0, "a"))
      .receives(answer(0, "\"A\""))
      .event("reply 1 \"A\"")
      .check();
}

TEST_CASE("a command that was given up makes way, and its answer is nobody's") {
  logged_in()
      .asks(runs("a"))
      .sends(command(0, "a"))
      .asks(runs("b"))
      .cancels(1)
      .sends(command(1, "b"))
      .event("failed 1: cancelled")
      .receives(answer(0, "\"A\""))
      .receives(answer(1, "\"B\""))
      .event("reply 2 \"B\"")
      .check();
}

TEST_CASE("a reply has a limit, in one packet and in parts") {
  auto options = usual;
  options.max_reply = 3;
  const std::string too_large = make_error_code(rcon::errc::too_large).message();
  logged_in(options)
      .asks(runs("a"))
      .sends(command(0, "a"))
      .receives(answer(0, "\"four\""))
      .event("failed 1: " + too_large)
      .asks(runs("b"))
      .sends(command(1, "b"))
      .receives(part(1, 2, 0, "\"12\""))
      .receives(part(1, 2, 1, "\"34\""))
      .event("failed 2: " + too_large)
      .asks(runs("c"))
      .sends(command(2, "c"))
      .receives(part(2, 2, 1, "\"3\""))
      .receives(part(2, 2, 0, "\"12\""))
      .event("reply 3 \"123\"")
      .check();
}

TEST_CASE("an answer that overtakes the repetition of its question makes it needless") {
  client c(usual);
  const auto receive = [&c](const std::string& hex, time_point now) {
    const buffer in = from_hex(hex);
    c.receive(in, now);
  };
  c.transmitted(c.poll_transmit({}).size(), {});
  receive(logged_in_reply, {});
  REQUIRE(c.execute("a"));
  c.transmitted(c.poll_transmit({}).size(), {});
  const time_point later{1500ms};
  c.on_timeout(later);
  CHECK_FALSE(c.poll_transmit(later).empty());
  receive(answer(0, "\"A\""), later);
  c.transmitted(10, later);  // it went out nevertheless
  CHECK(c.poll_transmit(later).empty());
  CHECK(c.deadline() == time_point{30s});
}

TEST_CASE("the time of a question that was given up is over with it") {
  client c(usual);
  c.transmitted(c.poll_transmit({}).size(), {});
  c.receive(from_hex(logged_in_reply), {});
  REQUIRE(c.execute("a"));
  c.transmitted(c.poll_transmit({}).size(), {});
  CHECK_FALSE(c.cancel(request_id{1}));
  for (int i = 1; i <= 10; ++i) c.on_timeout(time_point{i * 5s});
  CHECK(c.deadline() == time_point{30s});
}

TEST_CASE("what cannot be sent is refused, and the password is shown to nobody") {
  logged_in()
      .asks_in_vain(runs(""), errc::invalid_argument)
      .asks_in_vain(runs(std::string(1, '\0')), errc::invalid_argument)
      .asks_in_vain(runs(std::string(1392, 'x')), errc::invalid_argument)
      .asks(runs(std::string(1391, 'x')))
      .sends(command(0, std::string(1391, 'x')))
      .check();
  client c(usual);
  CHECK(to_hex(c.poll_transmit({})) == to_hex(from_hex(login)));
  CHECK(as_text(c.shown_transmit()) == std::string_view("BE****\xff\0******", 14));
}

TEST_CASE("options out of range close it from the start") {
  const std::string word(1025, 'x');
  for (const client::options& bad :
       {client::options{.login_timeout = 0s}, client::options{.timeout = 0s}, client::options{.deadline = 0s},
        client::options{.keep_alive = 46s}, client::options{.keep_alive = -1s},
        client::options{.max_reply = 0}, client::options{.max_commands = 0},
        client::options{.password = word}, client::options{.password = std::string_view("a\0", 2)}}) {
    CHECK(bad.validate() == errc::invalid_options);
    script<client>(bad)
        .passes(0s)
        .event("closed: " + make_error_code(errc::invalid_options).message())
        .check();
  }
}

TEST_SUITE_END();
