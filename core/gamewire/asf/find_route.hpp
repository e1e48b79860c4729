/// Which route a request is for, that somebody has written by hand.
///
///     asf::find_route("POST", "/api/Bot/main/Pause")  // route::pause
#pragma once

#include <string_view>

#include <gamewire/asf/routes.hpp>

namespace gamewire::inline v0::asf {

/// `target` is what stands behind the base path, with its query or without, encoded. As for the server, case does not
/// count in it. `route::other` for what no row of the table is.
route find_route(std::string_view method, std::string_view target) noexcept;

}  // namespace gamewire::inline v0::asf
