/// The ways in which .NET writes spans of time, dates and versions.
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include <gamewire/json/read.hpp>

namespace gamewire::inline v0::asf {

// What results are made of, beside these.
using json::list;
using json::map;
using json::maybe;
using json::text;

/// What .NET counts time by: 100 ns.
using ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;

/// Takes numbers from the front of a text. Not for users.
class digit_reader {
 public:
  explicit constexpr digit_reader(std::string_view text) noexcept : rest_(text) {}

  /// `least` to `most` digits; all that follow each other, or it fails.
  constexpr std::int64_t number(std::size_t least, std::size_t most) noexcept {
    std::int64_t value = 0;
    std::size_t size = 0;
    for (; size != rest_.size() && size != 18 && rest_[size] >= '0' && rest_[size] <= '9'; ++size)
      value = value * 10 + (rest_[size] - '0');
    if (size < least || size > most) ok_ = false;
    rest_.remove_prefix(size);
    return value;
  }
  /// ".1234567" in ticks; 1 to 7 digits, or none without the dot.
  constexpr std::int64_t fraction() noexcept {
    if (!take('.')) return 0;
    const std::size_t before = rest_.size();
    std::int64_t value = number(1, 7);
    for (std::size_t size = before - rest_.size(); size < 7; ++size) value *= 10;
    return value;
  }
  /// Takes this character if it is next; `want` fails without it, or when it does not hold.
  constexpr bool take(char c) noexcept {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  constexpr void want(char c) noexcept { ok_ = take(c) && ok_; }
  constexpr void want(bool holds) noexcept { ok_ = holds && ok_; }
  /// Has nothing failed; and was all of it taken?
  [[nodiscard]] constexpr bool ok() const noexcept { return ok_; }
  [[nodiscard]] constexpr bool done() const noexcept { return ok_ && rest_.empty(); }
  /// What has not been taken.
  [[nodiscard]] constexpr std::string_view rest() const noexcept { return rest_; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

/// A TimeSpan: "[-][d.]hh:mm:ss[.fffffff]".
struct time_span {
  ticks value{};

  /// All of the text; nothing for what is none.
  static constexpr std::optional<time_span> parse(std::string_view text) noexcept {
    digit_reader in(text);
    const bool negative = in.take('-');
    const bool has_days = in.rest().find('.') < in.rest().find(':');
    const std::int64_t days = has_days ? in.number(1, 8) : 0;
    if (has_days) in.want('.');
    const std::int64_t hours = in.number(2, 2);
    in.want(':');
    const std::int64_t minutes = in.number(2, 2);
    in.want(':');
    const std::int64_t seconds = in.number(2, 2);
    const std::int64_t fraction = in.fraction();
    in.want(days <= 10'675'198 && hours < 24 && minutes < 60 && seconds < 60);
    if (!in.done()) return std::nullopt;
    const ticks whole = std::chrono::seconds(((days * 24 + hours) * 60 + minutes) * 60 + seconds);
    const ticks value = whole + ticks(fraction);
    return time_span{negative ? -value : value};
  }
  friend constexpr auto operator<=>(const time_span&, const time_span&) = default;
};

/// A DateTime by ISO 8601: "2026-08-21T22:01:03.1234567Z". One without a zone counts as UTC.
struct date {
  std::chrono::sys_time<ticks> value{};

  /// All of the text; nothing for what is none.
  static constexpr std::optional<date> parse(std::string_view text) noexcept {
    using namespace std::chrono;
    digit_reader in(text);
    const auto y = static_cast<int>(in.number(4, 4));
    in.want('-');
    const auto m = static_cast<unsigned>(in.number(2, 2));
    in.want('-');
    const auto d = static_cast<unsigned>(in.number(2, 2));
    in.want('T');
    const std::int64_t h = in.number(2, 2);
    in.want(':');
    const std::int64_t min = in.number(2, 2);
    in.want(':');
    const std::int64_t s = in.number(2, 2);
    const std::int64_t fraction = in.fraction();
    const minutes offset = zone(in);
    const year_month_day day{year(y), month(m), std::chrono::day(d)};
    in.want(y >= 1 && day.ok() && h < 24 && min < 60 && s < 60);
    if (!in.done()) return std::nullopt;
    return date{sys_days(day) + hours(h) + minutes(min) + seconds(s) + ticks(fraction) - offset};
  }
  friend constexpr auto operator<=>(const date&, const date&) = default;

 private:
  static constexpr std::chrono::minutes zone(digit_reader& in) noexcept {
    const bool west = in.rest().starts_with('-');
    if (in.take('Z') || in.rest().empty()) return {};
    in.want(in.take('+') || in.take('-'));
    const std::int64_t h = in.number(2, 2);
    in.want(':');
    const std::int64_t m = in.number(2, 2);
    in.want(h <= 14 && m < 60);
    return std::chrono::minutes(west ? -(h * 60 + m) : h * 60 + m);
  }
};

/// A Version: "6.3.9.6"; parts that are not said are -1, and sort before 0. Also read from the object that it
/// was in 2018.
struct version {
  std::array<std::int32_t, 4> parts{0, 0, -1, -1};  // major, minor, build, revision

  /// All of the text, of two to four parts; nothing for what is none.
  static constexpr std::optional<version> parse(std::string_view text) noexcept {
    digit_reader in(text);
    version read;
    for (std::size_t i = 0; i < read.parts.size(); ++i) {
      if (i > 1 && in.rest().empty()) break;
      if (i > 0) in.want('.');
      const std::int64_t number = in.number(1, 10);
      in.want(number <= 0x7fffffff);
      if (!in.ok()) return std::nullopt;
      read.parts[i] = static_cast<std::int32_t>(number);
    }
    return in.done() ? std::optional(read) : std::nullopt;
  }
  /// For `json::read`.
  static json::problem read_json(json::cursor& at, version& out) noexcept;

  friend constexpr auto operator<=>(const version&, const version&) = default;
};

/// An enum of which this library keeps no names: its number, or the names that versions 4.1.1.x sent instead.
struct coded {
  std::int64_t number = 0;  // 0 also where there are names
  json::text names;         // empty where there is a number

  /// For `json::read`.
  static json::problem read_json(json::cursor& at, coded& out) noexcept;
};

/// An id that ASF sends twice: as a number, and, with "s_" before its name, as a string for those who lose
/// digits. They differ only when somebody on the way did.
struct twin_id {
  std::uint64_t value = 0;  // that of the string, if there is one
  bool mismatch = false;    // the number was another

  /// Of the two, as they came.
  static constexpr twin_id of(std::uint64_t number, const json::maybe<std::uint64_t>& text) noexcept {
    return text ? twin_id{*text, *text != number} : twin_id{number, false};
  }
  friend constexpr bool operator==(const twin_id&, const twin_id&) = default;
};

}  // namespace gamewire::inline v0::asf
