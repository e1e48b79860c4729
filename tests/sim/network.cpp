#include "network.hpp"

namespace gamewire::sim {

weather make_weather(dice& dice) {
  weather made{.delay = dice.milliseconds(0, 200), .jitter_ms = dice.between(0, 50)};
  if (dice.chance(300)) return made;  // a good day
  if (dice.chance(300)) made.loss = dice.between(1, 500);
  if (dice.chance(200)) made.burst = dice.between(1, 100), made.burst_length = dice.between(1, 20);
  if (dice.chance(300)) made.duplication = dice.between(1, 300);
  if (dice.chance(300)) made.reordering = dice.between(1, 500);
  if (dice.chance(150)) made.corruption = dice.between(1, 300);
  if (dice.chance(150)) made.truncation = dice.between(1, 300);
  return made;
}

menu menu_of_networks() {
  return {"loss", "loss of many", "duplicate", "delay", "changed byte", "truncation"};
}

void network::send(const endpoint& from, const endpoint& to, bytes payload, time_point now) {
  if (is_lost()) return;
  const flight one{from, to, {payload.begin(), payload.end()}};
  launch(one, now);
  while (dice_.chance(weather_.duplication)) met_.met("duplicate"), launch(one, now);
}

flight network::take() {
  flight first = std::move(flights_.begin()->second);
  flights_.erase(flights_.begin());
  return first;
}

bool network::is_lost() {
  if (burst_left_ != 0) return --burst_left_, met_.met("loss of many"), true;
  if (dice_.chance(weather_.burst)) burst_left_ = weather_.burst_length;
  const bool lost = dice_.chance(weather_.loss);
  met_.met("loss", lost ? 1 : 0);
  return lost;
}

void network::launch(flight one, time_point now) {
  auto& payload = one.payload;
  const auto size = static_cast<std::uint32_t>(payload.size());
  if (size != 0 && dice_.chance(weather_.corruption)) {
    std::byte& hit = payload[dice_.between(0, size - 1)];
    hit ^= static_cast<std::byte>(dice_.between(1, 255));
    met_.met("changed byte");
  }
  if (size != 0 && dice_.chance(weather_.truncation)) {
    payload.resize(dice_.between(0, size - 1));
    met_.met("truncation");
  }
  time_point arrival = now + weather_.delay + dice_.milliseconds(0, weather_.jitter_ms);
  if (dice_.chance(weather_.reordering)) arrival += dice_.milliseconds(1, 3000), met_.met("delay");
  flights_.emplace(arrival, std::move(one));
}

}  // namespace gamewire::sim
