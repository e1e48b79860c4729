/// What rcon::client reports, in words: the expected logs of vectors and scripts, and traces.
#pragma once

#include <string>

#include <gamewire/rcon/client.hpp>

namespace gamewire::inline v0::rcon {

/// "authenticated", "chunk 1 \"hi\"", "reply 1 \"hi\"", "reply 1 partial \"h\"", "sent 1",
/// "unsolicited type 4, id -1 \"…\"", "failed 1: no answer in time", "closed: wrong password". Of a long text
/// the beginning, and its size.
std::string describe(const client::event& event);

}  // namespace gamewire::inline v0::rcon
