#include <new>
#include <utility>

#include <gamewire/master/address_set.hpp>
#include <gamewire/random.hpp>

namespace gamewire::inline v0::master {

address_set::answer address_set::insert(server_address one) noexcept {
  const std::uint64_t number = one.number();
  if (places_ != 0 && place_of(number) != vacant) return answer::known;
  if (size_ >= limit_) return answer::full;
  if (size_ * 2 >= places_ && !grow()) return answer::no_memory;
  place_of(number) = number;
  size_ = size_ + 1;
  return answer::added;
}

void address_set::release() noexcept {
  table_.reset();
  places_ = 0;
  size_ = 0;
}

/// Where the number is, or else belongs.
std::uint64_t& address_set::place_of(std::uint64_t number) const noexcept {
  std::size_t place = static_cast<std::size_t>(mix64(number ^ seed_)) & (places_ - 1);
  while (table_[place] != vacant && table_[place] != number) place = (place + 1) & (places_ - 1);
  return table_[place];
}

bool address_set::grow() noexcept {
  address_set larger(limit_, seed_);
  larger.places_ = places_ == 0 ? std::size_t{least_places} : places_ * 2;
  larger.table_.reset(new (std::nothrow) std::uint64_t[std::size_t{larger.places_}]());
  if (!larger.table_) return false;
  larger.size_ = std::size_t{size_};
  for (std::size_t i = 0; i < places_; ++i)
    if (table_[i] != vacant) larger.place_of(table_[i]) = table_[i];
  *this = std::move(larger);
  return true;
}

}  // namespace gamewire::inline v0::master
