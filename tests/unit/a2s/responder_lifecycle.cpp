/// Options, publishing, closing: what the owner of a responder does with it.
#include <doctest/doctest.h>

#include "responder_harness.hpp"

using namespace responder_harness;
using namespace std::chrono_literals;

TEST_CASE("options out of range close the responder from the start") {
  const auto refuses = [](auto change) {
    auto chosen = usual;
    change(chosen);
    responder server(chosen);
    CHECK_FALSE(server.done());
    server.receive(alice, query(request_type::ping), start);
    CHECK(drain(server).empty());
    const auto event = server.poll_event();
    CHECK(server.done());
    CHECK_FALSE(server.poll_event().has_value());
    return event && std::get<closed>(*event).error == errc::invalid_options &&
           chosen.validate() == errc::invalid_options;
  };
  CHECK(refuses([](auto& o) { o.challenge_lifetime = 0s; }));
  CHECK(refuses([](auto& o) { o.challenge_lifetime = -1s; }));
  CHECK(refuses([](auto& o) { o.closing_timeout = -1ns; }));
  CHECK(refuses([](auto& o) { o.max_datagram = 63; }));
  CHECK(refuses([](auto& o) { o.max_datagram = 65508; }));
  CHECK(refuses([](auto& o) { o.form = static_cast<a2s::split_form>(3); }));
  CHECK(refuses([](auto& o) { o.fragment_payload = 15; }));
  CHECK(refuses([](auto& o) { o.fragment_payload = 1389; }));
  CHECK(refuses([](auto& o) { o.burst = 0; }));
  CHECK(refuses([](auto& o) { o.rate_table = 0; }));
  CHECK(refuses([](auto& o) { o.rate_table = 4; }));
  CHECK(refuses([](auto& o) { o.rate_table = 1000; }));
  CHECK(refuses([](auto& o) { o.rate_table = 1U << 25; }));
  CHECK(refuses([](auto& o) { o.max_queue = 0; }));
  CHECK(refuses([](auto& o) { o.max_queue = (1U << 20) + 1; }));
}

TEST_CASE("a responder that never opened says so once, wherever it was moved") {
  responder never_open({.max_queue = 0});
  responder moved = std::move(never_open);
  CHECK(never_open.done());
  CHECK_FALSE(never_open.poll_event().has_value());
  CHECK_FALSE(moved.done());
  CHECK(moved.poll_event().has_value());
  CHECK(moved.done());
}

TEST_CASE("options at the edge of their range work") {
  for (const auto form : a2s::split_forms) {
    responder_options chosen{
        .max_datagram = 64, .form = form, .rate = 0, .burst = 0, .rate_table = 8, .max_queue = 1};
    CHECK(chosen.validate() == std::error_code{});
    CHECK(chosen.payload_size() == 64 - a2s::header_size(form));
    chosen.max_datagram = 65507;
    CHECK(chosen.validate() == std::error_code{});
    CHECK(chosen.payload_size() == (form == a2s::split_form::goldsource ? 1391 : 1248));
    chosen.fragment_payload = static_cast<std::uint16_t>(65507 - a2s::header_size(form));
    CHECK(chosen.validate() == std::error_code{});
  }
}

TEST_CASE("what is published replaces the one of its kind, in either form of INFO") {
  auto server = publishing();
  const auto given = fetch_challenge(server, alice);
  data room(1400);
  const auto goldsource = owned(
      a2s::encode_info({.engine = a2s::engine::goldsource, .protocol = 48, .name = "old"}, room).value());
  REQUIRE(server.publish(goldsource) == std::error_code{});
  for (const auto topic : {request_type::info, request_type::players})
    deliver(server, alice, query(topic, given));
  CHECK(payloads(drain(server)) == std::vector{goldsource, players_reply()});
}

