// Conversations that every driver has to tell the same of, each of which is played over loopback and in a loop
// without any system in it.
//
// A server answers by the order of what it is asked, a client by the order of what it is told, and nothing
// overtakes anything on loopback; so the order of events cannot depend on who is faster. Where an answer is to
// come, the time-out is so long that it never does; where none is, it may be short.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/client.hpp>

#include "loopback.hpp"
#include "strict.hpp"
#include "support/a2s_events.hpp"
#include "support/hex.hpp"

namespace conversations {

using namespace gamewire;
using namespace gamewire::test;

using client = strict::machine_of<a2s::client>;

inline constexpr nanoseconds for_ever = std::chrono::seconds(30);

struct scenario {
  std::string name;
  std::vector<std::string> asks;
  std::vector<std::vector<buffer>> answers = {};  // to the first request, the second, …; then silence
  a2s::client_options options = {.timeout = for_ever};
  bool refused = false;  // nobody is there
};

/// The server of a scenario.
class scripted {
 public:
  explicit scripted(const scenario& from) : answers_(from.answers.begin(), from.answers.end()) {}

  std::vector<buffer> operator()() {
    if (answers_.empty()) return {};
    auto next = std::move(answers_.front());
    answers_.pop_front();
    return next;
  }

 private:
  std::deque<std::vector<buffer>> answers_;
};

/// A client that has put its questions and ends with the last answer.
client asking(const scenario& what, time_point now);

/// What happened, but for how long it took.
class event_log {
 public:
  void operator()(const a2s::client::event& happened) {
    const std::string text = describe(happened);
    const bool timed = std::holds_alternative<a2s::ping_reply>(happened);
    text_ += (timed ? text.substr(0, text.find(" after")) : text) + '\n';
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// Plays it by something with the calls of the blocking peer.
template <class Peer>
std::string play_over(const scenario& what) {
  const loopback::server server([answers = scripted(what)](const std::string&) mutable {
    std::vector<std::string> out;
    for (const buffer& one : answers()) out.emplace_back(as_text(one));
    return out;
  });
  const endpoint to = what.refused ? loopback::closed_port() : server.at();
  auto peer = Peer::connect(loopback::to_address(to), asking(what, system::now()));
  REQUIRE(peer);
  event_log log;
  CHECK_FALSE(peer->run(log));
  CHECK(peer->machine().done());
  CHECK(peer->machine().faults().empty());
  return log.text();
}

/// A driver to be compared.
struct subject {
  const char* name;
  std::string (*play)(const scenario&);
};

/// Checks that each of them tells of the scenarios what is told without any system.
void compare_scenarios(std::span<const subject> drivers);
/// And so of the vectors, as far as these need no time-out.
void compare_vectors(std::span<const subject> drivers);

}  // namespace conversations
