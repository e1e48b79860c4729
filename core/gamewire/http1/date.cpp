#include <algorithm>
#include <array>
#include <charconv>

#include <gamewire/http1/date.hpp>

namespace gamewire::inline v0::http1 {
namespace {

using namespace std::chrono;

/// All of it digits.
std::optional<unsigned> to_number(std::string_view text) noexcept {
  unsigned number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end ? std::optional(number) : std::nullopt;
}

std::optional<month> to_month(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto* const found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return month(static_cast<unsigned>(found - names.begin()) + 1);
}

std::optional<year> to_year(std::string_view text) noexcept {
  const auto number = to_number(text);
  if (!number || (text.size() != 2 && text.size() != 4)) return std::nullopt;
  const unsigned century = text.size() == 4 ? 0 : *number < 70 ? 2000 : 1900;
  return year(static_cast<int>(century + *number));
}

/// "08:49:37", also with a leap second.
std::optional<seconds> to_time(std::string_view text) noexcept {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = to_number(text.substr(0, 2));
  const auto minute = to_number(text.substr(3, 2));
  const auto second = to_number(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return seconds(*hour * 3600 + *minute * 60 + *second);
}

std::optional<sys_seconds> made_of(std::string_view year, std::string_view month, std::string_view day,
                                   std::string_view time) noexcept {
  const auto y = to_year(year);
  const auto m = to_month(month);
  const auto d = to_number(day);
  const auto t = to_time(time);
  if (!y || !m || !d || *d > 31 || !t) return std::nullopt;
  const year_month_day date(*y, *m, std::chrono::day(*d));
  return date.ok() ? std::optional(sys_days(date) + *t) : std::nullopt;
}

}  // namespace

std::optional<sys_seconds> parse_date(std::string_view text) noexcept {
  std::array<std::string_view, 6> words;
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find_first_of(" ,-"), text.size());
    if (size != 0) {
      if (count == words.size()) return std::nullopt;
      words[count++] = text.substr(0, size);
    }
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  if (count == 6 && words[5] == "GMT") return made_of(words[3], words[2], words[1], words[4]);
  if (count == 5) return made_of(words[4], words[1], words[2], words[3]);
  return std::nullopt;
}

}  // namespace gamewire::inline v0::http1
