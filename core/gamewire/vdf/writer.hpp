/// Writes VDF, as text and as binary data, entry by entry.
///
///     byte_buffer out;
///     vdf::text_writer writer(out);
///     writer.begin_block("AppState");
///     writer.pair("appid", "440");
///     writer.end_block();
///     if (const auto error = writer.finish()) …
///
/// The first error stays, and `finish` tells it: `unwritable`; of gamewire, `errc::no_memory`, and
/// `errc::invalid_argument` for ends without a beginning, or beginnings without an end.
#pragma once

#include <system_error>

#include <gamewire/bytes.hpp>
#include <gamewire/vdf/error.hpp>
#include <gamewire/vdf/value.hpp>

namespace gamewire::inline v0::vdf {

/// How the text form is written.
struct text_form {
  /// Write newlines, tabs, backslashes and quotes as escape sequences; without, a quote is unwritable.
  bool escapes = true;
};

/// Tokens are quoted, keys and values two tabs apart, braces on lines of their own, blocks indented by tabs.
class text_writer {
 public:
  /// Appends to `out`, which must outlive the writer.
  explicit text_writer(byte_buffer& out, const text_form& form = {}) noexcept : out_(out), form_(form) {}

  /// Opens a block, inside those that are open; and closes the last that was opened.
  void begin_block(std::string_view key) noexcept;
  void end_block() noexcept;
  /// A text as it is, all else as `to_text` has it; for that it throws std::bad_alloc.
  void pair(std::string_view key, const value& of);

  /// Errors: `unwritable`; `errc::invalid_argument` for blocks that are still open; `errc::no_memory`.
  std::error_code finish() noexcept;

 private:
  void indent() noexcept;
  void token(std::string_view text) noexcept;
  void put(std::string_view text) noexcept;
  void fail(std::error_code why) noexcept;

  byte_buffer& out_;
  text_form form_;
  std::size_t depth_ = 0;
  std::error_code error_;
};

/// How the binary form is written.
struct binary_form {
  /// What ends lists: 0B, as VBKV has it, instead of 08.
  bool alternate_end = false;
};

/// The end mark of the whole is written by `finish`. A NUL in a key or a text is unwritable, also as a unit
/// of wide text.
class binary_writer {
 public:
  /// Appends to `out`, which must outlive the writer.
  explicit binary_writer(byte_buffer& out, const binary_form& form = {}) noexcept : out_(out), form_(form) {}

  /// As of `text_writer`; a pair keeps its type.
  void begin_block(std::string_view key) noexcept;
  void end_block() noexcept;
  void pair(std::string_view key, const value& of) noexcept;

  /// Writes the last end mark. Errors as of `text_writer`.
  std::error_code finish() noexcept;

 private:
  void entry(value_type type, std::string_view key) noexcept;
  void put(const value& of) noexcept;
  void text(std::string_view from) noexcept;
  void wide(const wide_text& from) noexcept;
  void number(std::uint64_t bits, std::size_t size) noexcept;
  void end() noexcept;
  void raw(bytes in) noexcept;
  void fail(std::error_code why) noexcept;

  byte_buffer& out_;
  binary_form form_;
  std::size_t depth_ = 0;
  std::error_code error_;
};

/// Puts binary VDF, which should have the alternate ends, behind the magic word and its checksum; appends to
/// `out`. Error: `errc::no_memory`.
std::error_code write_vbkv(bytes binary, byte_buffer& out) noexcept;

}  // namespace gamewire::inline v0::vdf
