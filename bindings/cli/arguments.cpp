#include "arguments.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include <fmt/core.h>

#include "answer.hpp"

namespace gamewire::cli {
namespace {

constexpr double shortest_time = 0.001;
constexpr double longest_time = 86'400;  // what machines take

/// Reads all of `text`, or throws what the user is to be told of this option.
template <class Number>
Number number(const char* option, const std::string& text, Number least, Number most) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= least && value <= most))
    throw CLI::ValidationError(option, fmt::format("'{}' is not a number from {} to {}", text, least, most));
  return value;
}

template <class Number>
CLI::Option* add_number(CLI::App& to, const char* name, Number& value, Number least, Number most,
                        const char* help) {
  const auto read = [=, &value](const std::string& text) { value = number(name, text, least, most); };
  return to.add_option_function<std::string>(name, read, help)->option_text("N");
}

/// An option in seconds, fractions allowed.
template <class Duration>
CLI::Option* add_seconds(CLI::App& to, const char* name, Duration& value, const char* help) {
  const auto read = [=, &value](const std::string& text) {
    const std::chrono::duration<double> seconds(number(name, text, shortest_time, longest_time));
    value = std::chrono::round<nanoseconds>(seconds);
  };
  return to.add_option_function<std::string>(name, read, help)->option_text("SECONDS");
}

/// Reads "info,rules" and the like, or throws what the user is to be told of this option.
std::vector<part> parts(const char* option, std::string_view list) {
  constexpr std::array all{part::info, part::players, part::rules};
  std::array<bool, all.size()> wanted{};
  for (std::size_t end = 0; end != list.npos; list.remove_prefix(end == list.npos ? 0 : end + 1)) {
    end = list.find(',');
    const auto named = std::ranges::find(all, list.substr(0, end), name_of);
    if (named == all.end())
      throw CLI::ValidationError(option,
                                 fmt::format("'{}' is none of info, players, rules", list.substr(0, end)));
    wanted[static_cast<std::size_t>(*named)] = true;
  }
  std::vector<part> chosen;
  std::ranges::copy_if(all, std::back_inserter(chosen),
                       [&](part each) { return wanted[static_cast<std::size_t>(each)]; });
  return chosen;
}

/// How to log in to a server.
void add_login(CLI::App& to, login_arguments& login) {
  CLI::Option* password =
      to.add_option("--password", login.password, "others can see it in the list of processes")
          ->option_text("TEXT");
  to.add_option("--password-file", login.password_file, "the password is its first line")
      ->option_text("FILE")
      ->excludes(password);
  to.add_option("--protocol", login.protocol,
                "source (the default), goldsource or battleye; webrcon is not supported yet")
      ->check(CLI::IsMember({"source", "goldsource", "battleye", "webrcon"}))
      ->option_text("NAME");
  to.add_option("--profile", login.profile,
                "what kind of server it is: auto (the default), source, source2, minecraft, single, squad "
                "or rust-legacy")
      ->check(CLI::IsMember({"auto", "source", "source2", "minecraft", "single", "squad", "rust-legacy"}))
      ->option_text("NAME");
}

/// An option that takes several values and can be repeated.
template <class Take>
void add_several(CLI::App& to, const char* name, const char* values, const char* help, Take take) {
  to.add_option_function<std::vector<std::string>>(
        name,
        [take](const std::vector<std::string>& all) {
          for (const std::string& each : all) take(each);
        },
        help)
      ->option_text(values);
}

/// An option that takes several values also takes the HOST behind them, to whom they cannot mean anything.
bool took_host(master_arguments& arguments, const std::string& text) {
  if (!arguments.host.empty() || text.find_first_of(".:") == text.npos) return false;
  arguments.host = text;
  return true;
}

void add_region(master_arguments& to, const std::string& name) {
  const auto named = master::regions_named(name);
  if (named.empty() && !took_host(to, name))
    throw CLI::ValidationError("--region", fmt::format("'{}' is no region", name));
  to.regions.insert(to.regions.end(), named.begin(), named.end());
}

void add_condition(master_arguments& of, std::vector<condition_text>& to, const std::string& text) {
  const auto equals = text.find('=');
  if (equals != text.npos)
    to.push_back({text.substr(0, equals), text.substr(equals + 1)});
  else if (!took_host(of, text))
    throw CLI::ValidationError(fmt::format("'{}' is not KEY=VALUE", text));
}

CLI::Option* add_addresses(CLI::App& to, std::vector<std::string>& addresses) {
  return to.add_option("ADDRESS", addresses, "host, host:port or [v6]:port; the default port is 27015")
      ->required()
      ->option_text("...");
}

}  // namespace

unknown_command::unknown_command(const std::string& name)
    : ParseError("UnknownCommand", fmt::format("unknown command '{}'", name), CLI::ExitCodes::ExtrasError) {}

