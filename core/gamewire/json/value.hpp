/// Any JSON value, where it lies.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include <gamewire/json/cursor.hpp>

namespace gamewire::inline v0::json {

/// What a value is; `absent`: there is none.
enum class kind : std::uint8_t { absent, null, boolean, number, text, array, object };

/// One value of a document that was read, or none. Nothing inside it has been looked at yet, but its UTF-8 and
/// that its strings end. A view, valid as long as both the text and the `document`.
class value {
 public:
  constexpr value() = default;
  explicit constexpr value(const cursor& at) noexcept : at_(at) {}

  /// By its first character.
  [[nodiscard]] json::kind kind() const noexcept;
  [[nodiscard]] bool absent() const noexcept { return at_.over(); }
  [[nodiscard]] bool is_null() const noexcept { return at_.peek() == 'n'; }
  /// There, and not null.
  [[nodiscard]] bool present() const noexcept { return !absent() && !is_null(); }

  /// As it stands in the text; "" when it is absent or cut short.
  [[nodiscard]] std::string_view raw() const noexcept;
  /// The member of an object with this name (case counts; the last, if there are several). Absent when there
  /// is none, when this is no object, or when it is malformed before that.
  [[nodiscard]] value member(std::string_view name) const noexcept;

  /// Is all of it JSON, to its end and by RFC 8259, and nested no deeper than so (64 at most)? And nothing behind it, if
  /// the text begins with it. Errors: `errc::malformed`, `too_deep`, `missing`, and where.
  [[nodiscard]] std::expected<void, fault> check(unsigned max_depth = 64) const noexcept;

  /// To walk through it.
  [[nodiscard]] const cursor& begin() const noexcept { return at_; }

 private:
  cursor at_;
};

}  // namespace gamewire::inline v0::json
