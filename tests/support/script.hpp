/// Conversations written down: what a machine is asked, what it must send, what it receives, what it must
/// report.
///
///     script<a2s::client>()
///         .asks([](auto& c) { return c.request_info(); })
///         .sends("FF FF FF FF 54 ...")
///         .receives("FF FF FF FF 49 ...")
///         .event("info 1")
///         .check();
///
/// A script is strict: what is sent or reported and not expected fails it. `check()` also runs it again once
/// for each of its steps and each way in which a conversation can break there, and requires the contract of
/// machine.hpp to hold: each request ends in one event, then one `closed`, then done. Events are compared by
/// the headline that `describe(event)` gives, or as a whole if the expectation has several lines.
#pragma once

#include <array>
#include <deque>
#include <utility>

#include <doctest/doctest.h>

#include "observed.hpp"

namespace gamewire::test {

/// What breaks a conversation, at whichever step.
enum class breakage { none, end, reset, refusal, silence, garbage, deafness, closing, move };
inline constexpr std::array breakages{breakage::end,     breakage::reset,   breakage::refusal,
                                      breakage::silence, breakage::garbage, breakage::deafness,
                                      breakage::closing, breakage::move};

/// A datagram machine that can do with a datagram that was refused.
template <class M>
concept outlives_refusals = requires(M m, std::error_code ec, time_point now) { m.unreachable(ec, now); };

/// One run of a script.
template <machine M>
class performance {
 public:
  explicit performance(M machine, nanoseconds request_limit) : actor(std::move(machine)) {
    actor.request_limit = request_limit;
    actor.on_send = [this](bytes out) -> std::size_t {
      if (deaf) return 0;
      sent.emplace_back(out.begin(), out.end());
      return out.size();
    };
    actor.on_event = [this](const typename M::event& event) { events.push_back(describe(event)); };
  }
  performance(const performance&) = delete;

  void disrupt(breakage how) {
    const auto now = actor.now();
    switch (how) {
      case breakage::none: return;
      case breakage::end: return actor.receive_end({}, now);
      case breakage::reset:
        return actor.receive_end(std::make_error_code(std::errc::connection_refused), now);
      case breakage::refusal:
        if constexpr (outlives_refusals<M>)
          actor.unreachable(std::make_error_code(std::errc::connection_refused), now);
        return;
      case breakage::silence: return;
      case breakage::garbage: return actor.receive(from_hex("DE AD BE EF 00 FF"), now);
      case breakage::deafness: deaf = true; return;
      case breakage::closing: return actor.close(now);
      case breakage::move: return actor.relocate();
    }
  }

  observed<M> actor;
  std::deque<buffer> sent;
  std::deque<std::string> events;
  bool deaf = false;    // the transport takes nothing
  bool judging = true;  // expectations count
};

template <machine M>
class script {
 public:
  explicit script(const typename M::options& options = {}) : options_(options) {}

  /// A command that accepts a request; and one that refuses, with this error.
  template <class Command>
  script&& asks(Command command) && {
    return std::move(*this).does("asks", [command](stage& on) {
      const auto id = on.actor.ask(command);
      if (on.judging) CHECK_MESSAGE(id.has_value(), "a command was refused");
    });
  }
  template <class Command>
  script&& asks_in_vain(Command command, std::error_code why) && {
    return std::move(*this).does("asks in vain", [command, why](stage& on) {
      const auto id = on.actor.ask(command);
      if (on.judging) CHECK_MESSAGE((!id && id.error() == why), "a command was not refused as it should");
    });
  }
  script&& cancels(unsigned id) && {
    return std::move(*this).does("cancels", [id](stage& on) { on.actor.cancel(request_id{id}); });
  }
  script&& closes() && {
    return std::move(*this).does("closes", [](stage& on) { on.actor.close(on.actor.now()); });
  }

  script&& receives(std::string_view hex) && {
    return std::move(*this).does("receives",
                                 [in = from_hex(hex)](stage& on) { on.actor.receive(in, on.actor.now()); });
  }
  script&& ends(std::error_code why = {}) && {
    return std::move(*this).does("ends", [why](stage& on) { on.actor.receive_end(why, on.actor.now()); });
  }

  /// A machine that outlives its connections wants another one, and gets it.
  script&& opens() && {
    return std::move(*this).does("opens", [](stage& on) {
      if (on.judging) CHECK_MESSAGE(on.actor.wants_to_connect(), "no connection is wanted");
      if (on.actor.wants_to_connect()) on.actor.opened(on.actor.now());
    });
  }
  /// Whether it wants one, or keeps the one it has.
  script&& wants_transport(bool does) && {
    steps_.push_back({"wants a transport", expectation::is,
                      [does](stage& on) { CHECK(on.actor.machine().wants_transport() == does); }});
    return std::move(*this);
  }

