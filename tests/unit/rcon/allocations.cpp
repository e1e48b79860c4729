/// What RCON allocates, and that nothing but an event comes of an allocation that fails.
#include "support/allocations.hpp"

#include <doctest/doctest.h>

#include <gamewire/rcon/battleye.hpp>
#include <gamewire/rcon/battleye_packet.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/frame_decoder.hpp>
#include <gamewire/rcon/goldsource.hpp>
#include <gamewire/rcon/responder.hpp>
#include <gamewire/rcon/webrcon.hpp>

#include "support/metered.hpp"
#include "support/rcon_wire.hpp"
#include "support/starved.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

/// Two commands, and whatever the server sends, with every allocation failing in turn.
template <class Client>
void starve_rcon(const typename Client::options& options, const std::vector<buffer>& datagrams) {
  starve<Client>(options, [&](auto& actor) {
    actor.request_limit = options.deadline;
    for (const char* command : {"one", "two"}) ask(actor, [&](Client& c) { return c.execute(command); });
    for (const buffer& datagram : datagrams) actor.receive(datagram, actor.now() + 10ms);
    actor.on_timeout(actor.now() + 600ms);
  });
}

}  // namespace

TEST_SUITE_BEGIN("rcon allocations");

TEST_CASE("RCON frames are read without an allocation, and cut ones with one for all") {
  namespace wire = rcon_wire;
  const buffer stream = from_hex(wire::value(1, "\"x\"*100") + wire::value(2, "\"y\"*100"));
  rcon::frame_decoder decoder;
  std::size_t frames = 0;
  const auto feed = [&](bytes piece) {
    decoder.feed(piece);
    while (*decoder.next()) ++frames;
    CHECK(!decoder.keep());
  };
  CHECK(allocations_in([&] {
          for (int i = 0; i < 100; ++i) feed(stream);
        }) == 0);
  CHECK(frames == 200);
  // Pieces that never end where a frame does.
  buffer shifted(stream.begin() + 50, stream.end());
  shifted.insert(shifted.end(), stream.begin(), stream.begin() + 50);
  feed(bytes(stream).first(50));
  CHECK(allocations_in([&] {
          for (int i = 0; i < 100; ++i) feed(shifted);
        }) <= 2);
  CHECK(frames == 400);
}

TEST_CASE("sizes of 0 take no memory, however many there are") {
  const buffer zeros(1 << 20);
  rcon::frame_decoder decoder;
  CHECK(allocations_in([&] {
          for (int i = 0; i < 4; ++i) {
            decoder.feed(zeros);
            CHECK(!*decoder.next());
            CHECK(!decoder.keep());
          }
        }) == 0);
}

TEST_CASE("an RCON client ends every command, whichever allocation fails") {
  namespace wire = rcon_wire;
  const std::vector<buffer> pieces{
      from_hex(wire::value(1) + wire::verdict(1) + wire::value(0, "\"stray\"") + "0B 00"),
      from_hex("00 00 02 00 00 00 00 00 00 00 \"1\" 00 00" + wire::packet(0, 1, "\"event\"")),
      from_hex(wire::value(3) + wire::value(0, "\"x\"") + wire::value(4, "\"2\"") + wire::value(5)),
      from_hex(wire::value(4, "\"3\"") + wire::value(6, "\"4\"") + wire::value(7)),
  };
  for (const auto kind : {rcon::profile::automatic, rcon::profile::source, rcon::profile::single}) {
    const rcon::client_options options{.password = "secret", .profile = kind};
    starve<rcon::client>(options, [&](auto& actor) {
      actor.request_limit = options.deadline;
      for (const char* command : {"one", "two", "three"})
        ask(actor, [&](rcon::client& c) { return c.execute(command); });
      for (const buffer& piece : pieces) actor.receive(piece, actor.now() + 10ms);
      actor.on_timeout(actor.now() + 600ms);
    });
  }
}

