/// Reads binary VDF: a type byte, a key and a value for each entry, an end mark for each block and for the
/// whole. With a checksum in front it is VBKV.
#pragma once

#include <expected>

#include <gamewire/vdf/text_reader.hpp>
#include <gamewire/vdf/value.hpp>

namespace gamewire::inline v0::vdf {

struct binary_options {
  /// How many blocks may be inside each other.
  std::size_t max_depth = 1024;
  /// How many pairs and blocks a tree may have, as in `text_options`.
  std::size_t max_entries = default_max_entries;
};

/// A pull reader as `text_reader` is; either end mark, 08 or 0B, will do. Nothing at all is an empty list.
class binary_reader {
 public:
  explicit binary_reader(bytes in, const binary_options& options = {}) noexcept
      : max_depth_(options.max_depth), in_(in), reader_(in), at_end_(in.empty()) {}

  /// Goes on to the next item: `pair`, `block` or `block_end`. False at the end mark of the whole, and at an
  /// error; then for good. What follows the end mark is `rest()`.
  bool next() noexcept;

  /// As of `text_reader`.
  [[nodiscard]] item kind() const noexcept { return kind_; }
  [[nodiscard]] std::string_view key() const noexcept { return key_; }
  [[nodiscard]] const vdf::value& value() const noexcept { return value_; }
  /// The same of blocks that are open.
  [[nodiscard]] std::size_t depth() const noexcept { return depth_; }

  /// Why it ended; {} at the end mark.
  [[nodiscard]] std::error_code error() const noexcept { return error_; }
  /// Where the item begins, or the one with the error.
  [[nodiscard]] location where() const noexcept { return {place_, 0, 0}; }
  /// What follows the end mark of the whole.
  [[nodiscard]] bytes rest() const noexcept { return reader_.rest(); }

 private:
  bool read_end() noexcept;
  bool read_entry(value_type type) noexcept;
  bool read_value(value_type type) noexcept;
  wide_text read_wide() noexcept;
  bool fail(errc why) noexcept;

  std::size_t max_depth_;
  bytes in_;
  byte_reader reader_;
  std::size_t place_ = 0;
  std::string_view key_;
  vdf::value value_;
  std::size_t depth_ = 0;
  std::error_code error_;
  item kind_ = item::block_end;
  bool at_end_;
};

/// Does it begin as VBKV?
bool is_vbkv(bytes in) noexcept;

/// The binary VDF inside of VBKV. Errors: `not_vbkv`, `truncated`, `bad_checksum`.
std::expected<bytes, std::error_code> open_vbkv(bytes in) noexcept;

}  // namespace gamewire::inline v0::vdf
