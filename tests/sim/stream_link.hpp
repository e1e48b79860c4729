/// One direction of a TCP connection, in virtual time, and what happens to streams: they are cut anew, they
/// stall, they fill up, they end.
#pragma once

#include <algorithm>
#include <deque>
#include <utility>

#include "dice.hpp"
#include "faults.hpp"
#include "support/hex.hpp"

namespace gamewire::sim {

struct stream_weather {
  nanoseconds delay{};
  std::uint32_t jitter_ms = 0;  // between pieces
  std::uint32_t cuts = 0;       // per mille: a piece is cut
  std::uint32_t longest = ~0U;  // bytes of a piece
  std::uint32_t stalls = 0;     // per mille: a piece is late by up to `stall_ms`
  std::uint32_t stall_ms = 0;
  std::size_t room = 1 << 20;                    // bytes on the way
  std::uint64_t breaks_at = ~std::uint64_t{0};   // after so many bytes nothing arrives any more
  std::uint64_t corrupt_at = ~std::uint64_t{0};  // this byte is changed
};

/// `rough`: what costs something, too.
inline stream_weather make_stream_weather(dice& dice, bool rough) {
  stream_weather made{.delay = dice.milliseconds(0, 50), .jitter_ms = dice.between(0, 5)};
  made.cuts = dice.chance(500) ? dice.between(1, 900) : 0;
  if (!rough) return made;
  if (dice.chance(500)) made.stalls = dice.between(1, 200), made.stall_ms = dice.between(1, 3000);
  if (dice.chance(200)) made.room = dice.between(1, 3000);
  if (dice.chance(200)) made.breaks_at = dice.between(0, 20000);
  if (dice.chance(100)) made.corrupt_at = dice.between(0, 20000);
  return made;
}

inline menu menu_of_streams() { return {"cut", "stall", "full", "reset", "changed byte"}; }

class stream_link {
 public:
  stream_link(const stream_weather& weather, std::uint64_t seed, fault_counts& met)
      : weather_(weather), dice_(seed), met_(&met) {}

  /// How many bytes of it were taken.
  std::size_t send(bytes in, time_point now) {
    if (sent_ >= weather_.breaks_at) return in.size();  // nobody knows yet
    const std::size_t taken = std::min(in.size(), weather_.room - std::min(weather_.room, on_the_way_));
    if (taken < in.size()) met_->met("full");
    bytes rest = in.first(taken);
    while (!rest.empty()) {
      const auto most = std::min(static_cast<std::uint32_t>(rest.size()), weather_.longest);
      const std::size_t size = dice_.chance(weather_.cuts) ? dice_.between(1, most) : most;
      if (size < rest.size()) met_->met("cut");
      launch(rest.first(size), now);
      rest = rest.subspan(size);
    }
    return taken;
  }

  /// When the next piece arrives, or the break shows.
  [[nodiscard]] time_point next() const { return flights_.empty() ? never : flights_.front().first; }
  /// The next piece; empty when the connection broke there.
  test::buffer take() {
    test::buffer piece = std::move(flights_.front().second);
    flights_.pop_front();
    on_the_way_ -= piece.size();
    return piece;
  }
  [[nodiscard]] bool has_room() const { return on_the_way_ < weather_.room; }

 private:
  void launch(bytes piece, time_point now) {
    if (sent_ >= weather_.breaks_at) return;
    nanoseconds late = weather_.jitter_ms != 0 ? dice_.milliseconds(0, weather_.jitter_ms) : nanoseconds{};
    if (dice_.chance(weather_.stalls)) late += dice_.milliseconds(0, weather_.stall_ms), met_->met("stall");
    last_ = std::max(last_, now + weather_.delay + late);
    const bool breaks = piece.size() >= weather_.breaks_at - sent_;
    if (breaks) piece = piece.first(static_cast<std::size_t>(weather_.breaks_at - sent_));
    test::buffer copy(piece.begin(), piece.end());
    if (weather_.corrupt_at - sent_ < copy.size()) {
      copy[static_cast<std::size_t>(weather_.corrupt_at - sent_)] ^= std::byte{0x55};
      met_->met("changed byte");
    }
    sent_ += copy.size();
    on_the_way_ += copy.size();
    if (!copy.empty()) flights_.emplace_back(last_, std::move(copy));
    if (!breaks) return;
    flights_.emplace_back(last_, test::buffer{});
    sent_ = weather_.breaks_at;
    met_->met("reset");
  }

  stream_weather weather_;
  dice dice_;
  fault_counts* met_;
  std::deque<std::pair<time_point, test::buffer>> flights_;
  std::size_t on_the_way_ = 0;
  std::uint64_t sent_ = 0;
  time_point last_{};
};

}  // namespace gamewire::sim