TEST_CASE("an RCON responder keeps the contract, whichever allocation fails") {
  namespace wire = rcon_wire;
  const std::vector<buffer> pieces{
      from_hex(wire::login("wrong") + wire::login("secret") + wire::exec(2, "one") + wire::exec(3, "two") +
               "0B"),
      from_hex("00 00 00 04 00 00 00 02 00 00 00 \"3\" 00 00"),
  };
  const std::string text(10'000, 'x');
  starve<rcon::responder>({.password = "secret"}, [&](auto& actor) {
    actor.on_send = [](bytes out) { return (out.size() + 1) / 2; };
    for (const buffer& piece : pieces) actor.receive(piece, actor.now() + 10ms);
    for (std::uint32_t id = 1; id <= 3; ++id)
      tell(actor, [&](rcon::responder& r) { r.answer(request_id{id}, as_bytes(text)); });
  });
}

TEST_CASE("the RCON clients over datagrams end every command, whichever allocation fails") {
  starve_rcon<rcon::goldsource::client>(
      {.password = "secret"},
      {from_hex("FF FF FF FF \"challenge rcon 1\" 0A 00"), from_hex("FF FF FF FF \"lone \" 00 00"),
       from_hex("FE FF FF FF 07 00 00 00 12 \"three\" 00 00"),
       from_hex("FE FF FF FF 07 00 00 00 02 FF FF FF FF \"ltwo \"")});
  const auto packet = [](unsigned char type, std::string_view payload) {
    const buffer in = from_hex(payload);
    buffer out(in.size() + rcon::battleye::packet_overhead);
    (void)rcon::battleye::encode({type, in}, out);
    return out;
  };
  starve_rcon<rcon::battleye::client>(
      {.password = "secret"}, {packet(0, "01"), packet(2, "07 \"message\""), packet(1, "00 00 02 01 \"two\""),
                               packet(1, "00 00 02 00 \"one \""), packet(1, "01 \"whole\"")});
}

TEST_CASE(
    "GoldSource's split packets give their memory back: a reply that was whole, and the parts of one that "
    "was not") {
  using rcon::goldsource::client;
  metered<client> machine([] { return client({.password = "p", .deadline = 1s}); });
  const auto run = [&](std::string_view command, const std::vector<std::string>& comes, time_point now) {
    const auto drain = [&] {
      while (const auto size = machine.poll_transmit(now).size()) machine.transmitted(size, now);
      while (machine.poll_event()) {
      }
    };
    REQUIRE(machine.call([&](client& inner) { return inner.execute(command).has_value(); }));
    drain();
    for (const std::string& each : comes) {
      const buffer in = from_hex(each);
      machine.receive(in, now);
      drain();
    }
    now += 1s;
    machine.on_timeout(now);
    drain();
  };
  run("a", {"FF FF FF FF \"challenge rcon 1\" 0A 00", "FF FF FF FF \"l\" \"x\""}, {});
  const std::int64_t idle = machine.memory();
  run("b",
      {"FE FF FF FF 01 00 00 00 02 FF FF FF FF \"l\" \"x\"*1000", "FE FF FF FF 01 00 00 00 12 \"x\"*1000"},
      time_point{10s});
  CHECK(machine.memory() == idle);
  run("c", {"FE FF FF FF 02 00 00 00 02 FF FF FF FF \"l\" \"x\"*1000"}, time_point{20s});
  CHECK(machine.memory() == idle);
}

TEST_CASE("a long message of Rust's gives its memory back when it was told") {
  using rcon::webrcon::client;
  metered<client> machine([] { return client(); });
  const auto hears = [&](const std::string& text) {
    const std::string message = R"({"Identifier":0,"Message":")" + text + "\"}";
    machine.receive(as_bytes(message), {});
    while (machine.poll_event()) {
    }
  };
  hears("short");
  const std::int64_t idle = machine.memory();
  hears(std::string(100'000, 'x'));
  CHECK(machine.memory() <= idle);
}

TEST_CASE("a long command gives its memory back when it was answered") {
  namespace wire = rcon_wire;
  using rcon::responder;
  metered<responder> machine(
      [] { return responder({.password = "secret", .style = rcon::style::minecraft}); });
  const auto hears = [&](const std::string& hex) {
    const buffer in = from_hex(hex);
    machine.receive(in, {});
    while (const auto event = machine.poll_event())
      if (const auto* command = std::get_if<responder::command>(&*event))
        CHECK(
            !machine.call([&](responder& r) { return r.answer(command->request, as_bytes(command->text)); }));
    while (const auto size = machine.poll_transmit({}).size()) machine.transmitted(size, {});
  };
  hears(wire::login("secret"));
  const std::int64_t idle = machine.memory();
  hears(wire::exec(2, std::string(4000, 'x')));
  CHECK(machine.memory() == idle);
}

TEST_SUITE_END();
