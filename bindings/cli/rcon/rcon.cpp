/// `gamewire rcon`: commands for one server, from the command line, a script or the keyboard.
#include <span>
#include <vector>

#include <unistd.h>

#include "rcon/rcon_console.hpp"
#include "rcon/rcon_shell.hpp"
#include "rcon/script_lines.hpp"
#include "target/password.hpp"
#include "terminal/words.hpp"

namespace gamewire::cli {
namespace {

bool is_comment(std::string_view line) { return trimmed(line).starts_with('#'); }

/// Those that follow the one at which the connection was lost.
std::vector<std::string> rest_of(script_lines& script) {
  std::vector<std::string> rest;
  while (const auto line = script.next_at_once())
    if (!is_comment(*line) && !trimmed(*line).empty()) rest.emplace_back(trimmed(*line));
  return rest;
}

/// Like the shell, but for the prompts, and it ends with a connection that breaks.
int run_script(session& with, const rcon_arguments& arguments) {
  rcon_console console(with, arguments.login, arguments.address);
  if (!arguments.address.empty() && !console.connect(arguments.address)) return console.code();
  script_lines script;
  while (const auto line = script.next()) {
    if (is_comment(*line) || console.line(*line)) continue;
    if (console.lost()) console.leave_out(rest_of(script));
    break;
  }
  return console.code();
}

}  // namespace

int run_rcon_commands(session& with, const rcon_arguments& arguments) {
  if (arguments.address.empty()) throw command_error(usage_fault("-e needs an ADDRESS"));
  rcon_console console(with, arguments.login, arguments.address);
  if (!console.connect(arguments.address)) return console.code();
  std::span<const std::string> left = arguments.commands;
  while (!left.empty()) {
    const bool goes_on = console.execute(left.front());
    left = left.subspan(1);
    if (goes_on) continue;
    if (console.lost()) console.leave_out(left);
    break;
  }
  return console.code();
}

int run_rcon(session& with, const rcon_arguments& arguments) {
  warn_of_password(arguments.login);
  if (!arguments.commands.empty()) return run_rcon_commands(with, arguments);
  return ::isatty(STDIN_FILENO) == 1 ? run_shell(with, arguments) : run_script(with, arguments);
}

}  // namespace gamewire::cli
