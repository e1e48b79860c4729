/// Options that make no sense are refused, each by itself: with all others as they are, so that it is this one.
#include <ostream>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/http1/exchange.hpp>
#include <gamewire/http1/responder.hpp>
#include <gamewire/master/responder.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/goldsource_responder.hpp>
#include <gamewire/rcon/responder.hpp>

using namespace std::chrono_literals;
using namespace gamewire;

namespace {

/// `good` is accepted, and with one change no longer.
template <class Options>
class refused {
 public:
  explicit refused(Options good = {}) : good_(std::move(good)) { CHECK(!good_.validate()); }

  template <class Value, class... Values>
  refused& by(Value Options::* member, Values... values) {
    for (const Value& value : {static_cast<Value>(values)...}) {
      Options changed = good_;
      changed.*member = value;
      CHECK(changed.validate() == errc::invalid_options);
    }
    return *this;
  }
  template <class Value, class... Values>
  refused& accepts(Value Options::* member, Values... values) {
    for (const Value& value : {static_cast<Value>(values)...}) {
      Options changed = good_;
      changed.*member = value;
      CHECK(!changed.validate());
    }
    return *this;
  }

 private:
  Options good_;
};

constexpr http1::read_limits no_head{.max_head = 0};

}  // namespace

TEST_SUITE_BEGIN("options");

TEST_CASE("of a2s::client") {
  using of = a2s::client_options;
  refused<of>()
      .by(&of::timeout, 0ns, -1ns, 25h)
      .by(&of::retries, 33)
      .by(&of::deadline, 0ns, -1ns)
      .by(&of::pad_to, 1, a2s::max_request_size - 1)
      .by(&of::retry_pad_to, 1, a2s::max_request_size - 1)
      .by(&of::source_form_wait, -1ns, 25h)
      .accepts(&of::pad_to, 0, a2s::max_request_size)
      .accepts(&of::source_form_wait, 0ns)
      .accepts(&of::deadline, 1ns);
}

TEST_CASE("of http1::exchange and http1::responder") {
  using of = http1::exchange_options;
  refused<of>({.host = "h"})
      .by(&of::host, "", "a b")
      .by(&of::deadline, 0ns)
      .by(&of::idle_timeout, 0ns)
      .by(&of::max_requests, 0)
      .by(&of::max_queued_bytes, 0)
      .by(&of::limits, no_head);
  using server = http1::responder_options;
  refused<server>()
      .by(&server::request_timeout, 0ns)
      .by(&server::idle_timeout, 0ns)
      .by(&server::stall_timeout, 0ns)
      .by(&server::closing_timeout, 0ns)
      .by(&server::limits, no_head);
  http1::responder none(server{.idle_timeout = 0ns});
  const auto event = none.poll_event();
  CHECK((event && std::get<closed>(*event).error == errc::invalid_options && none.done()));
}

TEST_CASE("of master::responder") {
  using of = master::responder_options;
  refused<of>()
      .by(&of::page_entries, 0, master::max_page_entries + 1)
      .by(&of::max_queue, 0, (1U << 16U) + 1)
      .by(&of::burst, 0)
      .by(&of::rate_table, 0, 1, 1000, 1U << 25U)
      .by(&of::max_servers, (1U << 24U) + 1)
      .by(&of::closing_timeout, -1ns)
      .accepts(&of::closing_timeout, 0ns);
  refused<of>({.rate = 0}).accepts(&of::burst, 0);
}

TEST_CASE("of rcon::client") {
  using of = rcon::client_options;
  refused<of>()
      .by(&of::login_timeout, 0ns)
      .by(&of::deadline, 0ns)
      .by(&of::quiet_time, 0ns)
      .by(&of::keep_alive, -1ns)
      .by(&of::max_frame, 4095)
      .by(&of::max_reply, 0)
      .by(&of::max_commands, 0)
      .by(&of::max_in_flight, 0)
      .by(&of::password, std::string_view("a\0b", 3))
      .accepts(&of::keep_alive, 0ns);
}

TEST_CASE("of rcon::responder and rcon::goldsource::responder") {
  using of = rcon::responder_options;
  refused<of>()
      .by(&of::login_timeout, 0ns)
      .by(&of::stall_timeout, 0ns)
      .by(&of::closing_timeout, 0ns)
      .by(&of::verdict_delay, -1ns)
      .by(&of::idle_timeout, -1ns)
      .by(&of::max_failures, 0)
      .by(&of::max_frame, 63)
      .by(&of::max_backlog, 0)
      .by(&of::max_unsent, 4095)
      .by(&of::password, std::string_view("a\0b", 3));
  refused<of>({.max_frame = 64})
      .by(&of::password,
          std::string_view("0123456789012345678901234567890123456789012345678901234567890123"));
  using udp = rcon::goldsource::responder_options;
  refused<udp>()
      .by(&udp::max_datagram, 63, 65508)
      .by(&udp::max_unsent, 1)
      .by(&udp::closing_timeout, -1ns)
      .by(&udp::password, "a\"b", "a\nb", "a\rb", std::string_view("a\0b", 3));
}

TEST_SUITE_END();
