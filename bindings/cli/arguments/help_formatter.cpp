#include "arguments/help_formatter.hpp"

#include <sstream>

#include "output/columns.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t columns = 80;
constexpr std::size_t margin = 26;  // wider than any name

std::string row(const std::string& name, const std::string& what) {
  return padded("  " + name, margin) + wrapped(what, columns, margin) + '\n';
}

}  // namespace

help_formatter::help_formatter() {
  label("SUBCOMMAND", "COMMAND");
  label("Positionals", "Arguments");
}

std::string help_formatter::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const {
  std::string help = Formatter::make_help(app, std::move(name), mode);
  for (auto at = help.find("\n\n\n"); at != help.npos; at = help.find("\n\n\n", at)) help.erase(at, 1);
  return help;
}

std::string help_formatter::make_usage(const CLI::App* app, std::string name) const {
  const CLI::App* outer = app->get_parent();
  const auto is_argument = [](const CLI::Option* option) { return option->get_positional(); };
  if (outer != nullptr && name.ends_with(app->get_name()))
    for (const CLI::Option* argument : outer->get_options(is_argument))
      name.insert(name.size() - app->get_name().size(), make_option_usage(argument) + ' ');
  return Formatter::make_usage(app, std::move(name));
}

std::string help_formatter::make_option(const CLI::Option* option, bool is_positional) const {
  return row(make_option_name(option, is_positional) + make_option_opts(option), make_option_desc(option));
}

std::string help_formatter::make_option_opts(const CLI::Option* option) const {
  return option->get_option_text().empty() ? "" : ' ' + option->get_option_text();
}

std::string help_formatter::make_subcommand(const CLI::App* command) const {
  return row(command->get_name(), command->get_description());
}

std::string help_formatter::make_footer(const CLI::App* app) const {
  std::string text;
  std::istringstream footer(app->get_footer());
  for (std::string line; std::getline(footer, line);)
    text += (line.starts_with(' ') ? line : wrapped(line, columns)) + '\n';
  return text;
}

}  // namespace gamewire::cli
