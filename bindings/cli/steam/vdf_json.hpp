/// VDF as JSON, and back.
#pragma once

#include <expected>
#include <string>

#include <gamewire/text.hpp>
#include <gamewire/vdf/tree.hpp>

#include "output/output.hpp"

namespace gamewire::cli {

/// Blocks become objects. The order stays, but that the values of a key that repeats are gathered in an array
/// where it is first. Numbers of up to 32 bits become numbers; all others stay strings. Of a value that is not UTF-8 the
/// bytes stand beside it, under the key and `_hex`, or one `_hex` more where the file has that key itself; of the values
/// of a key that repeats in an array like theirs, with null for those that are UTF-8.
std::string vdf_to_json(const vdf::tree& file);

/// Objects become blocks, arrays keys that repeat. Numbers, true and false stay numbers where `typed`, for
/// binary VDF; else they become strings. The fault says where, and what has no place in VDF: a root that is
/// no object, arrays of arrays, null. What `vdf_to_json` has put beside a value is its bytes again. More entries than
/// allowed are a fault of kind limit.
std::expected<vdf::tree, fault> vdf_from_json(std::string_view text, bool typed, std::size_t max_entries);

}  // namespace gamewire::cli
