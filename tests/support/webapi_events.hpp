/// What webapi::client reports, in words: the expected logs of scripts.
#pragma once

#include <string>

#include <gamewire/webapi/client.hpp>

namespace gamewire::inline v0::webapi {

/// "answer 1: 200", and why it is none that was hoped for: "answer 1: 403 the key is missing, … (Access is denied)";
/// "discovered 1: 5 interfaces"; "failed 1: no answer in time", "closed".
std::string describe(const client::event& event);

}  // namespace gamewire::inline v0::webapi
