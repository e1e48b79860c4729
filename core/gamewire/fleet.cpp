#include <algorithm>

#include <gamewire/endpoint_index.hpp>
#include <gamewire/error.hpp>
#include <gamewire/fleet.hpp>

namespace gamewire::inline v0 {

std::error_code fleet_options::validate() const noexcept {
  const bool sane = in_flight > 0 && in_flight <= most_in_flight;
  return sane ? std::error_code{} : make_error_code(errc::invalid_options);
}

std::uint32_t fleet_options::burst_size() const noexcept {
  return burst != 0 ? burst : std::max(rate / 100, 1U);
}

static_assert(fleet_options::most_in_flight < endpoint_index::max_slots);
static_assert(fleet_options::most_in_flight < timer_wheel::max_nodes);

}  // namespace gamewire::inline v0
