/// One entry of ASF's log, taken apart.
///
///     const auto entry = asf::read_log_entry("2026-08-21 22:01:03|ArchiSteamFarm-1|INFO|ASF|Start() IPC server ready!");
///     if (entry.parsed()) … entry.logger is "ASF", entry.message "Start() IPC server ready!" …
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gamewire::inline v0::asf {

/// As NLog has them.
enum class log_level : std::uint8_t { unknown, trace, debug, info, warn, error, fatal };

/// Views into what was read. ASF's own layout is "time|process|LEVEL|logger|message", but whoever runs it may have
/// another; then there is but `raw`.
struct log_entry {
  std::string_view raw;      // all of it; exceptions have several lines, with '\n' between them
  std::string_view time;     // "2026-08-21 22:01:03", where the server is; empty: it is not in ASF's layout
  std::string_view process;  // "ArchiSteamFarm-1"
  std::string_view logger;   // the bot's name, or "ASF"
  std::string_view message;  // all that follows, further '|' and lines too
  log_level level = log_level::unknown;

  /// Is it in ASF's layout?
  [[nodiscard]] constexpr bool parsed() const noexcept { return !time.empty(); }
};

/// Never fails: what is not in ASF's layout has its `raw`.
log_entry read_log_entry(std::string_view raw) noexcept;

}  // namespace gamewire::inline v0::asf
