/// What asf::client reports, in words: the expected logs of scripts.
#pragma once

#include <string>

#include <gamewire/asf/client.hpp>

namespace gamewire::inline v0::asf {

/// "answer 1: 200", and why it is none that was hoped for: "answer 1: 400 the server does not take the request
/// (message)", "answer 2: connection lost"; "failed 1: no answer in time", "closed".
std::string describe(const client::event& event);

}  // namespace gamewire::inline v0::asf
