/// Texts that are not UTF-8, in JSON as `vdf` writes it: {"name":"caf\ufffd","name_hex":"636166e9"}.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace gamewire::cli {

/// Keys, and values that are texts, go by their numbers: in the order in which they stand, from 0.
struct raw_values {
  std::unordered_map<std::size_t, std::string> texts;  // the bytes of these values
  std::unordered_set<std::size_t> companions;          // keys that have told them, and are no entries
};

/// A companion is the member behind that of which it tells, with a name that is longer by "_hex", once or more, and with
/// values that are shown as the other's are: else it is a member as any. Of what is no JSON as far as it goes.
raw_values find_raw_values(std::string_view text);

}  // namespace gamewire::cli
