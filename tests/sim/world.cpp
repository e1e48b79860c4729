#include "world.hpp"

#include <algorithm>

namespace gamewire::sim {

tally& tally::operator+=(const tally& other) {
  asked += other.asked;
  answered += other.answered;
  failed += other.failed;
  datagrams += other.datagrams;
  return *this;
}

void turns::step() {
  const time_point next = is_.next();
  idle_steps_ = next > now_ ? 0 : idle_steps_ + 1;
  now_ = std::max(now_, next);
  is_.step(next);
}

outcome turns::end() {
  outcome made = is_.end();
  if (idle_steps_ == most_idle_steps) made.breach = "busy: time stands still; " + made.breach;
  return made;
}

outcome play(world& in) {
  turns one(in);
  while (one.next() != never) one.step();
  return one.end();
}

}  // namespace gamewire::sim
