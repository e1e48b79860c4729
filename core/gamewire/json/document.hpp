/// Reads JSON: finds its tokens, once, and leaves them where they lie.
///
///     json::document document;                        // kept, it keeps its memory
///     if (const auto root = document.read(body))
///       if (const auto info = json::read<asf::info>(root->member("Result"))) … info->version …
///
/// simdjson finds the tokens and proves the UTF-8. Its own ways to the values are not taken: on-demand has one
/// place for the whole document, while values here can be kept, walked through again and side by side; and it
/// copies each string to a buffer that has no room for the second time.
#pragma once

#include <expected>
#include <memory>

#include <gamewire/bytes.hpp>
#include <gamewire/json/value.hpp>

namespace gamewire::inline v0::json {

/// Keeps the places of the tokens, not the text.
class document {
 public:
  /// Allocates nothing before the first `read`.
  document() noexcept;
  document(document&&) noexcept;
  document& operator=(document&&) noexcept;
  ~document();

  /// The value that the text is. It, and all in it, are views into the text and into this document, valid until
  /// the next `read` or `release`. Nothing behind the text is looked at. Memory: four bytes for each of the
  /// largest text so far, its size rounded up to a power of two. Errors: `errc::malformed`, also for what ends otherwise
  /// than a single value does (of "{} {}" that is found by who goes over it: `json::read`, `value::check`); `not_utf8`;
  /// `too_large`; `gamewire::errc::no_memory`.
  std::expected<value, std::error_code> read(bytes text) noexcept;

  /// Gives the memory back.
  void release() noexcept;

 private:
  struct index;
  std::unique_ptr<index> index_;
};

}  // namespace gamewire::inline v0::json
