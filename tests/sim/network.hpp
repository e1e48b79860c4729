/// Datagrams on their way, in virtual time, and what bad networks do to them.
#pragma once

#include <map>
#include <optional>

#include <gamewire/endpoint.hpp>

#include "dice.hpp"
#include "faults.hpp"
#include "support/hex.hpp"

namespace gamewire::sim {

/// Per mille, of datagrams.
struct weather {
  std::uint32_t loss = 0;
  std::uint32_t burst = 0;  // chance that this one and the next `burst_length` are lost
  std::uint32_t burst_length = 0;
  std::uint32_t duplication = 0;
  std::uint32_t reordering = 0;  // held up for a while
  std::uint32_t corruption = 0;
  std::uint32_t truncation = 0;
  nanoseconds delay{};
  std::uint32_t jitter_ms = 0;

  /// Does what arrives always equal what was sent?
  [[nodiscard]] bool is_honest() const { return corruption == 0 && truncation == 0; }
  /// Does it arrive once at most, and soon?
  [[nodiscard]] bool is_orderly() const { return duplication == 0 && reordering == 0; }
};

/// From a good day to a very bad one.
weather make_weather(dice& dice);

menu menu_of_networks();

struct flight {
  endpoint from;
  endpoint to;
  test::buffer payload;
};

class network {
 public:
  network(const weather& conditions, std::uint64_t seed, fault_counts& met)
      : weather_(conditions), dice_(seed), met_(met) {}

  void send(const endpoint& from, const endpoint& to, bytes payload, time_point now);

  /// When the next one arrives.
  [[nodiscard]] time_point next() const { return flights_.empty() ? never : flights_.begin()->first; }
  flight take();

 private:
  bool is_lost();
  void launch(flight one, time_point now);

  weather weather_;
  dice dice_;
  fault_counts& met_;
  std::multimap<time_point, flight> flights_;  // equal times: in the order of sending
  std::uint32_t burst_left_ = 0;
};

}  // namespace gamewire::sim
