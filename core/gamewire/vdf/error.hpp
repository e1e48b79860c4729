/// What can be wrong with a VDF file, and where.
#pragma once

#include <cstddef>
#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::vdf {

enum class errc {
  // of text
  unclosed_quote = 1,  // the text ends inside of a quoted token, which begins here
  unclosed_block,      // the text ends before a block does
  unexpected_close,    // a '}' that ends no block
  missing_key,         // a '{' or a condition where a key should be
  missing_value,       // neither a value nor a block behind a key
  bad_condition,       // [...] that is no condition
  utf16,               // UTF-16, which has to be converted first
  // of binary data
  truncated,       // it ends inside of an entry, or before the last end mark
  unknown_type,    // a type byte that no entry has
  bad_checksum,    // of VBKV: another CRC-32 than it declares
  not_vbkv,        // it does not begin as VBKV
  trailing_bytes,  // something follows the end mark
  // of both
  too_deep,    // more blocks inside each other than the options allow
  too_many,    // more pairs and blocks than the options allow in a tree
  unwritable,  // of writing: a text that the form has no way to hold
};

/// "gamewire.vdf": each of these errors falls under a `condition` (gamewire/error.hpp).
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

/// A place in a text, as editors count: from 1, the column in characters (of UTF-8). Binary data has the
/// offset alone, and the others 0.
struct location {
  std::size_t offset = 0;  // in bytes, from 0
  std::size_t line = 0;    // from 1
  std::size_t column = 0;  // from 1

  friend bool operator==(const location&, const location&) = default;
};

/// What is wrong, and where.
struct fault {
  std::error_code error;
  location where;
};

}  // namespace gamewire::inline v0::vdf

template <>
struct std::is_error_code_enum<gamewire::vdf::errc> : std::true_type {};
