/// The argument table: every command with its options, help and examples.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "session.hpp"

namespace gamewire::cli {

struct command {
  CLI::App* parser;
  std::function<int(session&)> run;
};

/// No mistake in the arguments of a command.
struct unknown_command : CLI::ValidationError {
  explicit unknown_command(const std::string& name);
};

class argument_table {
 public:
  argument_table();

  /// Reads the command line; throws CLI::ParseError.
  void parse(int argc, char** argv);
  /// The command that was given, or null.
  [[nodiscard]] const command* chosen() const;
  [[nodiscard]] const common_options& common() const noexcept { return common_; }
  [[nodiscard]] CLI::App& app() noexcept { return app_; }

 private:
  void add_common(CLI::App& to);
  CLI::App& add(const char* name, const char* description, const char* footer,
                std::function<int(session&)> run);
  void add_queries();
  void add_ping();
  void add_scan();
  void add_watch();
  void add_exporter();
  void add_decode();
  void add_rcon();
  void add_cvars();
  void add_master();
  void add_aster();
  void add_serve();
  void add_asf();
  void add_steamid();
  void add_vdf();
  void add_webapi();
  void add_demo();
  void add_help();
  /// Positional arguments, as they are. Among several the library takes [1] or [U:1:7] for a list, and its brackets off. So
  /// the option has the first alone, and the others are extras, which `add_extra_words` adds.
  CLI::Option* add_words(CLI::App& to, const char* name, std::vector<std::string>& words, const char* what);
  void add_extra_words(const std::vector<std::string>& extras);
  [[nodiscard]] const CLI::App* named(std::string_view name) const;

  CLI::App app_;
  std::vector<command> commands_;
  std::map<const CLI::App*, std::vector<std::string>*> extras_of_;
  common_options common_;
  query_arguments query_;
  ping_arguments ping_;
  scan_arguments scan_;
  watch_arguments watch_;
  exporter_arguments exporter_;
  decode_arguments decode_;
  rcon_arguments rcon_;
  cvars_arguments cvars_;
  master_arguments master_;
  aster_arguments aster_;
  serve_arguments serve_;
  asf_arguments asf_;
  steamid_arguments steamid_;
  vdf_arguments vdf_;
  webapi_arguments webapi_;
  std::string help_;
};

}  // namespace gamewire::cli
