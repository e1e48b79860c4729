#include <map>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/endpoint_index.hpp>
#include <gamewire/random.hpp>

using gamewire::endpoint_index;
using gamewire::split_mix;

namespace {

constexpr auto any = [](endpoint_index::index) { return true; };

/// An index whose members stand in a std::map as well, by key; `spread` says how many hashes there are.
class modelled {
 public:
  explicit modelled(std::uint64_t spread) : spread_(spread), keys_(slots) {}

  static constexpr std::uint32_t slots = 500;

  [[nodiscard]] std::uint64_t hash(std::uint32_t key) const {
    return gamewire::mix64(gamewire::mix64(key) % spread_);
  }
  [[nodiscard]] endpoint_index::index find(std::uint32_t key) const {
    return index_.find(hash(key), [&](endpoint_index::index slot) { return keys_[slot] == key; });
  }
  bool insert(std::uint32_t key, std::uint32_t slot) {
    REQUIRE(index_.reserve(slot / 64 * 64 + 64, [&](endpoint_index::index of) { return hash(keys_[of]); }));
    keys_[slot] = key;
    if (!index_.insert(hash(key), slot)) return false;
    model_[key] = slot;
    return true;
  }
  void erase(std::uint32_t key) {
    index_.erase(hash(key), model_[key]);
    model_.erase(key);
  }

  [[nodiscard]] const std::map<std::uint32_t, std::uint32_t>& model() const { return model_; }
  [[nodiscard]] bool agrees(std::uint32_t keys) const {
    for (std::uint32_t key = 0; key < keys; ++key) {
      const auto known = model_.find(key);
      if (find(key) != (known != model_.end() ? known->second : endpoint_index::none)) return false;
    }
    return true;
  }

 private:
  std::uint64_t spread_;
  std::vector<std::uint32_t> keys_;
  endpoint_index index_;
  std::map<std::uint32_t, std::uint32_t> model_;
};

}  // namespace

TEST_CASE("an index knows what a map knows, also when many hashes are alike") {
  for (const std::uint64_t spread : {~std::uint64_t{0}, std::uint64_t{40}, std::uint64_t{5}}) {
    CAPTURE(spread);
    constexpr std::uint32_t keys = 700;
    modelled index(spread);
    std::vector<std::uint32_t> free;
    for (std::uint32_t slot = modelled::slots; slot != 0; --slot) free.push_back(slot - 1);
    split_mix random(spread);
    for (int i = 0; i < 6000; ++i) {
      const std::uint32_t key = random.below(keys);
      if (const auto known = index.model().find(key); known != index.model().end()) {
        free.push_back(known->second);
        index.erase(key);
      } else if (!free.empty()) {
        if (index.insert(key, free.back())) free.pop_back();
      }
      if (i % 50 == 0) REQUIRE(index.agrees(keys));
    }
    CHECK(index.model().size() > 200);
    CHECK(index.agrees(keys));
  }
}

TEST_CASE("a full index of a million is quick, and every member is found") {
  constexpr std::uint32_t slots = 1'000'000;
  endpoint_index index;
  REQUIRE(index.reserve(slots, any));
  std::uint64_t looked_at = 0;
  for (std::uint32_t slot = 0; slot < slots; ++slot) REQUIRE(index.insert(gamewire::mix64(slot), slot));
  for (std::uint32_t slot = 0; slot < slots; ++slot) {
    const auto is_it = [&](endpoint_index::index other) { return ++looked_at, other == slot; };
    REQUIRE(index.find(gamewire::mix64(slot), is_it) == slot);
  }
  CHECK(looked_at < slots + slots / 20);  // hardly a slot is looked at in vain
}

TEST_CASE("hashes that are all the same are refused at some point, not searched for ever") {
  endpoint_index index;
  REQUIRE(index.reserve(1000, any));
  std::uint32_t accepted = 0;
  while (accepted < 1000 && index.insert(7, accepted)) ++accepted;
  CHECK(accepted == 256);
  CHECK(index.find(7, [](endpoint_index::index slot) { return slot == 255; }) == 255);
  CHECK(index.find(8, any) == endpoint_index::none);
}

TEST_CASE("nothing is in an index that was never given room") {
  const endpoint_index index;
  CHECK(index.find(1, any) == endpoint_index::none);
}
