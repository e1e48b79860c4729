/// What a roster knows, as Prometheus reads it (text format 0.0.4).
#pragma once

#include <span>
#include <string>

#include "a2s/roster.hpp"

namespace gamewire::cli {

inline constexpr const char* metrics_type = "text/plain; version=0.0.4; charset=utf-8";

std::string metrics_of(std::span<const roster_entry> servers);

}  // namespace gamewire::cli
