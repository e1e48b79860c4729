/// The questions of a scan, by the words that the command line has for them.
#pragma once

#include <string>
#include <vector>

#include <gamewire/a2s/client.hpp>

#include "errors.hpp"

namespace gamewire::python {

/// Which of info, players, rules are asked for.
class query_parts {
 public:
  /// UsageError for any other word, and for none.
  explicit query_parts(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
      if (word == "info")
        info_ = true;
      else if (word == "players")
        players_ = true;
      else if (word == "rules")
        rules_ = true;
      else
        raise_usage("not info, players or rules: " + word);
    }
    if (words.empty()) raise_usage("nothing to ask: what is empty");
  }

  void request(a2s::client& client) const noexcept {
    if (info_) static_cast<void>(client.request_info());
    if (players_) static_cast<void>(client.request_players());
    if (rules_) static_cast<void>(client.request_rules());
  }

  [[nodiscard]] bool info() const noexcept { return info_; }
  [[nodiscard]] bool players() const noexcept { return players_; }
  [[nodiscard]] bool rules() const noexcept { return rules_; }
  [[nodiscard]] unsigned count() const noexcept { return unsigned{info_} + players_ + rules_; }

 private:
  bool info_ = false;
  bool players_ = false;
  bool rules_ = false;
};

}  // namespace gamewire::python
