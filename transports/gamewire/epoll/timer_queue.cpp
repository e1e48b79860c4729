#include <gamewire/epoll/timer_queue.hpp>

namespace gamewire::inline v0::epoll {

void timer_queue::set(source& who, time_point at) {
  if (at == never) return remove(who);
  if (who.place_ == source::nowhere) {
    heap_.emplace_back();
    who.place_ = heap_.size() - 1;
  } else if (heap_[who.place_].at == at) {
    return;
  }
  settle(who.place_, {at, ++order_, &who});
}

void timer_queue::remove(source& who) noexcept {
  const std::size_t hole = std::exchange(who.place_, source::nowhere);
  if (hole == source::nowhere) return;
  const entry last = heap_.back();
  heap_.pop_back();
  if (hole < heap_.size()) settle(hole, last);
}

source* timer_queue::pop(time_point now) noexcept {
  if (next() > now || heap_.empty()) return nullptr;
  source* const first = heap_.front().who;
  remove(*first);
  return first;
}

void timer_queue::put(std::size_t place, const entry& what) noexcept {
  heap_[place] = what;
  what.who->place_ = place;
}

/// Brings `what` to where it belongs, from a place that is free.
void timer_queue::settle(std::size_t place, const entry& what) noexcept {
  for (std::size_t above = (place - 1) / 2; place != 0 && what < heap_[above]; above = (place - 1) / 2) {
    put(place, heap_[above]);
    place = above;
  }
  for (std::size_t below = 2 * place + 1; below < heap_.size(); below = 2 * place + 1) {
    if (below + 1 < heap_.size() && heap_[below + 1] < heap_[below]) ++below;
    if (!(heap_[below] < what)) break;
    put(place, heap_[below]);
    place = below;
  }
  put(place, what);
}

}  // namespace gamewire::inline v0::epoll
