/// Memory of exactly the size that is needed, so that the address sanitizer sees every step beyond it.
#pragma once

#include <algorithm>
#include <memory>

#include <gamewire/bytes.hpp>

namespace gamewire::test {

class exact_memory {
 public:
  explicit exact_memory(std::size_t size) : data_(std::make_unique<std::byte[]>(size)), size_(size) {}
  explicit exact_memory(bytes in) : exact_memory(in.size()) { std::ranges::copy(in, data_.get()); }

  [[nodiscard]] std::span<std::byte> span() const noexcept { return {data_.get(), size_}; }
  [[nodiscard]] bytes view() const noexcept { return span(); }

 private:
  std::unique_ptr<std::byte[]> data_;
  std::size_t size_;
};

/// Gives all beginnings of the bytes, from none to all of them, each in memory of its own.
template <class Visit>
void for_each_cut(bytes whole, Visit visit) {
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const exact_memory cut(whole.first(size));
    visit(cut.view());
  }
}

/// Calls an encoder with every size of output below `needed`, and says how many it refused with `no_room`.
template <class Encode>
std::size_t count_no_room(std::size_t needed, Encode encode) {
  std::size_t refused = 0;
  for (std::size_t size = 0; size < needed; ++size) {
    const exact_memory out(size);
    const auto result = encode(out.span());
    refused += !result && result.error() == errc::no_room;
  }
  return refused;
}

}  // namespace gamewire::test
