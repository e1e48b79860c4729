/// Reads VDF text, which Valve calls KeyValues: pairs of keys and values, and blocks of them.
///
///     "AppState"                          vdf::text_reader reader(text);
///     {                                   while (reader.next())
///         "appid"  "440"   // a comment     switch (reader.kind()) {
///         "OnX360" [$X360] { … }              case vdf::item::pair: … reader.key() … reader.value() …
///     }                                     }
///     #include "more.vdf"                 if (reader.error()) … reader.where().line …
///
/// What is a token, a comment and a condition follows Valve's own reader (tier1/KeyValues.cpp of the Source
/// SDK): quotes are only needed around tokens with blanks, quotes or braces in them; a quoted one may go on
/// over lines; comments go from `//` to the end of the line; keys may repeat, and their order counts.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <system_error>

#include <gamewire/vdf/error.hpp>
#include <gamewire/vdf/token.hpp>

namespace gamewire::inline v0::vdf {

/// Of a tree. A few bytes of text can make an entry, which takes about fifty.
inline constexpr std::size_t default_max_entries = std::size_t{1} << 20U;

struct text_options {
  /// Does a backslash in quotes begin an escape sequence? Valve's files are of both kinds, and do not say
  /// which: without, Windows paths stand as they are, and there is no way to write a quote.
  bool escapes = true;
  /// How many blocks may be inside each other, before it is `too_deep`. The reader takes the same memory for
  /// any number; what is made of it may not.
  std::size_t max_depth = 1024;
  /// How many pairs and blocks a tree may have that is made of it, before it is `too_many`. The reader gives as many as
  /// there are.
  std::size_t max_entries = default_max_entries;
  /// The symbols that are true in conditions, without their `$`. The caller keeps them alive.
  std::span<const std::string_view> symbols = {};
};

/// What a reader has come upon.
enum class item : unsigned char {
  pair,       // key(), value()
  block,      // key(); its items follow, and then its
  block_end,  //
  include,    // value() names a file, relative to this one, whose items are to follow those of this one
  base,       // value() names a file whose items are to be merged in; those of this one win
};

/// A pull reader: neither allocates nor recurses. Views live as long as the text.
class text_reader {
 public:
  /// A byte order mark of UTF-8 in front of the text is skipped.
  explicit text_reader(std::string_view text, const text_options& options = {}) noexcept;

  /// Goes on to the next item, past those whose condition is false. False at the end, and at an error; then
  /// for good.
  bool next() noexcept;

  /// What `next` has come upon, its key, and its value; `item` says which of these it has.
  [[nodiscard]] item kind() const noexcept { return kind_; }
  [[nodiscard]] const token& key() const noexcept { return key_; }
  [[nodiscard]] const token& value() const noexcept { return value_; }
  /// How many blocks are open: behind `block` it counts, behind `block_end` no more.
  [[nodiscard]] std::size_t depth() const noexcept { return depth_; }

  /// Passes over the items of the innermost open block, and over its end.
  void skip_block() noexcept;

  /// Why it ended; {} at the end of the text.
  [[nodiscard]] std::error_code error() const noexcept { return error_; }
  /// Of the error if there is one, else of the key of the item. Counts lines, so it takes its time.
  [[nodiscard]] location where() const noexcept;

 private:
  bool read_item() noexcept;
  bool read_entry() noexcept;
  bool read_value(bool wanted) noexcept;
  bool read_token(token& into) noexcept;
  bool read_quoted(token& into) noexcept;
  bool read_condition(bool& wanted) noexcept;
  bool begin_block(bool wanted) noexcept;
  bool end_block() noexcept;
  void skip_blanks() noexcept;
  [[nodiscard]] bool at(char c) const noexcept { return at_ != end_ && *at_ == c; }
  bool fail(errc why, const char* where) noexcept;

  text_options options_;
  const char* begin_;
  const char* end_;
  const char* at_;
  const char* place_;  // of the item, or of the error
  token key_;
  token value_;
  std::size_t depth_ = 0;
  std::size_t dropped_ = 0;  // if not 0: items at this depth, or deeper, are not shown
  std::error_code error_;
  item kind_ = item::block_end;
  bool shown_ = false;  // is the item?
};

}  // namespace gamewire::inline v0::vdf
