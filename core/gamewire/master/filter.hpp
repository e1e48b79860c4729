/// The filters of server lists: `\key\value` after `\key\value`, all of which a server must meet. The same
/// words serve master servers and the Web API's IGameServersService/GetServerList.
///
/// `\nor\N`, `\nand\N`, `\or\N` and `\and\N` stand in front of the N pairs that they judge: prefix notation.
/// Those can be groups themselves; N counts every pair of theirs, the operators too. Source: Steamworks,
/// ISteamMatchmakingServers, "Filters".
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include <gamewire/bytes.hpp>
#include <gamewire/master/error.hpp>

namespace gamewire::inline v0::master {

/// The longest filter that a master server is asked with; Valve's did not answer much longer ones.
inline constexpr std::size_t max_filter_size = 190;

/// Of its pairs: none, not all, any, all.
enum class logic : unsigned char { nor, nand, any, all };

/// The operator that a key is, if it is one: "nor", "nand", "or", "and". Error: `bad_filter`.
std::expected<logic, std::error_code> logic_named(std::string_view key) noexcept;
/// And its name.
std::string_view name_of(logic which) noexcept;

/// Writes a filter. What is refused changes nothing.
class filter {
 public:
  /// Of at most so many bytes.
  explicit filter(std::size_t max_size = max_filter_size) noexcept : max_size_(max_size) {}

  /// One condition. Errors: `errc::invalid_argument` for what cannot be written or would be read as something
  /// else (no key, no value, a backslash, a control character, the name of an operator as the key);
  /// `errc::no_room` beyond the size; `errc::no_memory`.
  std::error_code add(std::string_view key, std::string_view value) noexcept;
  /// All that `of` holds, as one condition. Errors: `errc::invalid_argument` when that is nothing or the same
  /// filter; `errc::no_room`, `errc::no_memory`.
  std::error_code add(logic how, const filter& of) noexcept;

  /// Is there no condition, so that every server meets it?
  [[nodiscard]] bool empty() const noexcept { return pairs_ == 0; }
  /// Keys and values, operators and their counts included.
  [[nodiscard]] std::uint32_t pairs() const noexcept { return pairs_; }
  /// What is sent. Lives until the filter changes or ends.
  [[nodiscard]] std::string_view text() const noexcept { return as_text(text_.view()); }

 private:
  std::error_code append(std::string_view key, std::string_view value, std::string_view group) noexcept;

  std::size_t max_size_;
  byte_buffer text_;
  std::uint32_t pairs_ = 0;
};

/// Reads a filter from the front, one pair after the other.
class filter_reader {
 public:
  explicit filter_reader(std::string_view text) noexcept : rest_(text) {}

  /// Views into the text, without their backslashes. An operator has its name for a key, and its count for a value.
  struct pair {
    std::string_view key;
    std::string_view value;
  };

  /// Has all been read?
  [[nodiscard]] bool empty() const noexcept { return rest_.empty(); }
  /// Error: `bad_filter`, for a key without a value or without a backslash in front; then nothing follows.
  std::expected<pair, std::error_code> next() noexcept;

 private:
  std::string_view word() noexcept;

  std::string_view rest_;
};

}  // namespace gamewire::inline v0::master
