/// The connections of a pool, and which of them is to have the next call. Not for users.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include <gamewire/error.hpp>
#include <gamewire/reconnect.hpp>
#include <gamewire/replies.hpp>

namespace gamewire::inline v0 {

/// What every connection of a pool has.
struct pool_entry {
  std::size_t calls = 0;           // that are open
  bool over = false;               // its machine takes no more
  std::optional<failure> refusal;  // what all further calls end with

  void hear_end(const closed& end) {
    over = true;
    if (!worth_retrying(end.error)) refusal = failure{end.error, std::string(end.detail)};
  }
};

/// `Entry` is a `pool_entry`.
template <class Entry>
class pool_entries {
 public:
  explicit pool_entries(std::size_t most) noexcept : most_(most) {}

  /// One without a call; else a new one, made by `make`, up to as many as there may be; else the one that has
  /// the fewest. Those that are over make room, but for one that was refused.
  template <class Make>
  const std::shared_ptr<Entry>& least_busy(Make&& make) {
    std::erase_if(all_, [](const auto& one) { return one->over && !one->refusal; });
    const auto found = std::ranges::min_element(all_, {}, [](const auto& one) { return one->calls; });
    const bool new_one = found == all_.end() || ((*found)->calls != 0 && all_.size() < most_);
    return new_one ? all_.emplace_back(make()) : *found;
  }

  [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
  [[nodiscard]] auto begin() const noexcept { return all_.begin(); }
  [[nodiscard]] auto end() const noexcept { return all_.end(); }

 private:
  std::size_t most_;
  std::vector<std::shared_ptr<Entry>> all_;
};

}  // namespace gamewire::inline v0
