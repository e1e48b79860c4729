#include <doctest/doctest.h>

#include <gamewire/random.hpp>
#include <gamewire/timer_wheel.hpp>

#include "support/wheel_model.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using gamewire::test::modelled_wheel;

namespace {

constexpr time_point start{100h};

/// A distance with any number of digits.
nanoseconds somewhere(split_mix& random) {
  return nanoseconds(static_cast<std::int64_t>(random() >> 1 >> (10 + random.below(40))));
}

/// How often `advance` is called until a timer goes off, each time when `next` says so.
int steps_to(nanoseconds distance) {
  modelled_wheel wheel(1, start);
  wheel.arm(0, start + distance);
  int steps = 0;
  for (; wheel.armed() != 0; ++steps) wheel.advance(wheel.next());
  CHECK(wheel.breach() == "");
  CHECK(wheel.now() >= start + distance);
  CHECK(wheel.now() < start + distance + timer_wheel::tick);
  return steps;
}

}  // namespace

TEST_CASE("a timer goes off with the first tick at or after its time") {
  for (const nanoseconds distance : {1ns, 1000000ns, 1048575ns, 1048576ns, 1048577ns}) steps_to(distance);
}

TEST_CASE("a timer is called in vain as often as its distance has digits, at most") {
  CHECK(steps_to(5ms) <= 2);
  CHECK(steps_to(1500ms) <= 3);
  CHECK(steps_to(2h) <= 5);
}

TEST_CASE("a wheel does what a list does") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    split_mix random(seed);
    modelled_wheel wheel(20, start);
    for (int i = 0; i < 400 && wheel.breach().empty(); ++i) {
      const auto which = random.below(20);
      switch (random.below(8)) {
        case 0: wheel.arm(which, later(wheel.now(), somewhere(random))); break;
        case 1:
        case 2: wheel.arm_no_later(which, later(wheel.now(), somewhere(random))); break;
        case 3: wheel.cancel(which); break;
        case 4: wheel.at(later(wheel.now(), somewhere(random) / 64)); break;
        case 5: wheel.advance(later(wheel.now(), somewhere(random) / 64), somewhere(random)); break;
        case 6: wheel.advance(std::min(wheel.next(), later(wheel.now(), 3h)), 20ms); break;
        default: wheel.advance(later(wheel.now(), 5ms)); break;
      }
    }
    CHECK(wheel.breach() == "");
  }
}

TEST_CASE("one that is set further ahead than a wheel reaches goes off early, and not at once") {
  modelled_wheel wheel(1, start);
  wheel.arm(0, start + 100h);
  wheel.advance(start + 2h);
  CHECK(wheel.armed() == 1);
  wheel.advance(start + 3h);
  CHECK(wheel.armed() == 0);
  CHECK(wheel.breach() == "");
}

TEST_CASE("a timer that was put off stays where it is, one for an earlier time does not") {
  modelled_wheel wheel(1, start);
  wheel.arm_no_later(0, start + 1s);
  wheel.arm_no_later(0, start + 2s);
  wheel.arm_no_later(0, never);
  CHECK(wheel.armed() == 1);
  wheel.arm_no_later(0, start + 500ms);
  wheel.advance(start + 502ms);
  CHECK(wheel.armed() == 0);
  wheel.arm_no_later(0, never);
  CHECK(wheel.armed() == 0);
  CHECK(wheel.breach() == "");
}

TEST_CASE("a timer that is late is not put off by being set again") {
  modelled_wheel wheel(1, start);
  wheel.arm_no_later(0, start + 1ms);
  for (int i = 0; i < 10; ++i) {
    wheel.at(wheel.now() + 1ms);
    wheel.arm_no_later(0, start - 1s);
  }
  wheel.advance(wheel.now());
  CHECK(wheel.armed() == 0);
  CHECK(wheel.breach() == "");
}

TEST_CASE("no point in time overflows") {
  for (const time_point now : {time_point::min(), time_point{}, time_point::max() - 1ns, time_point::max()}) {
    modelled_wheel wheel(4, now);
    wheel.arm(0, time_point::min());
    wheel.arm(1, now);
    wheel.arm(2, never);
    wheel.arm_no_later(3, later(now, 1ns));
    CHECK((wheel.next() > now || now == never));
    wheel.advance(later(now, 3ms));
    wheel.advance(time_point::max());
    CHECK(wheel.breach() == "");
  }
}

TEST_CASE("time that jumps by years goes by in no time") {
  modelled_wheel wheel(1000, start);
  for (unsigned i = 0; i < 1000; ++i) wheel.arm(i, start + i * 7s);
  for (int jump = 0; jump < 100; ++jump) wheel.advance(wheel.now() + 20000h, 1h);
  CHECK(wheel.armed() == 1000);
  CHECK(wheel.breach() == "");
}
