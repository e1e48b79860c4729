#include <gamewire/system.hpp>
#include <gamewire/wildcards.hpp>

namespace gamewire::inline v0 {

std::expected<std::vector<endpoint>, std::error_code> wildcards(ip_preference wanted) {
  std::vector<endpoint> found;
  std::error_code missing;
  const auto try_out = [&](const endpoint& any) {
    auto open = system::socket::udp(any.family());
    const std::error_code error = open ? open->bind(any) : open.error();
    if (error)
      missing = error;
    else
      found.push_back(any);
  };
  if (wanted != ip_preference::v6_only) try_out(endpoint::v4({}, 0));
  if (wanted != ip_preference::v4_only) try_out(endpoint::v6({}, 0));
  if (found.empty()) return std::unexpected(missing);
  return found;
}

}  // namespace gamewire::inline v0
