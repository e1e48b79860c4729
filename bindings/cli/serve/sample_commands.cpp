#include "serve/sample_commands.hpp"

#include <array>

#include <fmt/core.h>

#include <gamewire/ascii.hpp>
#include <gamewire/rcon/cvarlist.hpp>

#include "terminal/words.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t longest_line = 4096;

/// As ReHLDS prints it.
std::string goldsource_cvarlist(const sample_commands& about, std::string_view prefix) {
  std::string text("CVar List\n--------------\n");
  int count = 0;
  for (const auto& [name, value] : about.rules) {
    if (!name.starts_with(prefix)) continue;
    text += fmt::format("{:<28} : {:>16}, sv\n", name, value);
    ++count;
  }
  return text + fmt::format("--------------\n{:>3} Total CVars\nCvarList ? for syntax\n", count);
}

std::string cvarlist(const sample_commands& about, std::string_view prefix) {
  if (about.goldsource) return goldsource_cvarlist(about, prefix);
  std::string text(rcon::cvarlist_head);
  std::array<std::byte, longest_line> line;
  std::uint32_t count = 0;
  for (const auto& [name, value] : about.rules) {
    if (!name.starts_with(prefix)) continue;
    const rcon::cvar_view cvar{name, value, rcon::cvar_flags(", \"nf\""), "A rule of the sample server."};
    if (const auto shown = rcon::encode_cvar(cvar, line)) text += as_text(*shown), ++count;
  }
  return text.append(as_text(rcon::encode_cvarlist_foot(count, line).value()));
}

/// What follows the first word.
std::string_view arguments_of(std::string_view command) {
  command = trimmed(command);
  return trimmed(command.substr(first_word(command).size()));
}

}  // namespace

std::optional<std::string> sample_commands::answer(std::string_view command) const {
  const std::string_view name = first_word(command);
  const std::string_view rest = arguments_of(command);
  if (same_word(name, "exit") || same_word(name, "quit")) return std::nullopt;
  if (name.empty() || same_word(name, "wait")) return "";
  if (same_word(name, "echo")) return fmt::format("{} \n", rest);
  if (same_word(name, "status")) return status;
  if (same_word(name, "cvarlist")) return cvarlist(*this, rest);
  if (same_word(name, "help") && rest.empty()) return "Usage: help NAME\n";
  const std::string_view wanted = same_word(name, "help") ? rest : name;
  for (const auto& [rule, value] : rules)
    if (same_word(rule, wanted)) return fmt::format("\"{}\" = \"{}\"\n notify\n", rule, value);
  return fmt::format("Unknown command \"{}\"\n", wanted);
}

}  // namespace gamewire::cli
