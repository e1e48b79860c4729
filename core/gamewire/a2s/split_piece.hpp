/// A datagram that can be a fragment, before it is known in which form. Not for users.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include <gamewire/a2s/split.hpp>

namespace gamewire::inline v0::a2s {

/// Count and index of a fragment have two layouts: both in byte 8 (GoldSource), or in the bytes 8 and 9 (the
/// Source forms).
class split_piece {
 public:
  using layouts = unsigned;  // a set of these two
  static constexpr layouts in_nibbles = 1;
  static constexpr layouts in_bytes = 2;
  static constexpr layouts layout_of(split_form form) noexcept {
    return form == split_form::goldsource ? in_nibbles : in_bytes;
  }

  split_piece() = default;
  /// For datagrams with a header of at least nine bytes.
  explicit split_piece(bytes datagram) noexcept
      : id_(byte_reader(datagram.subspan(4)).u32()), size_(static_cast<std::uint32_t>(datagram.size())) {
    // Nearly all are long enough for a copy of constant size, which costs next to nothing.
    if (datagram.size() >= head_end)
      std::memcpy(head_.data(), datagram.data() + head_begin, head_.size());
    else
      std::memcpy(head_.data(), datagram.data() + head_begin, datagram.size() - head_begin);
  }

  [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  [[nodiscard]] unsigned count(layouts layout) const noexcept {
    return layout == in_nibbles ? head(0) & 15 : head(0);
  }
  [[nodiscard]] unsigned index(layouts layout) const noexcept {
    return layout == in_nibbles ? head(0) >> 4 : head(1);
  }

  /// The layouts in which the index is below the count.
  [[nodiscard]] layouts possible() const noexcept {
    const bool has_two_bytes = size_ >= header_size(split_form::source_2006);
    return (index(in_nibbles) < count(in_nibbles) ? in_nibbles : 0) |
           (index(in_bytes) < count(in_bytes) && has_two_bytes ? in_bytes : 0);
  }
  /// The layouts in which the count is at most `max`.
  [[nodiscard]] layouts within(unsigned max) const noexcept {
    return (count(in_nibbles) <= max ? in_nibbles : 0) | (count(in_bytes) <= max ? in_bytes : 0);
  }
  /// The layouts in which the two are different fragments of one message.
  [[nodiscard]] layouts beside(const split_piece& other) const noexcept {
    const auto apart = [&](layouts in) {
      return count(in) == other.count(in) && index(in) != other.index(in);
    };
    return (apart(in_nibbles) ? in_nibbles : 0) | (apart(in_bytes) ? in_bytes : 0);
  }
  [[nodiscard]] bool same_head(const split_piece& other) const noexcept {
    return size_ == other.size_ && head_ == other.head_;
  }

  /// A hash of the id, the head and some of the bytes behind it. `end` is the datagram, or what is left of it
  /// behind its header. A collision must do no great harm: bytes between the samples can differ. One
  /// multiplication is all it may cost: each fragment pays for it.
  [[nodiscard]] std::uint16_t fingerprint(bytes end) const noexcept {
    const bytes tail = end.last(size_ - std::min<std::size_t>(size_, head_end));
    std::uint32_t head;
    std::memcpy(&head, head_.data(), sizeof head);
    const std::uint64_t all = sample(tail) ^ (std::uint64_t{head} << 32 | size_) ^ std::uint64_t{id_} << 16;
    return static_cast<std::uint16_t>(all * 0x9e3779b97f4a7c15 >> 48);
  }

  /// The bytes of the datagram from `begin` to `end`, which lie where some form has its header.
  [[nodiscard]] bytes between(std::size_t begin, std::size_t end) const noexcept {
    return bytes(head_).subspan(begin - head_begin, end - begin);
  }

 private:
  static constexpr std::size_t head_begin = 8;
  static constexpr std::size_t head_end = header_size(split_form::source);

  [[nodiscard]] unsigned head(std::size_t i) const noexcept { return std::to_integer<unsigned>(head_[i]); }

  /// Eight bytes each from the middle and the end, or all there are of fewer.
  [[nodiscard]] static std::uint64_t sample(bytes of) noexcept {
    std::uint64_t middle = 0;
    std::uint64_t last = 0;
    if (of.size() < sizeof last) {
      if (!of.empty()) std::memcpy(&last, of.data(), of.size());
      return last;
    }
    const std::size_t end = of.size() - sizeof last;
    std::memcpy(&middle, of.data() + end / 2, sizeof middle);
    std::memcpy(&last, of.data() + end, sizeof last);
    return last ^ std::rotl(middle, 21);
  }

  std::uint32_t id_ = 0;
  std::uint32_t size_ = 0;  // of the datagram
  std::array<std::byte, head_end - head_begin> head_{};
};

}  // namespace gamewire::inline v0::a2s
