/// What was typed in earlier shells: `$XDG_STATE_HOME/gamewire/rcon_history`, else under `~/.local/state`.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamewire::cli {

/// The line as it may be kept: without anything that is, or looks like, a password. "": not at all, as for
/// lines that begin with a blank.
std::string for_history(std::string_view line, std::span<const std::string> secrets);

/// Trouble with the file never stops anybody: then there is no history.
class history_file {
 public:
  static constexpr std::size_t most = 1000;  // lines that are kept

  history_file();

  /// The oldest first.
  [[nodiscard]] const std::vector<std::string>& lines() const noexcept { return lines_; }
  /// Written at once: shells side by side lose nothing of each other's.
  void append(std::string_view line);

 private:
  void read();
  void shorten();

  std::string path_;
  std::vector<std::string> lines_;
};

}  // namespace gamewire::cli
