/// Where a hub that asks sends from: any address of this host, and a port of the system's choice.
#pragma once

#include <expected>
#include <system_error>
#include <vector>

#include <gamewire/endpoint.hpp>
#include <gamewire/resolve.hpp>

namespace gamewire::inline v0 {

/// The wildcard address, with port 0, of each family that is wanted and that this host has, for `bind` of a
/// `hub_driver`. Never empty: else why there is none.
std::expected<std::vector<endpoint>, std::error_code> wildcards(ip_preference wanted = ip_preference::any);

}  // namespace gamewire::inline v0
