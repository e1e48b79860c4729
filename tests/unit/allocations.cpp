/// What allocates and what does not; and that nothing but an event comes of an allocation that fails.
#include "support/allocations.hpp"

#include <doctest/doctest.h>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/a2s/client.hpp>
#include <gamewire/a2s/responder.hpp>
#include <gamewire/fleet.hpp>
#include <gamewire/http1/responder.hpp>
#include <gamewire/master/client.hpp>
#include <gamewire/master/responder.hpp>
#include <gamewire/over.hpp>
#include <gamewire/rcon/battleye.hpp>
#include <gamewire/rcon/battleye_packet.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/frame_decoder.hpp>
#include <gamewire/rcon/goldsource.hpp>
#include <gamewire/rcon/responder.hpp>
#include <gamewire/rcon/webrcon.hpp>
#include <gamewire/steamid/format.hpp>
#include <gamewire/steamid/parse.hpp>
#include <gamewire/stream_input.hpp>
#include <gamewire/vdf/binary_reader.hpp>
#include <gamewire/vdf/writer.hpp>

#include "support/a2s_peers.hpp"
#include "support/a2s_wire.hpp"
#include "support/master_wire.hpp"
#include "support/observed.hpp"
#include "support/rcon_wire.hpp"
#include "support/websocket_wire.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;
using namespace gamewire::test::a2s_wire;

namespace {

buffer long_rules() {
  return from_hex("FF FF FF FF 45 02 00 \"name\" 00 \"x\"*3000 00 \"other\" 00 \"y\"*400 00");
}

std::vector<buffer> fragments_of(bytes message, a2s::split_form form, std::uint32_t id) {
  const a2s::split_plan plan{.form = form, .payload_size = 1248, .id = id};
  std::vector<buffer> fragments;
  for (std::size_t i = 0; i < a2s::fragment_count(plan, message.size()); ++i) {
    buffer room(2000);
    room.resize(a2s::encode_fragment(plan, message, i, room)->size());
    fragments.push_back(std::move(room));
  }
  return fragments;
}

std::vector<buffer> compressed_fragments(std::uint32_t id) {
  byte_buffer packed;
  if (a2s::compress(long_rules(), packed)) return {};
  return fragments_of(packed.view(), a2s::split_form::source, id | 0x80000000U);
}

/// How many allocations a call makes.
template <class Call>
std::size_t allocations_in(Call call) {
  const std::size_t before = allocations::count();
  call();
  return allocations::count() - before;
}

/// Sums up what a decoder reads, so that it has to read it.
std::size_t read_all(bytes in) {
  std::size_t sum = 0;
  if (const auto info = a2s::decode_info(in)) sum += info->name.size() + info->keywords.value_or("").size();
  if (const auto players = a2s::decode_players(in)) {
    for (const auto& player : *players) sum += player.name.size();
    sum += players->summarize().complete;
  }
  if (const auto rules = a2s::decode_rules(in)) {
    for (const auto& rule : *rules) sum += rule.name.size() + rule.value.size();
    sum += rules->summarize().complete;
  }
  return sum;
}

}  // namespace

TEST_SUITE_BEGIN("allocations");

TEST_CASE("they are counted") {
  CHECK(allocations_in([] { operator delete(operator new(8)); }) == 1);
  byte_buffer buffer;
  CHECK(allocations_in([&] { CHECK(buffer.resize(100)); }) >= 1);
  const std::int64_t before = allocations::live();
  buffer.release();
  CHECK(allocations::live() <= before - 100);
}

TEST_CASE("decoding allocates nothing") {
  for (const std::string* hex :
       {&info_answer, &goldsource_answer, &players_answer, &rules_answer, &print_answer}) {
    const buffer message = from_hex(*hex);
    CHECK(allocations_in([&] { read_all(message); }) == 0);
    CHECK(allocations_in([&] { (void)a2s::decode_message(message); }) == 0);
  }
  const buffer long_message = long_rules();
  std::size_t sum = 0;
  CHECK(allocations_in([&] { sum = read_all(long_message); }) == 0);
  CHECK(sum > 3400);
}

