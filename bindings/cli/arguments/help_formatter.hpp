/// How `--help` looks: no wider than a terminal, as the library would have it.
#pragma once

#include <CLI/CLI.hpp>

namespace gamewire::cli {

/// Descriptions are wrapped beside their names, and each line of a footer is, as a paragraph. What begins with a blank stays
/// as it is: examples, and lists.
class help_formatter : public CLI::Formatter {
 public:
  help_formatter();

  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
  /// What is inside another command stands behind the arguments of that.
  std::string make_usage(const CLI::App* app, std::string name) const override;
  std::string make_option(const CLI::Option* option, bool is_positional) const override;
  /// No types: an argument's description says what it is, and the usage whether it has to be there.
  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_subcommand(const CLI::App* command) const override;
  std::string make_footer(const CLI::App* app) const override;
};

}  // namespace gamewire::cli
