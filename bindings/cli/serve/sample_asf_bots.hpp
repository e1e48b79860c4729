/// The bots of a sample ASF, and what they do: made up, the same for the same seed.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "output/output.hpp"

namespace gamewire::cli {

struct sample_bot {
  std::string name;
  std::uint64_t steam_id = 0;  // 0: has never logged in
  bool running = true;
  bool paused = false;
  bool has_authenticator = false;
  json config;
  std::vector<std::pair<std::string, std::string>>
      keys;  // that are to be redeemed in the background, and their names

  /// As GET /Api/Bot gives it.
  [[nodiscard]] json describe() const;
  /// Why it could not: nothing when it did.
  std::optional<std::string> start();
  std::optional<std::string> stop();
  std::optional<std::string> pause();
  std::optional<std::string> resume();
  /// What Steam says to a key. null: the bot is not logged in. Keys that begin with AAAAA are good ones.
  [[nodiscard]] json redeem(const std::string& key) const;
};

class sample_bots {
 public:
  explicit sample_bots(std::uint64_t seed);

  /// Those that a selector means: names, "ASF" and "@all", "@online", "@offline", "@farming", "@idle", "a..b", "r!regex",
  /// with commas between them. Throws std::regex_error.
  [[nodiscard]] std::vector<sample_bot*> select(const std::string& selector);
  [[nodiscard]] sample_bot* find(std::string_view name);
  /// The one of that name, in whatever case, or a new one.
  sample_bot& obtain(const std::string& name);
  void remove(const sample_bot& one);

 private:
  [[nodiscard]] bool is_meant(const sample_bot& one, const std::string& word) const;

  std::map<std::string, sample_bot> bots_;
};

/// A name in lower case, as ASF compares them.
std::string lower(std::string_view text);

/// A configuration as new bots have it: with what is posted taken over, and no secret.
json sample_bot_config(const json& posted);

}  // namespace gamewire::cli
