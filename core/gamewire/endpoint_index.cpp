#include <new>
#include <utility>

#include <gamewire/endpoint_index.hpp>

namespace gamewire::inline v0 {

bool endpoint_index::allocate(std::size_t slots) noexcept {
  const std::size_t places = slots * bytes_per_slot / sizeof(entry) + 1;  // one is always vacant
  table_.reset(new (std::nothrow) entry[places]());
  if (!table_) return false;
  places_ = places;
  slots_ = slots;
  return true;
}

bool endpoint_index::insert(std::uint64_t hash, index slot) noexcept {
  std::size_t place = home(hash);
  entry distance = 0;
  for (; table_[place] != vacant; place = after(place))
    if (++distance > max_distance) return false;
  table_[place] = (slot + 1) << slot_shift | tag_of(hash) | distance;
  return true;
}

/// Moves up whatever lies behind and not where it wants to be.
void endpoint_index::erase(std::uint64_t hash, index slot) noexcept {
  std::size_t hole = locate(hash, [slot](index other) { return other == slot; });
  if (hole == places_) return;
  entry gap = 0;
  for (std::size_t place = after(hole); table_[place] != vacant; place = after(place)) {
    ++gap;
    if (distance_of(table_[place]) < gap) continue;
    table_[hole] = table_[place] - gap;
    hole = place;
    gap = 0;
  }
  table_[hole] = vacant;
}

}  // namespace gamewire::inline v0
