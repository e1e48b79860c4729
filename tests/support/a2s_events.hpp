/// What a2s::client reports, in words: the expected logs of vectors and scripts, and the traces of the
/// simulator.
///
/// The first line is the headline ("info 1", "failed 2: timeout"), the others, indented, give the fields.
/// Found by argument-dependent lookup, so that the generic test tools need not know the protocol.
#pragma once

#include <string>

#include <gamewire/a2s/client.hpp>
#include <gamewire/a2s/request.hpp>

namespace gamewire::inline v0::a2s {

std::string describe(const client::event& event);

/// The fields alone.
std::string describe(const info_view& info);
std::string describe(const players_view& players);
std::string describe(const rules_view& rules);

/// "players, challenge FF FF FF FF, 1200 bytes"
std::string describe(const request& request);

}  // namespace gamewire::inline v0::a2s

namespace gamewire::test {

/// The enumerator's name: "timeout", "cancelled"; or the message of a foreign error.
std::string name_of(std::error_code error);

}  // namespace gamewire::test