TEST_CASE("pages of server lists are read, asked for and answered without an allocation") {
  const buffer page = from_hex(master_wire::page({1, 2, 3}));
  const buffer request = from_hex(master_wire::request("FF", "0.0.0.0:0", "\\map\\x"));
  const master::registration server{endpoint::v4({10, 0, 0, 1}, 1), master::region::world, "\\map\\x"};
  master::responder responder;
  CHECK(!responder.publish({&server, 1}));
  std::array<transmit, 4> batch;
  std::size_t sum = 0;
  std::size_t sent = 0;
  CHECK(allocations_in([&] {
          const auto read = master::decode_page(page);
          for (const endpoint& each : read->servers) sum += each.port();
          responder.receive(server.address, request, {});
          (void)responder.poll_event();
          sent = responder.poll_transmit(batch, {});
          responder.transmitted(sent, {});
        }) == 0);
  CHECK(sum == 3 * 27015);
  CHECK(sent == 1);
}

TEST_CASE("encoding allocates nothing") {
  std::array<std::byte, 1400> room;
  const a2s::rule_view rule{"a", "b"};
  CHECK(allocations_in([&] {
          CHECK(a2s::encode_info({.name = "Test"}, room));
          CHECK(a2s::encode_rules({&rule, 1}, room));
          CHECK(a2s::encode_request({a2s::request_type::info, a2s::no_challenge, 1200}, room));
        }) == 0);
}

TEST_CASE("once it has done so, the assembler puts three fragments together without an allocation") {
  for (const a2s::split_form form : a2s::split_forms) {
    const auto fragments = fragments_of(long_rules(), form, 7);
    REQUIRE(fragments.size() == 3);
    a2s::assembler assembler;
    for (int round = 0; round < 3; ++round) {
      bool whole = false;
      const std::size_t count = allocations_in([&] {
        for (const buffer& fragment : fragments) {
          const auto message = assembler.add(fragment, {});
          whole = message && *message;
        }
      });
      CHECK(whole);
      if (round > 0) CHECK(count == 0);
    }
  }
}

TEST_CASE("once it has a buffer, the client asks and hears answers without an allocation") {
  a2s::client_options options;
  a2s::client client(&options);
  const buffer challenge = from_hex(challenge_header + "01 02 03 04");
  const buffer answer = from_hex(info_answer);
  std::array<std::byte, 1200> room;
  const std::size_t count = allocations_in([&] {
    for (int round = 0; round < 3; ++round) {
      CHECK(client.request_info());
      for (const buffer* next : {&challenge, &answer}) {
        if (const auto size = client.write_transmit(room, {}); size > 0) client.transmitted(size, {});
        client.receive(*next, {});
        while (client.poll_event()) {
        }
      }
    }
  });
  CHECK(count == 0);
}

TEST_CASE("a responder answers without an allocation") {
  a2s::responder responder({.rate = 0});
  CHECK(!responder.publish(long_rules()));
  a2s_peers peers(responder);
  peers.ask(1, a2s::request_type::rules);
  std::array<transmit, 8> batch;
  const buffer request = from_hex(rules_request + no_challenge);
  CHECK(allocations_in([&] {
          responder.receive(a2s_peers::address(1), request, {});
          CHECK(responder.poll_transmit(batch, {}) == 1);
          responder.transmitted(1, {});
          CHECK(responder.poll_event());
        }) == 0);
}

TEST_CASE("once it has its memory, a fleet starts, asks and hears answers without an allocation") {
  const a2s::client_options options{.pad_to = 1200};
  fleet<a2s::client> subject({.in_flight = 100, .rate = 0}, &options);
  const buffer challenge = from_hex(challenge_header + "01 02 03 04");
  const buffer answer = from_hex(info_answer);
  const auto round = [&] {
    for (std::uint8_t i = 0; i < 100; ++i)
      CHECK(!subject.start(endpoint::v4({10, 0, 0, i}, 27015), i,
                           [](a2s::client& client) { (void)client.request_info(); }));
    for (const buffer* next : {&challenge, &answer}) {
      std::array<transmit, 64> batch;
      while (const std::size_t count = subject.poll_transmit(batch, {})) subject.transmitted(count, {});
      for (std::uint8_t i = 0; i < 100; ++i) {
        subject.receive(endpoint::v4({10, 0, 0, i}, 27015), *next, {});
        while (subject.poll_event()) {
        }
      }
    }
    CHECK(subject.in_flight() == 0);
  };
  round();
  CHECK(allocations_in(round) == 0);
}