TEST_CASE("a message taken from a server that leaves out FF FF FF FF is sent with it") {
  responder server(usual);
  REQUIRE(server.publish(bytes(players_reply()).subspan(4)) == std::error_code{});
  const auto given = fetch_challenge(server, alice);
  deliver(server, alice, query(request_type::players, given));
  CHECK(payloads(drain(server)) == only(players_reply()));
}

TEST_CASE("what is no INFO, PLAYER or RULES reply cannot be published, and what was stays") {
  auto server = publishing();
  CHECK(server.publish({}) == a2s::errc::truncated);
  CHECK(server.publish(as_bytes("\xff\xff\xff\xff")) == a2s::errc::truncated);
  CHECK(server.publish(as_bytes("\xff\xff\xff\xff\x41\1\2\3\4")) == a2s::errc::unknown_message);
  CHECK(server.publish(as_bytes("\xff\xff\xff\xffjping")) == a2s::errc::unknown_message);
  CHECK(server.publish(as_bytes("\xff\xff\xff\xff\x99")) == a2s::errc::unknown_message);
  CHECK(server.publish(as_bytes("\xff\xff\xff\xffI\x11name")) == a2s::errc::truncated);
  CHECK(server.publish(as_bytes("\xff\xff\xff\xff\x44")) == a2s::errc::truncated);
  CHECK(server.publish(as_bytes("\xff\xff\xff\xff\x45\1")) == a2s::errc::truncated);

  const auto given = fetch_challenge(server, alice);
  for (const auto topic : topics) {
    deliver(server, alice, query(topic, given));
    CHECK(payloads(drain(server)) == only(reply_of(topic)));
  }
}

TEST_CASE("a message of too many fragments cannot be published, and what was stays") {
  auto chosen = usual;
  chosen.form = a2s::split_form::goldsource;
  auto server = publishing(chosen);
  CHECK(server.publish(rules_reply(2000)) == a2s::errc::too_large);
  const auto given = fetch_challenge(server, alice);
  deliver(server, alice, query(request_type::rules, given));
  CHECK(payloads(drain(server)) == only(rules_reply(3)));
}

TEST_CASE("what was withdrawn is not answered, and can be published again") {
  auto server = publishing();
  const auto given = fetch_challenge(server, alice);
  server.withdraw(request_type::players);
  CHECK(deliver(server, alice, query(request_type::players, given)) == verdict::nothing_published);
  CHECK(deliver(server, alice, query(request_type::rules, given)) == verdict::answered);
  server.withdraw(request_type::ping);
  REQUIRE(server.publish(players_reply()) == std::error_code{});
  CHECK(deliver(server, alice, query(request_type::players, given)) == verdict::answered);
}

TEST_CASE("close sends what waits, takes no more, says closed, and is done") {
  auto server = publishing();
  CHECK_FALSE(server.done());
  deliver(server, alice, query(request_type::info));
  server.close(start);
  CHECK_FALSE(deliver(server, bob, query(request_type::info)).has_value());
  CHECK(server.publish(info_reply()) == errc::closed);
  CHECK_FALSE(server.poll_event().has_value());
  CHECK_FALSE(server.done());
  CHECK(drain(server).size() == 1);
  CHECK_FALSE(server.done());
  const auto event = server.poll_event();
  REQUIRE(event.has_value());
  CHECK(std::get<closed>(*event).error == std::error_code{});
  CHECK(server.done());
}

TEST_CASE("close tells what happened before it says closed") {
  auto server = publishing();
  server.receive(alice, {}, start);
  server.close(start);
  CHECK(std::holds_alternative<responder::refused>(server.poll_event().value()));
  CHECK(std::holds_alternative<closed>(server.poll_event().value()));
}

TEST_CASE("a closing responder whose waiting answers are withdrawn, or cannot be sent, is done") {
  for (const bool withdrawn : {true, false}) {
    auto server = publishing();
    const auto given = fetch_challenge(server, alice);
    deliver(server, alice, query(request_type::info, given));
    server.close(start);
    if (withdrawn)
      server.withdraw(request_type::info);
    else
      server.transmit_failed(std::make_error_code(std::errc::operation_not_permitted), start);
    CHECK(server.poll_event().has_value());
    CHECK(server.done());
  }
}

