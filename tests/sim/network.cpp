#include "network.hpp"

namespace gamewire::sim {

void network::send(const endpoint& from, const endpoint& to, bytes payload, time_point now) {
  if (is_lost()) return;
  const flight one{from, to, {payload.begin(), payload.end()}};
  launch(one, now);
  while (dice_.chance(weather_.duplication)) launch(one, now);
}

flight network::take() {
  flight first = std::move(flights_.begin()->second);
  flights_.erase(flights_.begin());
  return first;
}

bool network::is_lost() {
  if (burst_left_ != 0) return --burst_left_, true;
  if (dice_.chance(weather_.burst)) burst_left_ = weather_.burst_length;
  return dice_.chance(weather_.loss);
}

void network::launch(flight one, time_point now) {
  auto& payload = one.payload;
  const auto size = static_cast<std::uint32_t>(payload.size());
  if (size != 0 && dice_.chance(weather_.corruption)) {
    std::byte& hit = payload[dice_.between(0, size - 1)];
    hit ^= static_cast<std::byte>(dice_.between(1, 255));
  }
  if (size != 0 && dice_.chance(weather_.truncation)) payload.resize(dice_.between(0, size - 1));
  time_point arrival = now + weather_.delay + dice_.milliseconds(0, weather_.jitter_ms);
  if (dice_.chance(weather_.reordering)) arrival += dice_.milliseconds(1, 3000);
  flights_.emplace(arrival, std::move(one));
}

}  // namespace gamewire::sim
