// Any calls in any order: timers go off when a list that is searched says so, and the next time is never
// past.
#include "conversation.hpp"
#include "support/wheel_model.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(timer_wheel) {
  byte_reader reader(in);
  test::modelled_wheel wheel(16, time_point(std::chrono::hours(1)));
  while (reader.size() >= 3) {
    const auto what = reader.u8();
    const auto which = static_cast<timer_wheel::index>(what >> 4);
    const nanoseconds span{static_cast<std::int64_t>(reader.u8()) << reader.u8() % 48};
    switch (what % 6) {
      case 0: wheel.arm(which, later(wheel.now(), span)); break;
      case 1: wheel.arm_no_later(which, later(wheel.now(), span)); break;
      case 2: wheel.cancel(which); break;
      case 3: wheel.at(later(wheel.now(), span)); break;
      case 4: wheel.advance(later(wheel.now(), span), span); break;
      default: wheel.advance(std::min(wheel.next(), later(wheel.now(), span))); break;
    }
    if (!wheel.breach().empty()) fuzz::broken(wheel.breach().c_str(), __FILE__, __LINE__);
  }
}
