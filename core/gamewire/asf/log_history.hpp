/// What a connection shows of the log, as long as it is not clear what of it is new. Not for users.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>

#include <gamewire/asf/log_overlap.hpp>
#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::asf {

/// One entry of it may be a stray: it was written at that moment, and came ahead of the history or into the middle of it. If
/// it came ahead it comes again, where it belongs.
///
/// Where the row is another, as after a log file that has more than the history, an entry is new that was not told behind
/// the one before it that was.
class log_history {
 public:
  /// Of entries, and of their bytes: then it has to do with what there is.
  static constexpr std::size_t most = log_memory::longest_history + 1;
  static constexpr std::size_t most_bytes = std::size_t{1} << 20U;

  explicit log_history(const log_memory& told) noexcept : told_(told) {}

  /// False: no memory.
  bool add(std::string_view entry) noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool full() const noexcept { return size_ == most || text_.size() >= most_bytes; }
  /// It is clear, whatever comes.
  [[nodiscard]] bool clear() const noexcept { return overlap_.known() != 0 && (broken_ || !overlap_.open()); }
  /// So far it is nothing but what was told, and the rest of that has not come yet.
  [[nodiscard]] bool waits() const noexcept {
    if (overlap_.known() != 0) return false;
    return broken_ ? in_order_.count() == (is_first_ahead() ? 1U : 0U) : overlap_.open();
  }

  /// Says of each entry whether it is new.
  void judge() noexcept;
  [[nodiscard]] bool is_new(std::size_t number) const noexcept { return new_[number]; }
  /// It begins with what was not told before.
  [[nodiscard]] bool is_foreign() const noexcept { return foreign_; }
  /// The one that came too early, if it has not come again.
  [[nodiscard]] std::optional<std::size_t> stray() const noexcept { return stray_; }
  [[nodiscard]] std::string_view operator[](std::size_t number) const noexcept {
    const std::size_t from = number == 0 ? 0 : ends_[number - 1];
    return as_text(text_.view()).substr(from, ends_[number] - from);
  }

 private:
  void judge_behind_overlap() noexcept;
  void place(std::uint64_t entry) noexcept;
  void judge_in_order() noexcept;
  [[nodiscard]] bool is_first_ahead() const noexcept;
  [[nodiscard]] bool comes_again(std::uint64_t stray) const noexcept;
  /// As far as they say.
  [[nodiscard]] bool is_older(std::size_t one, std::size_t than) const noexcept;

  const log_memory& told_;
  log_overlap overlap_;
  byte_buffer text_;
  std::array<std::uint32_t, most> ends_{};
  std::size_t size_ = 0;
  std::optional<std::size_t> stray_;
  std::bitset<most> new_;
  std::bitset<most> in_order_;  // those that were not told behind the last that was
  std::size_t behind_ = 0;      // which is the one before this
  bool broken_ = false;         // the row does not go on
  bool foreign_ = false;
};

}  // namespace gamewire::inline v0::asf
