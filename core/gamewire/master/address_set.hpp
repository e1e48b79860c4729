/// Which of the addresses of a list are new? Not for users.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <gamewire/handover.hpp>
#include <gamewire/master/page.hpp>

namespace gamewire::inline v0::master {

/// A hash table of addresses that grows up to a limit: open addressing, linear probing, never more than half
/// full. 16 to 32 bytes for each address that it remembers.
class address_set {
 public:
  enum class answer : unsigned char { added, known, full, no_memory };

  /// Of at most `limit` members; the hash depends on the seed, since strangers choose what comes in.
  explicit address_set(std::size_t limit = 0, std::uint64_t seed = 0) noexcept : limit_(limit), seed_(seed) {}

  /// Not for 0.0.0.0:0.
  [[nodiscard]] answer insert(server_address one) noexcept;
  /// Forgets all, and gives the memory back.
  void release() noexcept;

 private:
  static constexpr std::uint64_t vacant = 0;  // what 0.0.0.0:0 would be
  static constexpr std::size_t least_places = 512;

  [[nodiscard]] bool grow() noexcept;
  [[nodiscard]] std::uint64_t& place_of(std::uint64_t number) const noexcept;

  std::unique_ptr<std::uint64_t[]> table_;
  handover<std::size_t, 0> places_ = 0;  // a power of two, or none
  handover<std::size_t, 0> size_ = 0;
  std::size_t limit_;
  std::uint64_t seed_;
};

}  // namespace gamewire::inline v0::master
