#include "rcon/cvar_table.hpp"

#include <algorithm>

#include <strings.h>

namespace gamewire::cli {
namespace {

/// Games do not tell upper from lower case in names.
int compare(std::string_view a, std::string_view b) {
  const int order = ::strncasecmp(a.data(), b.data(), std::min(a.size(), b.size()));
  return order != 0 ? order : static_cast<int>(a.size() > b.size()) - static_cast<int>(a.size() < b.size());
}

bool before(std::string_view a, std::string_view b) { return compare(a, b) < 0; }

}  // namespace

cvar_table::cvar_table(const rcon::cvarlist_view& list) : all_(own(list).list) {
  std::ranges::sort(all_, before, &rcon::cvar::name);
}

std::span<const rcon::cvar> cvar_table::with_prefix(std::string_view prefix) const {
  const auto cut = [&](const rcon::cvar& each) {
    return std::string_view(each.name).substr(0, prefix.size());
  };
  const auto found = std::ranges::equal_range(all_, prefix, before, cut);
  return {found.begin(), found.end()};
}

const rcon::cvar* cvar_table::find(std::string_view name) const {
  const auto found = std::ranges::lower_bound(all_, name, before, &rcon::cvar::name);
  return found != all_.end() && compare(found->name, name) == 0 ? &*found : nullptr;
}

}  // namespace gamewire::cli
