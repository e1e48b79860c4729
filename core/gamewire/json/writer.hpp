/// Writes JSON, compact, in UTF-8.
///
///     std::array<std::byte, 100> room;
///     json::writer out(room);
///     out.begin_object();
///     out.member("KeysToRedeem").begin_array();
///     for (auto key : keys) out.text(key);
///     out.end_array();
///     out.end_object();
///     auto body = out.result();                       // {"KeysToRedeem":["…"]}
///
/// Commas come by themselves. That each begin has its end is the caller's part.
#pragma once

#include <charconv>
#include <concepts>
#include <cstring>
#include <expected>
#include <span>
#include <string_view>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::json {

/// Writes what fits, and counts all: so it also says how much room is needed.
class writer {
 public:
  explicit writer(std::span<std::byte> out) noexcept : out_(out) {}

  /// An object: `member`, and then its value, as often as wanted. An array: values.
  void begin_object() noexcept { open('{'); }
  void end_object() noexcept { close('}'); }
  void begin_array() noexcept { open('['); }
  void end_array() noexcept { close(']'); }
  /// The name of the next value, UTF-8.
  writer& member(std::string_view name) noexcept;

  /// The same for a name that is known to be as JSON has it, its escapes included.
  writer& member_raw(std::string_view name) noexcept;

  /// UTF-8; what is not fails the writer.
  void text(std::string_view value) noexcept;
  /// A string that has the bytes in base64 (RFC 4648, 4).
  void base64(bytes value) noexcept;
  /// Other values.
  void boolean(bool value) noexcept { put_value(value ? "true" : "false"); }
  void null() noexcept { put_value("null"); }
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  void number(T value) noexcept {
    char digits[24];
    put_value({digits, std::to_chars(digits, digits + sizeof digits, value).ptr});
  }
  /// A number as text, for those that JSON readers would round.
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  void digits(T value) noexcept {
    char digits[24];
    text({digits, std::to_chars(digits, digits + sizeof digits, value).ptr});
  }
  /// JSON that is known to be.
  void raw(std::string_view json) noexcept { put_value(json); }

  /// Fails the writer: what is asked for cannot be said.
  void refuse() noexcept { refused_ = true; }

  /// Bytes needed, whether or not they fit.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// What was written. Errors: `errc::invalid_argument` for a text that is not UTF-8; `errc::no_room`.
  [[nodiscard]] std::expected<bytes, std::error_code> result() const noexcept;

 private:
  void separate() noexcept {
    if (comma_) put(",");
    comma_ = true;
  }
  void open(char bracket) noexcept {
    separate();
    put({&bracket, 1});
    comma_ = false;
  }
  void close(char bracket) noexcept {
    put({&bracket, 1});
    comma_ = true;
  }
  void put_value(std::string_view value) noexcept {
    separate();
    put(value);
  }
  void put(std::string_view text) noexcept;
  void put_quoted(std::string_view text) noexcept;

  std::span<std::byte> out_;
  std::size_t size_ = 0;
  bool comma_ = false;
  bool refused_ = false;
};

}  // namespace gamewire::inline v0::json
