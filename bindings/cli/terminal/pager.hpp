/// A list that is longer than the screen: the keys that move it, as less(1) has them, and the part that is shown.
#pragma once

#include <algorithm>
#include <cstddef>

namespace gamewire::cli {

enum class pager_key : unsigned char { none, quit, up, down, page_up, page_down, home, end };

/// Takes the bytes that a terminal sends, of which one key may have several and a read but some. A key is told at its last
/// byte; what is no key of these is passed over. Escape alone is none, and the key behind it is heard.
class pager_keys {
 public:
  pager_key hear(unsigned char byte) noexcept;

 private:
  /// Behind ESC; or behind ESC [, or ESC O, which some terminals have in its place.
  enum class place : unsigned char { outside, escape, sequence };

  place place_ = place::outside;
  unsigned number_ = 0;  // the parameter
};

/// Where in the list one is. It never leaves room at the end that more of the list could fill.
class pager {
 public:
  /// The list has so many lines, and the screen room for so many of them, which may be another number each time.
  void fit(std::size_t lines, std::size_t room) noexcept {
    lines_ = lines;
    room_ = room;
    go(first_);
  }
  void press(pager_key key) noexcept;

  [[nodiscard]] std::size_t first() const noexcept { return first_; }
  [[nodiscard]] std::size_t shown() const noexcept { return std::min(lines_, room_); }
  [[nodiscard]] bool all_shown() const noexcept { return shown() == lines_; }

 private:
  void go(std::size_t first) noexcept { first_ = std::min(first, lines_ - shown()); }
  void back(std::size_t lines) noexcept { first_ -= std::min(first_, lines); }

  std::size_t lines_ = 0;
  std::size_t room_ = 0;
  std::size_t first_ = 0;
};

}  // namespace gamewire::cli