argument_table::argument_table() : app_("Talks to game servers.", "gamewire") {
  app_.require_subcommand(0, 1);
  app_.set_version_flag("--version", "gamewire " GAMEWIRE_VERSION, "print the version and exit");
  app_.footer(
      "Examples:\n"
      "  gamewire info 192.0.2.7:27015\n"
      "  gamewire query --json play.example.net | jq .players\n"
      "  gamewire demo\n"
      "\n"
      "`gamewire COMMAND --help` explains a command. Exit status: 0 all good, 1 partly, 2 usage,\n"
      "3 refused, not resolved or closed, 4 no answer in time, 5 wrong password or banned, 6 a broken "
      "answer,\n"
      "7 the server said no, 130 Ctrl-C.");
  app_.get_formatter()->label("SUBCOMMAND", "COMMAND");
  app_.get_formatter()->label("Positionals", "Arguments");
  add_queries();
  add_ping();
  add_scan();
  add_decode();
  add_rcon();
  add_cvars();
  add_master();
  add_serve();
  add_steamid();
  add_vdf();
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
    const auto extras = app_.remaining();
    if (chosen() == nullptr && !extras.front().starts_with('-')) throw unknown_command(extras.front());
    throw;
  }
  if (chosen() == nullptr) throw CLI::RequiredError("a command");
  if (common_.v4 && common_.v6) throw CLI::ValidationError("-4 and -6 exclude each other");
  if (chosen()->parser->get_name() == "steamid") add_extra_ids(*chosen()->parser);
}