  /// The network does not deliver what was sent.
  script&& unreachable(std::error_code why) && {
    return std::move(*this).does("unreachable",
                                 [why](stage& on) { on.actor.unreachable(why, on.actor.now()); });
  }

  /// The transport is full from now on; or takes again.
  script&& deaf(bool is = true) && {
    return std::move(*this).does("deaf", [is](stage& on) {
      on.deaf = is;
      on.actor.drain();
    });
  }

  /// Time passes, and nothing may be due in it.
  script&& passes(nanoseconds span) && {
    return std::move(*this).does("passes", [span](stage& on) {
      const time_point until = later(on.actor.now(), span);
      if (on.judging) CHECK_MESSAGE(on.actor.machine().deadline() > until, "something is due too early");
      on.actor.on_timeout(until);
    });
  }
  /// Time passes up to the deadline, which must be that far away, give or take `tolerance`.
  script&& timeout_at(nanoseconds span, nanoseconds tolerance = nanoseconds(1)) && {
    return std::move(*this).does("timeout", [span, tolerance](stage& on) {
      const time_point due = on.actor.machine().deadline();
      if (on.judging) {
        CHECK_MESSAGE(due >= on.actor.now() + span - tolerance, "the deadline is too early");
        CHECK_MESSAGE(due <= on.actor.now() + span + tolerance, "the deadline is too late");
      }
      if (due != never) on.actor.on_timeout(due);
    });
  }

  script&& sends(std::string_view hex) && {
    steps_.push_back({"sends", expectation::is, [want = from_hex(hex)](stage& on) {
                        CHECK_MESSAGE(!on.sent.empty(), "should have been sent: ", to_hex(want));
                        if (on.sent.empty()) return;
                        CHECK(to_hex(on.sent.front(), 2000) == to_hex(want, 2000));
                        on.sent.pop_front();
                      }});
    return std::move(*this);
  }
  script&& event(std::string want) && {
    steps_.push_back({"event", expectation::is, [want](stage& on) {
                        CHECK_MESSAGE(!on.events.empty(), "should have happened: ", want);
                        if (on.events.empty()) return;
                        const std::string& is = on.events.front();
                        CHECK((want.find('\n') != want.npos ? is : is.substr(0, is.find('\n'))) == want);
                        on.events.pop_front();
                      }});
    return std::move(*this);
  }

  /// Runs the script, and then all that can go wrong in it.
  void check() && {
    perform(steps_.size(), breakage::none);
    for (std::size_t until = 0; until <= steps_.size(); ++until)
      for (const breakage how : breakages) perform(until, how);
  }

 private:
  using stage = performance<M>;
  enum class expectation : bool { no, is };
  struct step {
    std::string label;
    expectation kind;
    std::function<void(stage&)> run;
  };

  script&& does(const char* label, std::function<void(stage&)> run) && {
    steps_.push_back({label, expectation::no, std::move(run)});
    return std::move(*this);
  }

  void perform(std::size_t until, breakage how) {
    stage on(M(options_), request_limit());
    on.judging = how == breakage::none;
    for (std::size_t i = 0; i < until; ++i) {
      INFO("step ", i + 1, ", ", steps_[i].label);
      if (steps_[i].kind == expectation::no) expect_nothing(on);
      if (steps_[i].kind == expectation::no || on.judging) steps_[i].run(on);
    }
    INFO("broken before step ", until + 1, " by breakage ", static_cast<int>(how));
    expect_nothing(on);
    on.disrupt(how);
    on.actor.finish();
    for (const std::string& breach : on.actor.breaches()) FAIL_CHECK(breach);
  }

  /// Within which a request must end, for machines that promise it.
  [[nodiscard]] nanoseconds request_limit() const {
    if constexpr (requires { options_.total_deadline(); }) return options_.total_deadline();
    return nanoseconds::max();
  }

  static void expect_nothing(stage& on) {
    if (!on.judging) return;
    for (const buffer& out : on.sent) FAIL_CHECK("sent unexpectedly: ", to_hex(out));
    for (const std::string& event : on.events) FAIL_CHECK("happened unexpectedly: ", event);
    on.sent.clear();
    on.events.clear();
  }

  typename M::options options_;
  std::vector<step> steps_;
};

}  // namespace gamewire::test