TEST_CASE("a machine in flight takes the memory that the fleet says") {
  constexpr std::uint32_t window = 100'000;
  const a2s::client_options options;
  fleet<a2s::client> subject({.in_flight = window, .rate = 0}, &options);
  const std::int64_t before = allocations::live();
  for (std::uint32_t i = 0; i < window; ++i)
    CHECK(!subject.start(endpoint::v4({10, static_cast<std::uint8_t>(i >> 16),
                                       static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)},
                                      27015),
                         i, [](a2s::client& client) { (void)client.request_info(); }));
  std::array<transmit, 64> batch;
  while (const std::size_t count = subject.poll_transmit(batch, {})) subject.transmitted(count, {});
  const std::int64_t most = window * std::int64_t{fleet<a2s::client>::bytes_in_flight};
  CHECK(allocations::live() - before <= most + 10'000);  // what malloc adds to a few large blocks
}

TEST_CASE("a stream of whole messages is read in place") {
  stream_input stream(4096);
  const buffer piece(1000, std::byte{1});
  CHECK(allocations_in([&] {
          for (int i = 0; i < 100; ++i) {
            stream.feed(piece);
            CHECK(stream.peek(1000));
            stream.consume(1000);
            CHECK(stream.keep());
          }
        }) == 0);
}

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

TEST_SUITE_END();

TEST_SUITE_BEGIN("allocations that fail");

namespace {

/// Plays a scene with the first allocation failing, then with the second, and so on until none is left to
/// fail; and each time once more with all later ones failing as well.
template <class Scene>
void fail_each(Scene scene) {
  for (const std::size_t times : {std::size_t{1}, std::size_t{1} << 30})
    for (std::size_t n = 0;; ++n) {
      REQUIRE(n < 1000);
      INFO("allocation ", n, " fails, ", times, " times");
      if (!scene(n, times)) break;
    }
}

/// A machine whose calls suffer from failing allocations, while those of the test around it do not.
template <machine M>
class starved {
 public:
  static constexpr framing wire = M::wire;
  using event = typename M::event;
  using options = typename M::options;

  starved(const options& chosen, std::size_t first, std::size_t times)
      : first_(first), times_(times), inner_(call([&] { return M(chosen); })) {}

  /// Runs a call with what is left of the plan, and takes note of what is left afterwards.
  template <class Call>
  auto call(Call call) {
    const std::size_t before = allocations::count();
    const failing_allocations fail(first_, times_);
    struct on_exit {
      starved& self;
      std::size_t before;
      ~on_exit() {
        const std::size_t used = allocations::count() - before;
        const std::size_t failed = used > self.first_ ? std::min(used - self.first_, self.times_) : 0;
        self.first_ -= std::min(self.first_, used);
        self.times_ -= failed;
        self.has_failed_ |= failed != 0;
      }
    } const finally{*this, before};
    return call();
  }

  [[nodiscard]] bool has_failed() const { return has_failed_; }
  M& inner() { return inner_; }
  const auto& lower() const
    requires layered<M>
  {
    return inner_.lower();
  }

  std::error_code cancel(request_id id) { return inner_.cancel(id); }
  void receive(bytes in, time_point now) noexcept {
    call([&] { inner_.receive(in, now); });
  }
  void receive_end(std::error_code why, time_point now) noexcept {
    call([&] { inner_.receive_end(why, now); });
  }
  void on_timeout(time_point now) noexcept {
    call([&] { inner_.on_timeout(now); });
  }
  bytes poll_transmit(time_point now) noexcept {
    return call([&] { return inner_.poll_transmit(now); });
  }
  void transmitted(std::size_t size, time_point now) noexcept {
    call([&] { inner_.transmitted(size, now); });
  }
  std::optional<event> poll_event() noexcept {
    return call([&] { return inner_.poll_event(); });
  }
  void close(time_point now) noexcept {
    call([&] { inner_.close(now); });
  }
  [[nodiscard]] time_point deadline() const noexcept { return inner_.deadline(); }
  [[nodiscard]] bool done() const noexcept { return inner_.done(); }

