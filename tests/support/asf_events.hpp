/// What asf::client and asf::log report, in words: the expected logs of scripts.
#pragma once

#include <string>

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/log.hpp>

namespace gamewire::inline v0::asf {

/// "answer 1: 200", and why it is none that was hoped for: "answer 1: 400 the server does not take the request
/// (message)", "answer 2: connection lost"; "failed 1: no answer in time", "closed".
std::string describe(const client::event& event);

/// "info ASF: Start() …", "raw: …"; with "history " and "gap " before it; "disconnected: timed out", "closed".
std::string describe(const log::event& event);

}  // namespace gamewire::inline v0::asf
