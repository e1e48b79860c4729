#include <array>

#include <gamewire/asf/log_entry.hpp>

namespace gamewire::inline v0::asf {
namespace {

/// "2026-08-21 22:01:03": digits where there are zeros here.
bool is_time(std::string_view text) noexcept {
  constexpr std::string_view form = "0000-00-00 00:00:00";
  if (text.size() != form.size()) return false;
  for (std::size_t at = 0; at != form.size(); ++at) {
    const bool digit = text[at] >= '0' && text[at] <= '9';
    if (form[at] == '0' ? !digit : text[at] != form[at]) return false;
  }
  return true;
}

log_level level_of(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 6> names{"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};
  for (std::size_t at = 0; at != names.size(); ++at)
    if (names[at] == name) return static_cast<log_level>(at + 1);
  return log_level::unknown;
}

}  // namespace

log_entry read_log_entry(std::string_view raw) noexcept {
  std::array<std::string_view, 4> fields;
  std::string_view rest = raw;
  for (std::string_view& field : fields) {
    const std::size_t bar = rest.find_first_of("|\n");
    if (bar == rest.npos || rest[bar] != '|') return {.raw = raw};
    field = rest.substr(0, bar);
    rest.remove_prefix(bar + 1);
  }
  if (!is_time(fields[0])) return {.raw = raw};
  return {.raw = raw,
          .time = fields[0],
          .process = fields[1],
          .logger = fields[3],
          .message = rest,
          .level = level_of(fields[2])};
}

}  // namespace gamewire::inline v0::asf