 private:
  std::size_t first_;
  std::size_t times_;
  bool has_failed_ = false;
  M inner_;
};

}  // namespace

TEST_CASE("a client ends every request, whichever allocation fails") {
  const buffer challenge = from_hex(challenge_header + "01 02 03 04");
  auto datagrams = fragments_of(long_rules(), a2s::split_form::source, 5);
  for (const auto& fragment : compressed_fragments(6)) datagrams.push_back(fragment);
  for (const std::string* hex : {&goldsource_answer, &info_answer, &players_answer})
    datagrams.push_back(from_hex(*hex));
  datagrams.insert(datagrams.begin(), challenge);
  std::reverse(datagrams.begin() + 1, datagrams.begin() + 4);  // the fragments out of order

  fail_each([&](std::size_t first, std::size_t times) {
    using client = starved<a2s::client>;
    const a2s::client_options options{.retries = 1, .source_form_wait = 100ms};
    observed<client> actor{client(options, first, times)};
    actor.request_limit = options.total_deadline();
    actor.lazy = true;  // so that several are to be sent when memory is out
    actor.ask([](client& c) { return c.inner().request_info(); });
    actor.ask([](client& c) { return c.inner().request_players(); });
    actor.ask([](client& c) { return c.inner().request_rules(); });
    actor.lazy = false;
    actor.drain();
    for (const buffer& datagram : datagrams) actor.receive(datagram, actor.now() + 10ms);
    actor.finish();
    for (const std::string& breach : actor.breaches()) FAIL_CHECK(breach);
    return actor.machine().has_failed();
  });
}

TEST_CASE("an RCON client ends every command, whichever allocation fails") {
  namespace wire = rcon_wire;
  const std::vector<buffer> pieces{
      from_hex(wire::value(1) + wire::verdict(1) + wire::value(0, "\"stray\"") + "0B 00"),
      from_hex("00 00 02 00 00 00 00 00 00 00 \"1\" 00 00" + wire::packet(0, 1, "\"event\"")),
      from_hex(wire::value(3) + wire::value(0, "\"x\"") + wire::value(4, "\"2\"") + wire::value(5)),
      from_hex(wire::value(4, "\"3\"") + wire::value(6, "\"4\"") + wire::value(7)),
  };
  for (const auto kind : {rcon::profile::automatic, rcon::profile::source, rcon::profile::single})
    fail_each([&](std::size_t first, std::size_t times) {
      using client = starved<rcon::client>;
      const rcon::client_options options{.password = "secret", .profile = kind};
      observed<client> actor{client(options, first, times)};
      actor.request_limit = options.deadline;
      for (const char* command : {"one", "two", "three"})
        actor.ask([&](client& c) { return c.call([&] { return c.inner().execute(command); }); });
      for (const buffer& piece : pieces) actor.receive(piece, actor.now() + 10ms);
      actor.on_timeout(actor.now() + 600ms);
      actor.finish();
      for (const std::string& breach : actor.breaches()) FAIL_CHECK(breach);
      return actor.machine().has_failed();
    });
}

