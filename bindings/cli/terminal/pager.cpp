#include "terminal/pager.hpp"

#include <utility>

namespace gamewire::cli {
namespace {

pager_key of_letter(unsigned char letter) noexcept {
  switch (letter) {
    case 'k': return pager_key::up;
    case 'j': return pager_key::down;
    case 'b': return pager_key::page_up;
    case ' ': return pager_key::page_down;
    case 'g': return pager_key::home;
    case 'G': return pager_key::end;
    case 'q':
    case 'Q': return pager_key::quit;
    default: return pager_key::none;
  }
}

/// Of ESC [ NUMBER ~, where terminals differ: as the VT220 has them, and rxvt.
pager_key of_number(unsigned number) noexcept {
  switch (number) {
    case 1:
    case 7: return pager_key::home;
    case 4:
    case 8: return pager_key::end;
    case 5: return pager_key::page_up;
    case 6: return pager_key::page_down;
    default: return pager_key::none;
  }
}

/// Of what ends a sequence. With Shift or Ctrl held parameters stand before the letter, and change nothing here.
pager_key of_final(unsigned char final, unsigned number) noexcept {
  switch (final) {
    case 'A': return pager_key::up;
    case 'B': return pager_key::down;
    case 'H': return pager_key::home;
    case 'F': return pager_key::end;
    case '~': return of_number(number);
    default: return pager_key::none;
  }
}

constexpr unsigned char escape = 0x1b;

}  // namespace

pager_key pager_keys::hear(unsigned char byte) noexcept {
  const place was = std::exchange(place_, place::outside);
  if (byte == escape) {
    place_ = place::escape;
    number_ = 0;
    return pager_key::none;
  }
  if (was == place::escape && (byte == '[' || byte == 'O')) {
    place_ = place::sequence;
    return pager_key::none;
  }
  if (was == place::sequence && byte >= 0x20 && byte < 0x40) {  // as ECMA-48 has it
    if (byte >= '0' && byte <= '9') number_ = number_ * 10 + (byte - '0');
    place_ = place::sequence;
    return pager_key::none;
  }
  return was == place::sequence ? of_final(byte, number_) : of_letter(byte);
}

void pager::press(pager_key key) noexcept {
  switch (key) {
    case pager_key::up: return back(1);
    case pager_key::down: return go(first_ + 1);
    case pager_key::page_up: return back(room_);
    case pager_key::page_down: return go(first_ + room_);
    case pager_key::home: return go(0);
    case pager_key::end: return go(lines_);
    case pager_key::quit:
    case pager_key::none: return;
  }
}

}  // namespace gamewire::cli
