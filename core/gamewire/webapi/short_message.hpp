/// What a server had to say for itself: a short text, as a value.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gamewire::inline v0::webapi {

/// Bytes of the server's choice. What does not fit is left out.
class short_message {
 public:
  /// Lives as long as this object.
  [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), size_}; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  /// Behind what is there.
  void put(char c) noexcept {
    if (size_ != text_.size()) text_[size_++] = c;
  }
  void put(std::string_view text) noexcept {
    for (const char c : text) put(c);
  }
  /// See `hide_secret`; when it is full, more may have followed.
  void hide(std::string_view secret) noexcept;

 private:
  std::array<char, 240> text_;
  std::uint8_t size_ = 0;
};

/// The text of a page, without its title, tags and line breaks.
short_message text_of_page(std::string_view html) noexcept;

}  // namespace gamewire::inline v0::webapi
