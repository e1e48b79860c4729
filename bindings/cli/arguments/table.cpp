#include "arguments/table.hpp"

#include <fmt/core.h>

#include "arguments/help_formatter.hpp"
#include "arguments/kinds.hpp"

namespace gamewire::cli {
namespace {

std::string unknown(const std::string& name) { return fmt::format("unknown command '{}'", name); }

/// Is there more to choose than the command, and it was not?
bool lacks_action(const CLI::App& command) {
  return !command.get_subcommands(nullptr).empty() && command.get_subcommands().empty();
}

}  // namespace

unknown_command::unknown_command(const std::string& name) : ValidationError(unknown(name)) {}

argument_table::argument_table() : app_("Talks to game servers.", "gamewire") {
  app_.formatter(std::make_shared<help_formatter>());  // which commands take over as they are added
  app_.option_defaults()->take_last();                 // so do they this: what is typed goes before an alias
  app_.require_subcommand(0, 1);
  app_.set_version_flag("--version", "gamewire " GAMEWIRE_VERSION, "print the version and exit");
  app_.footer(
      "Examples:\n"
      "  gamewire info 192.0.2.7:27015\n"
      "  gamewire query --json play.example.net | jq .players\n"
      "  gamewire demo\n"
      "\n"
      "`gamewire COMMAND --help` explains a command. Exit status: 0 all good, 1 partly, 2 usage, 3 refused, "
      "not resolved or closed, 4 no answer in time, 5 wrong password or banned, 6 a broken answer, 7 the "
      "server said no, 130 Ctrl-C.");
  add_queries();
  add_ping();
  add_scan();
#ifdef GAMEWIRE_EPOLL
  add_watch();
  add_exporter();
#endif
  add_decode();
  add_rcon();
  add_cvars();
  add_master();
  add_aster();
  add_serve();
#ifdef GAMEWIRE_ASF
  add_asf();
#endif
  add_steamid();
  add_vdf();
  add_webapi();
  add_demo();
  add_help();
  add_common(app_);
  for (const command& each : commands_) add_common(*each.parser);
}

void argument_table::parse(int argc, char** argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    // Not "The following argument was not expected": nothing is expected as much as a command.
    const auto extras = app_.remaining(true);
    const bool is_word = !extras.front().starts_with('-');
    if (is_word && chosen() == nullptr) throw unknown_command(extras.front());
    if (is_word && lacks_action(*chosen()->parser)) throw CLI::ValidationError(unknown(extras.front()));
    if (chosen() == nullptr || !extras_of_.contains(chosen()->parser)) throw;
    add_extra_words(extras);  // what stands behind "--" ends up here
  }
  if (chosen() == nullptr || lacks_action(*chosen()->parser)) throw CLI::RequiredError("a command");
  if (common_.v4 && common_.v6) throw CLI::ValidationError("-4 and -6 exclude each other");
  add_extra_words(chosen()->parser->remaining());
}

CLI::Option* argument_table::add_words(CLI::App& to, const char* name, std::vector<std::string>& words,
                                       const char* what) {
  to.allow_extras();
  extras_of_.emplace(&to, &words);
  return to.add_option(name, words, what)->option_text("...")->allow_extra_args(false);
}

void argument_table::add_extra_words(const std::vector<std::string>& extras) {
  const auto taken = extras_of_.find(chosen()->parser);
  if (taken == extras_of_.end()) return;
  bool options_are_over = false;
  for (const std::string& extra : extras) {
    const bool marks_their_end = extra == "--" && !options_are_over;
    if (!options_are_over && !marks_their_end && extra.starts_with('-')) throw CLI::ExtrasError({extra});
    if (!marks_their_end) taken->second->push_back(extra);
    options_are_over = options_are_over || marks_their_end;
  }
}

const command* argument_table::chosen() const {
  for (const command& each : commands_)
    if (each.parser->parsed()) return &each;
  return nullptr;
}

const CLI::App* argument_table::named(std::string_view name) const {
  for (const command& each : commands_)
    if (each.parser->get_name() == name) return each.parser;
  return nullptr;
}

void argument_table::add_common(CLI::App& to) {
  const char* group = "Common options (before or after the command)";
  to.add_flag("--json", common_.json, "one JSON object per line and result")->group(group);
  add_seconds(to, "--timeout", common_.timeout,
              "of the first attempt, default 1.5; each retry waits half as long again; over connections of "
              "each request: of RCON and aster 10, of webapi 30, of asf 100")
      ->group(group);
  add_seconds(to, "--deadline", common_.deadline, "of the whole query, default: as long as its attempts take")
      ->group(group);
  add_number(to, "--retries", common_.retries, 0U, 32U, "attempts after the first, default 2")->group(group);
  to.add_option("--transport", common_.transport,
                fmt::format("the driver to use: blocking, asio or epoll; default {}", default_transport))
      ->check(CLI::IsMember({"blocking", "asio", "epoll"}))
      ->option_text("NAME")
      ->group(group);
  to.add_option("--trace", common_.trace,
                "write every datagram as hex, as `decode` reads it; - is standard error")
      ->check([](const std::string& file) { return std::string(file.empty() ? "'' is no file" : ""); })
      ->option_text("FILE")
      ->group(group);
  to.add_flag("-4", common_.v4, "IPv4 only")->group(group);
  to.add_flag("-6", common_.v6, "IPv6 only")->group(group);
  to.set_help_flag("-h,--help", "print this help and exit")->group(group);
}

