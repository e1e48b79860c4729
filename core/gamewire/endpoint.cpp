#include <cstring>
#include <type_traits>

#include <gamewire/endpoint.hpp>
#include <gamewire/random.hpp>

namespace gamewire::inline v0 {

static_assert(sizeof(endpoint) == 24 && std::is_trivially_copyable_v<endpoint>);

std::uint64_t hash(const endpoint& of, std::uint64_t seed) noexcept {
  std::uint64_t words[2];
  std::memcpy(words, of.address().data(), sizeof words);
  const std::uint64_t rest = std::uint64_t{of.scope()} << 32 | std::uint64_t{of.port()} << 8 |
                             static_cast<std::uint64_t>(of.family());
  return mix64(mix64(mix64(seed ^ words[0]) ^ words[1]) ^ rest);
}

}  // namespace gamewire::inline v0
