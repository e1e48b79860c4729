/// Where the history that a connection shows meets what was told before it. Not for users.
#pragma once

#include <bitset>

#include <gamewire/asf/log_memory.hpp>

namespace gamewire::inline v0::asf {

/// The first entries of a history are the last that were told, in the same order: as many as there are of both. Entries may be
/// alike, so that none is known by itself: it is the row that counts.
class log_overlap {
 public:
  /// The next of the history. False, and nothing changes, if the row with it was told nowhere.
  bool add(const log_memory& told, std::uint64_t entry) noexcept {
    std::bitset<log_memory::capacity> ends;
    for (std::size_t at = 0; at != told.size(); ++at)
      ends[at] = told[at] == entry && (size_ == 0 || (at != 0 && ends_[at - 1]));
    if (ends.none()) return false;
    ends_ = ends;
    ++size_;
    if (ends_[told.size() - 1]) known_ = size_;
    open_ = ends_.count() > (known_ == size_ ? 1U : 0U);
    return true;
  }
  /// So many, from the first one on, are the last that were told.
  [[nodiscard]] std::size_t known() const noexcept { return known_; }
  /// The row was told further back as well, and what was told behind it there may be what comes next.
  [[nodiscard]] bool open() const noexcept { return open_; }

 private:
  std::bitset<log_memory::capacity> ends_;  // where rows like that of the history end
  std::size_t size_ = 0;
  std::size_t known_ = 0;
  bool open_ = false;
};

}  // namespace gamewire::inline v0::asf
