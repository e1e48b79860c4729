/// What aster::client reports, in words: the expected logs of scripts, and traces.
#pragma once

#include <string>

#include <gamewire/aster/client.hpp>

namespace gamewire::inline v0::aster {

/// "ready 111, 1.0.0", "answer 1: {…}", "failed 1: no answer in time", "posted 901 in 7 by 111: hi", "edited 901: ho",
/// "deleted 901", "users 111 bot", "online 111", "channels 7 general", "groups 5 all", "unsolicited: {…}",
/// "disconnected: …, again in about 1 s", "closed". Of a long packet the beginning, and its size.
std::string describe(const client::event& event);

}  // namespace gamewire::inline v0::aster
