/// Which of a million slots belongs to an endpoint? Not for users.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include <gamewire/prefetch.hpp>

namespace gamewire::inline v0 {

/// A hash table of slot numbers, for endpoints that lie in the slots: open addressing, linear probing, and
/// deletion that leaves no trace. It looks at four bytes for each place it passes, never at a slot that
/// cannot be the one, because a slot is a cache miss.
///
/// The caller brings the hash of the endpoint (`hash`, with a seed that strangers do not know).
class endpoint_index {
 public:
  using index = std::uint32_t;
  static constexpr index max_slots = (1U << 20) - 1;
  static constexpr index none = max_slots;

  /// Bytes for each slot of the capacity.
  static constexpr std::size_t bytes_per_slot = 7;

  /// Makes room for `slots` members; `hash_of(slot)` gives the hash of each that is in it. False when the
  /// allocation failed, or by an unheard-of accident; nothing changed.
  template <class HashOf>
  [[nodiscard]] bool reserve(std::size_t slots, HashOf&& hash_of) noexcept {
    endpoint_index larger;
    if (slots <= slots_) return true;
    if (!larger.allocate(slots)) return false;
    for (std::size_t i = 0; i < places_; ++i)
      if (table_[i] != vacant && !larger.insert(hash_of(slot_of(table_[i])), slot_of(table_[i])))
        return false;
    *this = std::move(larger);
    return true;
  }

  /// The slot with this hash of which `is_it(slot)` is true, or `none`.
  template <class IsIt>
  [[nodiscard]] index find(std::uint64_t hash, IsIt&& is_it) const noexcept {
    const std::size_t place = locate(hash, is_it);
    return place != places_ ? slot_of(table_[place]) : none;
  }

  /// Gets ready to look for this hash.
  void prefetch(std::uint64_t hash) const noexcept {
    if (places_ != 0) detail::prefetch(&table_[home(hash)], sizeof(entry));
  }

  /// Puts a slot in that is not there. False when a run of 255 neighbours leaves no place, which good hashes
  /// do not do.
  [[nodiscard]] bool insert(std::uint64_t hash, index slot) noexcept;

  /// Takes a slot out that is there.
  void erase(std::uint64_t hash, index slot) noexcept;

 private:
  // An entry: the slot and one in 20 bits, four bits of its hash, and how far it lies from where the hash
  // wants it.
  using entry = std::uint32_t;
  static constexpr entry vacant = 0;
  static constexpr unsigned distance_bits = 8;
  static constexpr unsigned slot_shift = 12;
  static constexpr entry max_distance = (1U << distance_bits) - 1;

  static constexpr index slot_of(entry one) noexcept { return (one >> slot_shift) - 1; }
  static constexpr entry distance_of(entry one) noexcept { return one & max_distance; }
  static constexpr entry tag_of(std::uint64_t hash) noexcept {
    return static_cast<entry>(hash & 0xf) << distance_bits;
  }
  [[nodiscard]] std::size_t home(std::uint64_t hash) const noexcept {
    return static_cast<std::size_t>((hash >> 32) * places_ >> 32);
  }
  [[nodiscard]] std::size_t after(std::size_t place) const noexcept {
    return place + 1 != places_ ? place + 1 : 0;
  }

  [[nodiscard]] bool allocate(std::size_t slots) noexcept;

  template <class IsIt>
  [[nodiscard]] std::size_t locate(std::uint64_t hash, IsIt&& is_it) const noexcept {
    constexpr entry compared = (1U << slot_shift) - 1;
    if (places_ == 0) return places_;
    const entry tag = tag_of(hash);
    std::size_t place = home(hash);
    for (entry distance = 0; distance <= max_distance && table_[place] != vacant; ++distance) {
      if ((table_[place] & compared) == (tag | distance) && is_it(slot_of(table_[place]))) return place;
      place = after(place);
    }
    return places_;
  }

  std::unique_ptr<entry[]> table_;
  std::size_t places_ = 0;
  std::size_t slots_ = 0;
};

}  // namespace gamewire::inline v0
