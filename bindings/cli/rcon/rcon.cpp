/// `gamewire rcon`: commands for one server, from the command line, a script or the keyboard.
#include <iostream>

#include <unistd.h>

#include "rcon/rcon_console.hpp"
#include "rcon/rcon_shell.hpp"
#include "target/password.hpp"
#include "terminal/words.hpp"

namespace gamewire::cli {
namespace {

bool is_comment(std::string_view line) { return trimmed(line).starts_with('#'); }

/// Like the shell, but for the prompts, and it ends with a connection that breaks.
int run_script(session& with, const rcon_arguments& arguments) {
  rcon_console console(with, arguments.login, arguments.address);
  if (!arguments.address.empty() && !console.connect(arguments.address)) return console.code();
  for (std::string line; std::getline(std::cin, line);) {
    if (is_comment(line)) continue;
    if (!console.line(line)) break;
  }
  return console.code();
}

}  // namespace

int run_rcon_commands(session& with, const rcon_arguments& arguments) {
  if (arguments.address.empty()) throw command_error(usage_fault("-e needs an ADDRESS"));
  rcon_console console(with, arguments.login, arguments.address);
  if (!console.connect(arguments.address)) return console.code();
  for (const std::string& command : arguments.commands)
    if (!console.execute(command)) break;
  return console.code();
}

int run_rcon(session& with, const rcon_arguments& arguments) {
  warn_of_password(arguments.login);
  if (!arguments.commands.empty()) return run_rcon_commands(with, arguments);
  return ::isatty(STDIN_FILENO) == 1 ? run_shell(with, arguments) : run_script(with, arguments);
}

}  // namespace gamewire::cli
