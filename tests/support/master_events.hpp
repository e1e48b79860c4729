/// What master::client reports, in words: "servers 1 europe", "listed 1: 3 servers, 1 pages", "failed 1: no
/// answer in time"; of servers, their addresses follow in a line each.
#pragma once

#include <string>

#include <gamewire/master/client.hpp>

namespace gamewire::inline v0::master {

std::string describe(const client::event& event);

}  // namespace gamewire::inline v0::master
