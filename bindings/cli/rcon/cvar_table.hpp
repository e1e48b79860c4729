/// The variables and commands of a server, by name.
#pragma once

#include <string_view>
#include <vector>

#include <gamewire/rcon/cvarlist.hpp>

namespace gamewire::cli {

class cvar_table {
 public:
  explicit cvar_table(const rcon::cvarlist_view& list);

  /// In the order of their names, upper and lower case alike.
  [[nodiscard]] const std::vector<rcon::cvar>& all() const noexcept { return all_; }
  /// Those whose names begin so.
  [[nodiscard]] std::span<const rcon::cvar> with_prefix(std::string_view prefix) const;
  [[nodiscard]] const rcon::cvar* find(std::string_view name) const;

 private:
  std::vector<rcon::cvar> all_;
};

}  // namespace gamewire::cli