CLI::App& argument_table::add(const char* name, const char* description, const char* footer,
                              std::function<int(session&)> run) {
  CLI::App& parser = *app_.add_subcommand(name, description)->group("Commands");
  parser.footer(footer);
  commands_.push_back({&parser, std::move(run)});
  return parser;
}

void argument_table::add_serve() {
  CLI::App& serve = add("serve", "Plays a game server that answers queries and RCON, to try things with",
                        "When it listens it prints a line such as:\n"
                        "  ready {\"a2s\":\"127.0.0.1:27015\",\"rcon\":\"127.0.0.1:27015\"}\n"
                        "\n"
                        "Examples:\n"
                        "  gamewire serve\n"
                        "  gamewire serve --port 0 --players 64 --rules 500 --compress\n"
                        "  gamewire serve --password secret\n"
                        "  gamewire rcon 127.0.0.1    # in another terminal; it asks for the password\n"
                        "  gamewire serve --engine goldsource --loss 30 --seed 7\n"
                        "  gamewire serve --port 0 --servers 3000 --list all.txt --delay 0.1",
                        [this](session& with) { return run_serve(with, serve_); });
  add_number<std::uint16_t>(serve, "--port", serve_.port, 0, 65535, "0: any that is free; default 27015");
  serve.add_option("--bind", serve_.bind, "the address to listen on, default 127.0.0.1")
      ->option_text("ADDRESS");
  add_number(serve, "--players", serve_.players, 0U, 255U, "made-up players, default 12");
  add_number(serve, "--rules", serve_.rules, 0U, 65535U, "made-up rules, default 40");
  serve
      .add_option("--engine", serve_.engine,
                  "the form of the answers, and of RCON: source (default) or goldsource")
      ->check(CLI::IsMember({"source", "goldsource"}))
      ->option_text("NAME");
  serve.add_flag("--compress", serve_.compress, "bzip2 where an answer is split (source only)");
  add_number(serve, "--loss", serve_.loss, 0.0, 100.0, "drop so many of the datagrams that come in")
      ->option_text("PERCENT");
  add_seconds(serve, "--delay", serve_.delay, "answer so much later");
  add_number(serve, "--servers", serve_.servers, 1U, 1'000'000U,
             "as many servers on loopback addresses from --bind upwards, all on one port")
      ->option_text("N");
  serve.add_option("--list", serve_.list, "write their addresses to this file, one per line")
      ->option_text("FILE");
  serve.add_flag("--master", serve_.master,
                 "play a master server that lists it, or them, on a port of its own");
  serve.add_flag("--asf", serve_.asf, "play an ArchiSteamFarm, on a port of its own");
  serve.add_flag(
      "--aster", serve_.aster,
      "play an aster server, without TLS, on a port of its own: anybody may register, and user is there");
  add_number(serve, "--seed", serve_.seed, std::uint64_t{0}, ~std::uint64_t{0},
             "what is made up and dropped depends on it alone");
  serve
      .add_option(
          "--password", serve_.password,
          "of RCON, of ASF and of aster's user, to be seen in the list of processes; without one nobody "
          "can log in to the first and the last, and anybody to ASF")
      ->option_text("TEXT");
}

void argument_table::add_help() {
  CLI::App& help =
      add("help", "Explains a command",
          "Example:\n"
          "  gamewire help scan",
          [this](session& with) {
            // app_.help() would be of the command that was given, which is this one.
            const CLI::App* topic = named(help_);
            with.out.text(topic == nullptr ? app_.get_formatter()->make_help(&app_, app_.get_name(),
                                                                             CLI::AppFormatMode::Normal)
                                           : topic->help(app_.get_name()));
            return 0;
          });
  help.add_option_function<std::string>(
      "COMMAND",
      [this](const std::string& name) {
        if (named(name) == nullptr) throw unknown_command(name);
        help_ = name;
      },
      "what is to be explained; default: all of it in short");
}

void argument_table::add_demo() {
  add("demo", "Plays a server and shows what can be asked of it; needs no network",
      "Example:\n"
      "  gamewire demo",
      run_demo);
}

}  // namespace gamewire::cli
