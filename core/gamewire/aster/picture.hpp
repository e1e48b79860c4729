/// Pictures as they travel: PNG files in base64 (RFC 4648, section 4).
#pragma once

#include <expected>
#include <span>
#include <vector>

#include <gamewire/aster/error.hpp>
#include <gamewire/json/read.hpp>

namespace gamewire::inline v0::aster {

/// A picture where it lies in a packet. The server looks into none, so that what it holds may be no PNG, and what
/// it is may be no base64. A view, valid as long as the packet.
class picture {
 public:
  constexpr picture() = default;
  explicit constexpr picture(json::text encoded) noexcept : encoded_(encoded) {}

  /// As it stands there; and whether that is "".
  [[nodiscard]] const json::text& encoded() const noexcept { return encoded_; }
  [[nodiscard]] bool empty() const noexcept { return encoded_.empty(); }
  /// The most bytes that it can hold.
  [[nodiscard]] std::size_t max_size() const noexcept { return encoded_.raw().size() / 4 * 3; }

  /// The bytes of the file, in the caller's memory. Errors: `errc::not_a_picture`, `gamewire::errc::no_room`.
  std::expected<bytes, std::error_code> decode(std::span<std::byte> room) const noexcept;
  /// The same, owned. Throws std::bad_alloc.
  [[nodiscard]] std::expected<std::vector<std::byte>, std::error_code> file() const;

  /// For `json::read`: any string.
  static json::problem read_json(json::cursor& at, picture& out) noexcept;

 private:
  json::text encoded_;
};

}  // namespace gamewire::inline v0::aster
