/// Plays the conversations of vector files to machines, as they are written and cut into other pieces.
#pragma once

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "observed.hpp"

namespace gamewire::test {

/// What arrives at one time, in one piece or several.
using arrival = std::vector<buffer>;

/// Each by itself, whole; byte by byte; and whole, but for one that is cut in two.
inline std::vector<arrival> in_one_piece(const std::vector<buffer>& all) {
  std::vector<arrival> arrivals;
  for (const buffer& one : all) arrivals.push_back({one});
  return arrivals;
}
inline std::vector<arrival> byte_by_byte(const std::vector<buffer>& all) {
  std::vector<arrival> arrivals;
  for (const buffer& one : all) {
    arrivals.emplace_back();
    for (const std::byte byte : one) arrivals.back().push_back({byte});
  }
  return arrivals;
}
inline std::vector<arrival> cut_in_two(const std::vector<buffer>& all, std::size_t which, std::size_t at) {
  auto arrivals = in_one_piece(all);
  const auto middle = all[which].begin() + static_cast<std::ptrdiff_t>(at);
  arrivals[which] = {{all[which].begin(), middle}, {middle, all[which].end()}};
  return arrivals;
}

/// What a machine reports that is asked these things at once and hears these arrivals, one every 10 ms, and
/// then nothing more: lines of `describe`, without the "closed" that its end leaves. Whatever it has heard is
/// overwritten once it is drained; breaches of the contract fail the test.
template <machine M, class Ask>
std::string play(M machine, nanoseconds request_limit, const std::vector<std::string>& asks, Ask ask,
                 const std::vector<arrival>& arrivals) {
  using std::chrono::milliseconds;
  observed<M> actor(std::move(machine));
  std::string log;
  actor.request_limit = request_limit;
  actor.on_event = [&log](const typename M::event& event) { log += describe(event) + '\n'; };
  for (const auto& what : asks) actor.ask([&](M& asked) { return ask(asked, what); });
  for (const arrival& pieces : arrivals) {
    const time_point now = actor.now() + milliseconds(10);
    for (const buffer& piece : pieces) actor.receive(piece, now);
  }
  while (actor.open_requests() != 0 && actor.machine().deadline() != never)
    actor.on_timeout(actor.machine().deadline());
  actor.finish();
  for (const std::string& breach : actor.breaches()) FAIL_CHECK(breach);
  if (log.ends_with("closed\n")) log.resize(log.size() - 7);
  return log;
}

}  // namespace gamewire::test