TEST_CASE("an RCON responder keeps the contract, whichever allocation fails") {
  namespace wire = rcon_wire;
  const std::vector<buffer> pieces{
      from_hex(wire::login("wrong") + wire::login("secret") + wire::exec(2, "one") + wire::exec(3, "two") +
               "0B"),
      from_hex("00 00 00 04 00 00 00 02 00 00 00 \"3\" 00 00"),
  };
  const std::string text(10'000, 'x');
  fail_each([&](std::size_t first, std::size_t times) {
    using responder = starved<rcon::responder>;
    observed<responder> actor{responder({.password = "secret"}, first, times)};
    actor.on_send = [](bytes out) { return (out.size() + 1) / 2; };
    const auto answer = [&](std::uint32_t id) {
      (void)actor.ask([&](responder& r) -> accepted {
        return std::unexpected(r.call([&] { return r.inner().answer(request_id{id}, as_bytes(text)); }));
      });
    };
    for (const buffer& piece : pieces) actor.receive(piece, actor.now() + 10ms);
    for (std::uint32_t id = 1; id <= 3; ++id) answer(id);
    actor.finish();
    for (const std::string& breach : actor.breaches()) FAIL_CHECK(breach);
    return actor.machine().has_failed();
  });
}

TEST_CASE("an HTTP responder keeps the contract, whichever allocation fails") {
  const std::string stream =
      "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"
      "0\r\nX: y\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\nGET /c HTTP/1.1\r\n\r\n";
  const std::string text(10'000, 'x');
  fail_each([&](std::size_t first, std::size_t times) {
    using responder = starved<http1::responder>;
    observed<responder> actor{responder(http1::responder_options{}, first, times)};
    actor.on_send = [](bytes out) { return (out.size() + 1) / 2; };
    const bytes all = as_bytes(stream);
    for (const bytes half : {all.first(all.size() / 2), all.subspan(all.size() / 2)})
      actor.receive(half, actor.now() + 10ms);
    for (const std::uint32_t id : {1U, 2U})
      (void)actor.ask([&](responder& r) -> accepted {
        return std::unexpected(r.call(
            [&] { return r.inner().answer(request_id{id}, {.body = as_bytes(text), .chunk_size = 4096}); }));
      });
    actor.finish();
    for (const std::string& breach : actor.breaches()) FAIL_CHECK(breach);
    return actor.machine().has_failed();
  });
}

/// Two commands, and whatever the server sends, with every allocation failing in turn.
template <class Client>
void starve_rcon(const typename Client::options& options, const std::vector<buffer>& datagrams) {
  fail_each([&](std::size_t first, std::size_t times) {
    using client = starved<Client>;
    observed<client> actor{client(options, first, times)};
    actor.request_limit = options.deadline;
    for (const char* command : {"one", "two"})
      actor.ask([&](client& c) { return c.call([&] { return c.inner().execute(command); }); });
    for (const buffer& datagram : datagrams) actor.receive(datagram, actor.now() + 10ms);
    actor.on_timeout(actor.now() + 600ms);
    actor.finish();
    for (const std::string& breach : actor.breaches()) FAIL_CHECK(breach);
    return actor.machine().has_failed();
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

namespace {

buffer text_frame(std::string_view text, bool last = true) {
  return websocket::frame_of(websocket::opcode::text, text, {}, last);
}
buffer joined(std::initializer_list<buffer> all) {
  buffer whole;
  for (const buffer& one : all) whole.insert(whole.end(), one.begin(), one.end());
  return whole;
}
buffer raw(std::string_view text) { return {as_bytes(text).begin(), as_bytes(text).end()}; }

using web_client = over<websocket::messages, rcon::webrcon::client>;
const web_client::options web_options{.lower = {.host = "a", .secret_segment = "hush"}, .upper = {}};

/// The handshake and a Ping; two replies, one in two pieces, the other in two frames.
std::vector<buffer> web_pieces() {
  const buffer first = text_frame(R"({"Identifier":1001,"Message":"first"})");
  const auto half = first.begin() + 20;
  return {joined({raw(websocket::answer_to(websocket::request_of(web_options.lower))),
                  websocket::frame_of(websocket::opcode::ping, "?")}),
          {first.begin(), half},
          {half, first.end()},
          joined({text_frame(R"({"Identifier":1002,)", false),
                  websocket::frame_of(websocket::opcode::continuation, R"("Message":"second"})")})};
}

}  // namespace

TEST_CASE("a machine on WebSocket ends every command, whichever allocation fails") {
  const auto pieces = web_pieces();
  fail_each([&](std::size_t first, std::size_t times) {
    using client = starved<web_client>;
    observed<client> actor{client(web_options, first, times)};
    actor.request_limit = web_options.upper.deadline;
    std::size_t answered = 0;
    actor.on_event = [&](const auto& event) { answered += std::holds_alternative<rcon::reply>(event); };
    for (const char* command : {"one", "two"})
      actor.ask([&](client& c) { return c.call([&] { return c.inner()->execute(command); }); });
    for (const buffer& piece : pieces) actor.receive(piece, actor.now() + 10ms);
    actor.finish();
    for (const std::string& breach : actor.breaches()) FAIL_CHECK(breach);
    if (!actor.machine().has_failed()) CHECK(answered == 2);
    return actor.machine().has_failed();
  });
}

TEST_CASE("a WebSocket gives back what it kept of a message that is given up") {
  websocket::messages layer(web_options.lower);
  const auto hear = [&](const buffer& piece) {
    layer.receive(piece, time_point{1s});
    while (layer.poll_plain()) {
    }
  };
  layer.transmitted(layer.poll_transmit(time_point{1s}).size(), time_point{1s});
  hear(web_pieces().front());
  const std::int64_t before = allocations::live();
  hear(text_frame(std::string(50'000, 'x'), false));
  CHECK(allocations::live() - before >= 50'000);
  SUBCASE("by a failure") { hear(from_hex("83 00")); }
  SUBCASE("by a goodbye") { layer.shutdown(time_point{1s}); }
  SUBCASE("by the end of the transport") {
    layer.receive_end({}, time_point{1s});
    hear({});
  }
  CHECK(allocations::live() - before < 1000);
}

TEST_CASE("a list of servers ends, whichever allocation fails") {
  fail_each([&](std::size_t first, std::size_t times) {
    using client = starved<master::client>;
    const master::client_options options{.retries = 0, .interval = 0s};
    observed<client> actor{client(options, first, times)};
    for (int round = 0; round < 2; ++round) {
      actor.ask([&](client& c) { return c.call([&] { return c.inner().request_list({}); }); });
      actor.receive(from_hex(master_wire::page({1, 2})), actor.now() + 10ms);
      actor.receive(from_hex(master_wire::last_page({2, 3})), actor.now() + 10ms);
      actor.on_timeout(actor.now() + 20s);
    }
    actor.finish();
    for (const std::string& breach : actor.breaches()) FAIL_CHECK(breach);
    return actor.machine().has_failed();
  });
}

TEST_CASE("a master that finds no memory for a list keeps the one it has") {
  const std::array servers{
      master::registration{endpoint::v4({10, 0, 0, 1}, 1), master::region::world, "\\map\\x"},
      master::registration{endpoint::v4({10, 0, 0, 2}, 1), master::region::world, "\\map\\y"}};
  fail_each([&](std::size_t first, std::size_t times) {
    master::responder responder;
    REQUIRE(!responder.publish(std::span(servers).first(1)));
    std::error_code published;
    bool failed = false;
    {
      const failing_allocations starve(first, times);
      published = responder.publish(servers);
      failed = failing_allocations::happened();
    }
    CHECK(failed == (published == gamewire::errc::no_memory));
    CHECK(responder.size() == (failed ? 1 : 2));
    return failed;
  });
  fail_each([&](std::size_t first, std::size_t times) {
    std::optional<master::responder> responder;
    bool failed = false;
    {
      const failing_allocations starve(first, times);
      responder.emplace();
      failed = failing_allocations::happened();
    }
    const auto event = responder->poll_event();
    CHECK(event.has_value() == failed);
    CHECK(responder->done() == failed);
    return failed;
  });
}

TEST_CASE("an assembler reports the failure and goes on") {
  const auto plain = fragments_of(long_rules(), a2s::split_form::source_2006, 5);
  const auto packed = compressed_fragments(6);
  fail_each([&](std::size_t first, std::size_t times) {
    a2s::assembler assembler;
    bool failed = false;
    {
      const failing_allocations starve(first, times);
      for (auto fragment = plain.rbegin(); fragment != plain.rend(); ++fragment) assembler.add(*fragment, {});
      for (const buffer& fragment : packed) assembler.add(fragment, {});
      failed = failing_allocations::happened();
    }
    assembler.abandon();
    while (assembler.poll_incomplete()) {
    }
    bool whole = false;
    for (const buffer& fragment : plain)
      if (const auto message = assembler.add(fragment, {})) whole = message->has_value();
    CHECK(whole);
    return failed;
  });
}

TEST_CASE("a responder that finds no memory says so, and serves what it has") {
  fail_each([&](std::size_t first, std::size_t times) {
    const buffer message = long_rules();
    std::error_code published;
    bool failed = false;
    std::optional<a2s::responder> responder;
    {
      const failing_allocations starve(first, times);
      responder.emplace(a2s::responder_options{.max_datagram = 500, .compress = true});
      published = responder->publish(message);
      failed = failing_allocations::happened();
    }
    if (published) CHECK((published == gamewire::errc::no_memory || published == gamewire::errc::closed));
    if (published == gamewire::errc::closed) {
      const auto event = responder->poll_event();
      REQUIRE(event);
      CHECK(std::get<closed>(*event).error == gamewire::errc::no_memory);
      CHECK(responder->done());
      return failed;
    }
    a2s_peers peers(*responder);
    for (int round = 0; round < 2; ++round) peers.ask(1, a2s::request_type::rules);
    CHECK((peers.received_by(1) > 100) == !published);
    CHECK(peers.close());
    return failed;
  });
}

TEST_CASE("a fleet starts less when memory is out, and ends what it has started") {
  using crew = fleet<a2s::client>;
  constexpr std::uint32_t window = 300;
  const auto numbered = [](std::uint32_t i) {
    return endpoint::v4({10, 0, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)}, 27015);
  };
  const a2s::client_options options{.retries = 0};
  const buffer fragment = fragments_of(long_rules(), a2s::split_form::source, 5)[0];
  fail_each([&](std::size_t first, std::size_t times) {
    std::array<std::error_code, window> started;
    std::uint32_t ended = 0;
    std::optional<crew> subject;
    const auto drain = [&] {
      while (const auto event = subject->poll_event())
        if (const auto* one = std::get_if<crew::happened>(&*event))
          ended += std::holds_alternative<closed>(one->what) ? 1 : 0;
    };
    bool failed = false;
    {
      const failing_allocations starve(first, times);
      subject.emplace(fleet_options{.in_flight = window, .rate = 0}, &options);
      for (std::uint32_t i = 0; i < window; ++i)
        started[i] =
            subject->start(numbered(i), i, [](a2s::client& client) { (void)client.request_rules(); });
      std::array<transmit, 64> batch;
      while (const std::size_t count = subject->poll_transmit(batch, {})) subject->transmitted(count, {});
      for (std::uint32_t i = 0; i < 3; ++i) {
        subject->receive(numbered(i), fragment, {});
        drain();
      }
      failed = failing_allocations::happened();
    }
    subject->on_timeout(time_point{1h});
    drain();
    const auto accepted = static_cast<std::uint32_t>(std::ranges::count(started, std::error_code{}));
    CHECK(ended == accepted);
    CHECK((failed || accepted == window));
    for (const std::error_code& error : started)
      CHECK((!error || error == gamewire::errc::no_memory || error == gamewire::errc::closed));
    return failed;
  });
}

TEST_CASE("SteamIDs are read and written without") {
  std::size_t sum = 0;
  CHECK(allocations_in([&] {
          for (const std::string_view text :
               {"76561198006409530", "STEAM_0:0:23071901", "[U:1:46143802]", "drb-cnfp", "SWUWA-B2BL",
                "https://s.team/p/drb-cnfp", "nonsense"})
            if (const auto who = steamid::parse(text))
              sum += to_url(*who)->view().size() + to_friend_code(*who)->view().size();
        }) == 0);
  CHECK(sum == 6 * (53 + 10));
}

TEST_CASE("VDF is read without") {
  const std::string_view text = "\"a\" { \"b\\n\" \"c\" [$X || !$Y] #base d e f [$X] } }";
  const buffer binary = from_hex("00 \"a\" 00 01 \"b\" 00 \"c\" 00 02 \"d\" 00 01 00 00 00 08 08");
  std::size_t items = 0;
  std::size_t columns = 0;
  CHECK(allocations_in([&] {
          char room[8];
          vdf::text_reader reader(text);
          for (; reader.next(); ++items) columns += unescape(reader.key(), room).has_value();
          columns += reader.where().column;
          vdf::binary_reader binary_reader(binary);
          while (binary_reader.next()) ++items;
        }) == 0);
  CHECK(items == 8);
  CHECK(columns == 4 + text.size());
}

TEST_CASE("VDF that there is no memory for is an error of its writer") {
  byte_buffer out;
  vdf::text_writer text(out);
  vdf::binary_writer binary(out);
  const failing_allocations none(0, 1000);
  text.pair("a", "b");
  binary.pair("a", "b");
  CHECK(text.finish() == errc::no_memory);
  CHECK(binary.finish() == errc::no_memory);
}

TEST_SUITE_END();
