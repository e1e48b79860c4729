#include <algorithm>

#include <gamewire/ascii.hpp>
#include <gamewire/asf/find_route.hpp>

namespace gamewire::inline v0::asf {
namespace {

bool fits(std::string_view path, std::string_view pattern) noexcept {
  while (!path.empty() && !pattern.empty()) {
    std::size_t taken = 1;
    std::size_t used = 1;
    if (pattern.front() == '{') {
      taken = std::min(path.find('/'), path.size());
      used = pattern.find('}') + 1;
      if (taken == 0) return false;
    } else if (ascii_lower(path.front()) != ascii_lower(pattern.front())) {
      return false;
    }
    path.remove_prefix(taken);
    pattern.remove_prefix(used);
  }
  return path.empty() && pattern.empty();
}

}  // namespace

route find_route(std::string_view method, std::string_view target) noexcept {
  const std::string_view path = target.substr(0, target.find('?'));
  for (const route_row& one : route_table)
    if (one.method == method && fits(path, one.path)) return one.id;
  return route::other;
}

}  // namespace gamewire::inline v0::asf
