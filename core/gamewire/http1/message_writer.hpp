/// What the writers of requests and of responses share. Not for users.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstring>
#include <span>
#include <string_view>

#include <gamewire/http1/request.hpp>

namespace gamewire::inline v0::http1 {

/// Writes what fits, and counts all: so it also says how much room is needed.
class message_writer {
 public:
  explicit message_writer(std::span<std::byte> out, bool masks = false) noexcept : out_(out), masks_(masks) {}

  void put(std::string_view text) noexcept {
    if (text.size() <= out_.size() - std::min(size_, out_.size()) && !text.empty())
      std::memcpy(out_.data() + size_, text.data(), text.size());
    size_ += text.size();
  }
  void put(char c) noexcept { put(std::string_view(&c, 1)); }
  void number(std::uint64_t value) noexcept {
    char digits[20];
    put({digits, std::to_chars(digits, digits + sizeof digits, value).ptr});
  }
  void hexadecimal(std::uint64_t value) noexcept {
    char digits[16];
    put({digits, std::to_chars(digits, digits + sizeof digits, value, 16).ptr});
  }
  void line(std::string_view name, std::string_view value) noexcept {
    put(name);
    put(": ");
    put(value);
    put("\r\n");
  }
  void line(const header& one) noexcept {
    put(one.name);
    put(": ");
    begin_secret(one.secret);
    put(one.value);
    end_secret(one.secret);
    put("\r\n");
  }
  /// Everything but what is unreserved as %XX.
  void percent_encoded(std::string_view text) noexcept;

  /// What is written between these is shown as '*', if the writer masks.
  void begin_secret(bool is) noexcept {
    if (is) secret_at_ = size_;
  }
  void end_secret(bool is) noexcept {
    if (is && masks_ && size_ <= out_.size()) std::memset(out_.data() + secret_at_, '*', size_ - secret_at_);
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::expected<bytes, std::error_code> result() const noexcept {
    if (size_ > out_.size()) return std::unexpected(make_error_code(gamewire::errc::no_room));
    return out_.first(size_);
  }

 private:
  std::span<std::byte> out_;
  std::size_t size_ = 0;
  std::size_t secret_at_ = 0;
  bool masks_;
};

/// Is it a field that a caller may add: a token, a value that a reader gives back as it is, and none of those
/// that the writers answer for?
bool may_add(const header& one) noexcept;

/// Could it be a value: no control characters, no blanks around it?
bool is_value(std::string_view text) noexcept;

/// Are there percent signs only where two hex digits follow?
bool escapes_are_whole(std::string_view text) noexcept;

/// Could it be what stands before all paths of a server: "/a/b", encoded, or nothing?
bool is_base_path(std::string_view text) noexcept;

/// Could it be the protocol of an Upgrade: a token, with a version or without?
bool is_protocol(std::string_view text) noexcept;

}  // namespace gamewire::inline v0::http1