TEST_CASE("a closing responder whose transport takes nothing drops what waits, and is done") {
  auto server = publishing();
  deliver(server, alice, query(request_type::info));
  CHECK(server.deadline() == never);
  server.on_timeout(start + 1h);  // spurious
  server.close(start + 1h);
  const time_point end = start + 1h + 5s;
  CHECK(server.deadline() == end);
  server.close(start + 1h + 4s);  // does not prolong it
  CHECK(server.deadline() == end);
  server.on_timeout(end - 1ns);
  std::array<transmit, 4> room;
  CHECK(server.poll_transmit(room, end - 1ns) == 1);
  CHECK_FALSE(server.poll_event().has_value());
  server.on_timeout(end);
  CHECK(server.poll_transmit(room, end) == 0);
  server.transmitted(1, end);  // the one from before comes too late
  CHECK(std::get<closed>(server.poll_event().value()).error == std::error_code{});
  CHECK(server.done());
  CHECK(server.deadline() == never);
}

TEST_CASE("a closing responder drops the rest of a split answer, too") {
  auto chosen = usual;
  chosen.closing_timeout = 0s;
  auto server = publishing(chosen);
  const auto given = fetch_challenge(server, alice);
  REQUIRE(server.publish(rules_reply(300)) == std::error_code{});
  deliver(server, alice, query(request_type::rules, given));
  std::array<transmit, 4> room;
  REQUIRE(server.poll_transmit(room, start) == 4);
  server.transmitted(1, start);
  REQUIRE(server.publish(rules_reply(200)) == std::error_code{});
  server.close(start);
  CHECK(server.deadline() == start);
  server.on_timeout(start);
  CHECK(server.poll_event().has_value());
  CHECK(server.done());
}

TEST_CASE("a closing responder without end waits for its transport") {
  auto chosen = usual;
  chosen.closing_timeout = nanoseconds::max();
  auto server = publishing(chosen);
  deliver(server, alice, query(request_type::info));
  server.close(start);
  CHECK(server.deadline() == never);
  server.on_timeout(start + 1000h);
  CHECK(drain(server).size() == 1);
}

TEST_CASE("every call is legal after the end, and on a moved-from responder") {
  const auto calls_do_nothing = [](responder& dead) {
    std::array<transmit, 4> room;
    CHECK(dead.done());
    CHECK(dead.publish(info_reply()) == errc::closed);
    dead.withdraw(request_type::info);
    dead.receive(alice, query(request_type::ping), start);
    CHECK(dead.poll_transmit(room, start) == 0);
    dead.transmitted(7, start);
    dead.transmit_failed(std::make_error_code(std::errc::host_unreachable), start);
    dead.unreachable(alice, {}, start);
    dead.on_timeout(start);
    dead.close(start);
    CHECK_FALSE(dead.poll_event().has_value());
    CHECK(dead.deadline() == never);
  };
  auto server = publishing();
  deliver(server, alice, query(request_type::info));
  responder moved = std::move(server);
  calls_do_nothing(server);
  CHECK(drain(moved).size() == 1);
  server = std::move(moved);
  calls_do_nothing(moved);
  server.close(start);
  CHECK(server.poll_event().has_value());
  calls_do_nothing(server);
}

TEST_CASE("calls at the wrong time do no harm") {
  auto server = publishing();
  server.transmitted(100, start);
  server.transmit_failed(std::make_error_code(std::errc::host_unreachable), start);
  CHECK(server.poll_transmit({}, start) == 0);
  deliver(server, alice, query(request_type::ping));
  server.transmitted(100, start);
  CHECK(drain(server).empty());
  CHECK(deliver(server, alice, query(request_type::ping)) == verdict::answered);
  CHECK(drain(server).size() == 1);
}
