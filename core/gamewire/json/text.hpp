/// A JSON string where it lies.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include <gamewire/bytes.hpp>
#include <gamewire/json/error.hpp>

namespace gamewire::inline v0::json {

/// What stands between the quotes: valid UTF-8, with its escapes. Most have none, and then `raw()` is what
/// they say. A view, valid as long as the text that was read.
class text {
 public:
  constexpr text() = default;
  /// Of what stands between quotes.
  explicit constexpr text(std::string_view raw) noexcept : raw_(raw) {}

  /// As it stands between the quotes.
  [[nodiscard]] constexpr std::string_view raw() const noexcept { return raw_; }
  [[nodiscard]] constexpr bool empty() const noexcept { return raw_.empty(); }
  [[nodiscard]] constexpr bool escaped() const noexcept { return raw_.find('\\') != raw_.npos; }

  /// What it says, in the caller's memory if there are escapes in it: `raw().size()` bytes are enough. Half a
  /// surrogate pair becomes U+FFFD. Errors: `gamewire::errc::no_room`; `errc::malformed` for an escape that is
  /// none.
  [[nodiscard]] std::expected<std::string_view, std::error_code> decode(std::span<char> room) const noexcept;
  /// The same, owned; what is malformed stays as it is. Throws std::bad_alloc.
  [[nodiscard]] std::string str() const;
  /// The same, behind what is in the buffer; false when there is no memory.
  [[nodiscard]] bool append_to(byte_buffer& out) const noexcept;

  /// Does it say this?
  friend bool operator==(const text& a, std::string_view b) noexcept {
    return a.escaped() ? a.says(b) : a.raw_ == b;
  }

 private:
  [[nodiscard]] bool says(std::string_view what) const noexcept;

  std::string_view raw_;
};

}  // namespace gamewire::inline v0::json
