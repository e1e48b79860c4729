/// A2S, for its machine and for its hubs.
#pragma once

#include <gamewire/a2s/client.hpp>

#include "event.hpp"

namespace gamewire::c {

void put(told& to, const a2s::info_reply& one) noexcept;
void put(told& to, const a2s::players_reply& one) noexcept;
void put(told& to, const a2s::rules_reply& one) noexcept;
void put(told& to, const a2s::ping_reply& one) noexcept;
void put(told& to, const a2s::unrequested& one) noexcept;
void put(told& to, const a2s::rejected& one) noexcept;
void put(told& to, const a2s::incomplete& one) noexcept;

gw_a2s_options a2s_defaults() noexcept;
a2s::client_options options_of(const gw_a2s_options& of) noexcept;

}  // namespace gamewire::c