void argument_table::add_extra_ids(const CLI::App& parser) {
  for (const std::string& extra : parser.remaining()) {
    if (extra.starts_with('-')) throw CLI::ExtrasError({extra});
    steamid_.ids.push_back(extra);
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
              "of the first attempt, default 1.5; each retry waits half as long again; of an RCON login or "
              "command, default 10")
      ->group(group);
  add_seconds(to, "--deadline", common_.deadline, "of the whole query, default: as long as its attempts take")
      ->group(group);
  add_number(to, "--retries", common_.retries, 0U, 32U, "attempts after the first, default 2")->group(group);
  to.add_option("--transport", common_.transport,
                fmt::format("the driver to use: blocking, asio or epoll; default {}", default_transport))
      ->check(CLI::IsMember({"blocking", "asio", "epoll"}))
      ->option_text("NAME")
      ->group(group);
  to.add_option("--trace", common_.trace, "write every datagram as hex, as `decode` reads it")
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

void argument_table::add_queries() {
  CLI::App& info = add("info", "Asks for a server's name, map, players and version",
                       "Examples:\n"
                       "  gamewire info 192.0.2.7\n"
                       "  gamewire info --json play.example.net:27016 '[2001:db8::7]:27015'\n"
                       "  gamewire --timeout 0.5 --retries 0 info 192.0.2.7",
                       [this](session& with) { return run_info(with, query_); });
  CLI::App& players = add("players", "Asks for the players on a server",
                          "Examples:\n"
                          "  gamewire players 192.0.2.7\n"
                          "  gamewire players --json 192.0.2.7 | jq -r '.players[].name'",
                          [this](session& with) { return run_players(with, query_); });
  CLI::App& rules = add("rules", "Asks for a server's rules: its public settings",
                        "Examples:\n"
                        "  gamewire rules 192.0.2.7\n"
                        "  gamewire rules --decode --json 192.0.2.7:2303 | jq .decoded.mods",
                        [this](session& with) { return run_rules(with, query_); });
  CLI::App& query = add("query", "Asks for info, players and rules at once",
                        "Examples:\n"
                        "  gamewire query 192.0.2.7\n"
                        "  gamewire query --json --deadline 2 192.0.2.7 192.0.2.8",
                        [this](session& with) { return run_query(with, query_); });
  for (CLI::App* each : {&info, &players, &rules, &query}) add_addresses(*each, query_.addresses);
  for (CLI::App* each : {&info, &rules, &query})
    each->add_flag("--decode", query_.decode,
                   "also decode what Arma 3, DayZ, Unreal Engine games and Rust hide in rules and keywords");
}

void argument_table::add_ping() {
  CLI::App& ping = add("ping", "Measures the round trip to a server, as ping(8) does",
                       "Examples:\n"
                       "  gamewire ping -c 5 192.0.2.7\n"
                       "  gamewire ping -i 0.2 192.0.2.7        until Ctrl-C\n"
                       "  gamewire ping -c 3 --json 192.0.2.7 | jq .ping_ms",
                       [this](session& with) { return run_ping(with, ping_); });
  add_addresses(ping, ping_.addresses);
  add_number(ping, "-c,--count", ping_.count, 1U, ~0U, "stop after so many, default: never")
      ->option_text("COUNT");
  add_seconds(ping, "-i,--interval", ping_.interval, "from one to the next, default 1");
}

void argument_table::add_scan() {
  CLI::App& scan =
      add("scan", "Asks many servers at once",
          "The list has an address per line; blank lines and # comments are skipped. Results come in the\n"
          "order of the answers, and a summary goes to stderr, also after Ctrl-C.\n"
          "\n"
          "Examples:\n"
          "  gamewire scan servers.txt\n"
          "  gamewire scan --json servers.txt | jq -r 'select(.players > 0) | .address'\n"
          "  producer-of-addresses | gamewire scan --rate 500 --what info,rules --json\n"
          "  gamewire serve --port 0 --servers 3000 --list all.txt & gamewire scan --rate 0 all.txt",
          [this](session& with) { return run_scan(with, scan_); });
  scan.add_option("FILE", scan_.file, "the list; - is standard input, the default");
  add_number(scan, "--rate", scan_.rate, 0U, ~0U, "packets per second, default 5000; 0: no limit");
  add_number(scan, "--in-flight", scan_.in_flight, 1U, fleet_options::most_in_flight,
             "servers asked at once, at most; default 2000");
  scan.add_option_function<std::string>(
          "--what", [this](const std::string& list) { scan_.what = parts("--what", list); },
          "of info (the default), players and rules, separated by commas")
      ->option_text("PARTS");
}

void argument_table::add_decode() {
  CLI::App& decode =
      add("decode", "Decodes datagrams of a server, offline",
          "Each line is one datagram in hex; blank lines and # comments are skipped. Prints a JSON\n"
          "object per complete message. Exit status 0 if all decoded, else 6: also for a message that is "
          "partial.\n"
          "\n"
          "Examples:\n"
          "  gamewire info --trace seen.hex 192.0.2.7; gamewire decode seen.hex\n"
          "  echo 'ffffffff 41 0a0b0c0d' | gamewire decode",
          [this](session& with) { return run_decode(with, decode_); });
  decode.add_option("FILE", decode_.file, "hex lines; - is standard input, the default");
}

void argument_table::add_rcon() {
  CLI::App& rcon =
      add("rcon", "Executes commands on a server, or opens a shell there",
          "Without -e the commands come from standard input; on a terminal that is a shell with history and\n"
          "completion. The password is, of these, the first that there is: --password, --password-file,\n"
          "GAMEWIRE_RCON_PASSWORD, the config file's (~/.config/gamewire/config.toml), what you type.\n"
          "\n"
          "Examples:\n"
          "  gamewire rcon 192.0.2.7\n"
          "  gamewire rcon 192.0.2.7 --password-file secret -e status -e 'say Hello'\n"
          "  gamewire rcon arena -e status --json | jq -r .output      a host of the config file\n"
          "  gamewire rcon --profile minecraft mc.example.net:25575 < commands.txt\n"
          "  gamewire rcon --protocol battleye 192.0.2.9 -e players",
          [this](session& with) { return run_rcon(with, rcon_); });
  rcon.add_option("ADDRESS", rcon_.address,
                  "a host of the config file, host, host:port or [v6]:port; the default port is 27015, of "
                  "battleye 2306");
  rcon.add_option("-e,--execute", rcon_.commands, "execute it; may be repeated, in order on one connection")
      ->option_text("COMMAND")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  add_login(rcon, rcon_.login);
}

void argument_table::add_cvars() {
  CLI::App& cvars =
      add("cvars", "Lists the variables and commands of a Source or GoldSource server",
          "The password comes from where `gamewire rcon` finds it.\n"
          "\n"
          "Examples:\n"
          "  gamewire cvars 192.0.2.7 'sv_*'\n"
          "  gamewire cvars --json 192.0.2.7 | jq -r 'select(.flags | index(\"cheat\")) | .name'",
          [this](session& with) { return run_cvars(with, cvars_); });
  cvars
      .add_option("ADDRESS", cvars_.address,
                  "a host of the config file, host, host:port or [v6]:port; the default port is 27015")
      ->required();
  cvars.add_option("PATTERN", cvars_.pattern, "of names, as in `sv_*`; the default is all");
  add_login(cvars, cvars_.login);
}

void argument_table::add_master() {
  CLI::App& master = add(
      "master", "Lists the game servers that a master server knows",
      "One address per line, each once. Regions: us-east us-west south-america europe asia australia\n"
      "middle-east africa world, or na-east na-west na sa eu as oc af rest all. A list that is cut short\n"
      "is printed as far as it came, and the exit status says so.\n"
      "\n"
      "Valve's own master servers have been silent since October 2025. This is for private ones.\n"
      "\n"
      "Examples:\n"
      "  gamewire master master.example.net:27010 | gamewire scan -\n"
      "  gamewire master master.example.net:27010 --region europe asia --filter gamedir=tf secure=1\n"
      "  gamewire master master.example.net:27010 --filter appid=440 --nor map=cp_dustbowl password=1\n"
      "  gamewire serve --port 0 --servers 3000 --master      plays one",
      [this](session& with) { return run_master(with, master_); });
  master.add_option(
      "HOST", master_.host,
      "host, host:port or [v6]:port of the master server; the default port is 27011, the default "
      "host Valve's");
  add_several(master, "--region", "NAME...", "default world; several are asked one after the other",
              [this](const std::string& name) { add_region(master_, name); });
  const auto conditions = [this](std::vector<condition_text>& to) {
    return [this, &to](const std::string& text) { add_condition(master_, to, text); };
  };
  add_several(master, "--filter", "KEY=VALUE...", "servers for which all of these hold",
              conditions(master_.filter));
  add_several(master, "--nor", "KEY=VALUE...", "and none of these", conditions(master_.nor));
  add_several(master, "--nand", "KEY=VALUE...", "and not all of these", conditions(master_.nand));
  add_number(master, "--limit", master_.limit, std::uint64_t{0}, ~std::uint64_t{0},
             "so many servers and no more; default 0: all");
  const auto rate = [this](const std::string& text) {
    master_.per_minute = number("--rate", text, 0U, 1'000'000U);
  };
  master
      .add_option_function<std::string>(
          "--rate", rate,
          "requests per minute, 0: no limit; default what Valve's masters stand, and "
          "no limit for others")
      ->option_text("N");
}

void argument_table::add_serve() {
  CLI::App& serve =
      add("serve", "Plays a game server that answers queries and RCON, to try things with",
          "When it listens it prints a line such as:\n"
          "ready {\"a2s\":\"127.0.0.1:27015\",\"rcon\":\"127.0.0.1:27015\"}\n"
          "\n"
          "Examples:\n"
          "  gamewire serve\n"
          "  gamewire serve --port 0 --players 64 --rules 500 --compress\n"
          "  gamewire serve --password secret; gamewire rcon 127.0.0.1      in another terminal\n"
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
  add_number(serve, "--seed", serve_.seed, std::uint64_t{0}, ~std::uint64_t{0},
             "what is made up and dropped depends on it alone");
  serve.add_option("--password", serve_.password, "of RCON; without one nobody can log in")
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

void argument_table::add_steamid() {
  CLI::App& steamid =
      add("steamid", "Tells every form of a SteamID",
          "Takes any form: STEAM_0:0:23071901, [U:1:46143802], 76561198006409530, an account number, an\n"
          "invite code, a friend code or private queue code of Counter-Strike, an address of a profile or "
          "group.\n"
          "Names in addresses are for Steam to look up, and not found here.\n"
          "\n"
          "Examples:\n"
          "  gamewire steamid STEAM_0:0:23071901\n"
          "  gamewire steamid --json '[g:1:4]' https://s.team/p/cv-dgb | jq -r .steam64",
          [this](session& with) { return run_steamid(with, steamid_); });
  // The library takes [U:1:7] among several arguments for a list, and its brackets off. So the option has the
  // first id alone, and the others are extras: add_extra_ids().
  steamid.add_option("ID", steamid_.ids, "in any form")
      ->required()
      ->option_text("...")
      ->allow_extra_args(false);
  steamid.allow_extras();
}

void argument_table::add_vdf() {
  CLI::App& vdf =
      add("vdf", "Converts Valve's VDF files to JSON, and back",
          "The values of a key that repeats are gathered in an array. VBKV is recognised, and its checksum\n"
          "verified. Entries are left out whose condition, as in [$X360], is false here.\n"
          "\n"
          "Examples:\n"
          "  gamewire vdf appmanifest_440.acf | jq -r .AppState.name\n"
          "  gamewire vdf --binary --json shortcuts.vdf\n"
          "  gamewire vdf gameinfo.txt | gamewire vdf --to-vdf -",
          [this](session& with) { return run_vdf(with, vdf_); });
  vdf.add_option("FILE", vdf_.file, "- is standard input")->required();
  vdf.add_flag("--binary", vdf_.binary, "the VDF is binary");
  vdf.add_flag("--to-vdf", vdf_.to_vdf, "from JSON to VDF");
  vdf.add_flag("--no-escapes", vdf_.no_escapes, "in texts a backslash is nothing special");
  vdf.add_option("--define", vdf_.symbols, "this is true in conditions too; may be repeated")
      ->option_text("SYMBOL")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
}

void argument_table::add_demo() {
  add("demo", "Plays a server and shows what can be asked of it; needs no network",
      "Example:\n"
      "  gamewire demo",
      run_demo);
}

}  // namespace gamewire::cli
