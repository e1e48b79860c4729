/// Where the machines of a fleet lie. Not for users.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

#include <gamewire/endpoint.hpp>
#include <gamewire/timer_wheel.hpp>

namespace gamewire::inline v0::detail {

/// What a machine in a fleet needs beside itself.
template <class M>
struct fleet_slot : timer_link {
  std::uint64_t id;  // the caller's; of a free one, the next free one
  endpoint peer;     // none: no machine is here
  union {
    M machine;
  };

  fleet_slot() noexcept { timer_wheel::clear(*this); }
  fleet_slot(const fleet_slot&) = delete;
  ~fleet_slot() {
    if (in_use()) machine.~M();
  }

  [[nodiscard]] bool in_use() const noexcept { return peer.family() != ip_family::none; }
};

/// Slots by number. They never move, and memory that no slot has been needed of is never touched: the first
/// block has 64, each next one as many as all before.
template <class M>
class fleet_slots {
 public:
  using index = std::uint32_t;
  using slot = fleet_slot<M>;
  static constexpr index none = timer_wheel::max_nodes;

  fleet_slots() = default;
  fleet_slots(const fleet_slots&) = delete;
  ~fleet_slots() {
    for (index i = 0; i < made_; ++i) (*this)[i].~slot();
  }

  slot& operator[](index which) const noexcept {
    const auto block = static_cast<unsigned>(std::bit_width(which / first_block));
    const index before = block != 0 ? first_block << (block - 1) : 0;
    return blocks_[block].get()[which - before];
  }

  /// How many there is memory for.
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] bool full() const noexcept { return free_ == none && made_ == capacity_; }
  /// The next larger capacity that is at most `limit`.
  [[nodiscard]] std::size_t next_capacity(std::size_t limit) const noexcept {
    return std::min(limit, capacity_ != 0 ? 2 * capacity_ : first_block);
  }

  /// Gets memory for as many. False when the allocation failed.
  [[nodiscard]] bool grow(std::size_t next) noexcept {
    const std::size_t size = (next - capacity_) * sizeof(slot);
    auto* memory = static_cast<slot*>(::operator new(size, std::nothrow));
    if (memory == nullptr) return false;
    blocks_[static_cast<std::size_t>(std::bit_width(capacity_ / first_block))].reset(memory);
    capacity_ = next;
    return true;
  }

  /// A slot without a machine; not when full. The one that was given back last, since it is in the cache.
  index take() noexcept {
    if (free_ == none) {
      std::construct_at(&(*this)[made_]);
      return made_++;
    }
    return std::exchange(free_, static_cast<index>((*this)[free_].id));
  }

  /// Gives back one whose machine is gone. Its timer may be armed.
  void give(index which) noexcept {
    (*this)[which].id = free_;
    free_ = which;
  }

 private:
  static constexpr index first_block = 64;

  struct release {
    void operator()(slot* block) const noexcept { ::operator delete(static_cast<void*>(block)); }
  };

  std::array<std::unique_ptr<slot, release>, 15> blocks_;
  std::size_t capacity_ = 0;
  index made_ = 0;     // slots that were ever needed
  index free_ = none;  // of those the first that is free again; they are linked by their ids
};

}  // namespace gamewire::inline v0::detail
