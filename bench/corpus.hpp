/// What the benchmarks read: thousands of different replies, the same ones in every run.
#pragma once

#include <cstddef>
#include <vector>

#include <gamewire/bytes.hpp>

namespace bench {

/// So many different replies that no branch predictor learns them by heart.
inline constexpr std::size_t variety = 4096;

/// Byte strings one behind the other, read in turn.
class corpus {
 public:
  void add(gamewire::bytes one) {
    all_.insert(all_.end(), one.begin(), one.end());
    ends_.push_back(all_.size());
  }

  [[nodiscard]] std::size_t size() const noexcept { return ends_.size() - 1; }
  [[nodiscard]] std::size_t total_bytes() const noexcept { return all_.size(); }
  [[nodiscard]] gamewire::bytes operator[](std::size_t i) const noexcept {
    return {all_.data() + ends_[i], ends_[i + 1] - ends_[i]};
  }

 private:
  std::vector<std::byte> all_;
  std::vector<std::size_t> ends_{0};
};

/// INFO replies in the Source form, with the mix of extra fields that public servers send.
corpus info_replies(std::size_t count = variety);
/// PLAYER replies of 64 players each.
corpus players_replies(std::size_t count = variety);
/// RULES replies of so many rules, 28 bytes each on average.
corpus rules_replies(std::size_t rules, std::size_t count = variety);
/// The datagrams of messages that a Source server splits, in order, and where each message starts among them.
struct split_messages {
  corpus datagrams;
  std::vector<std::size_t> starts;  // one more than there are messages
};
split_messages split(const corpus& messages, bool compressed = false);

}  // namespace bench
