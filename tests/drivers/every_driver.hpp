// What each test of a driver is run for: every driver there is, behind the calls of the blocking one.
#pragma once

#include <gamewire/blocking/hub.hpp>
#include <gamewire/blocking/peer.hpp>

#ifdef GAMEWIRE_EPOLL
#include "on_epoll.hpp"
#define PEERS(machine) gamewire::blocking::peer<machine>, on_epoll::peer<machine>
#define HUB_DRIVERS(hub) gamewire::blocking::hub_driver<hub>, on_epoll::hub_driver<hub>
#else
#define PEERS(machine) gamewire::blocking::peer<machine>
#define HUB_DRIVERS(hub) gamewire::blocking::hub_driver<hub>
#endif
