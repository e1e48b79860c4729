/// The arguments of the commands that ask servers, one or many of them, and of `decode`.
#include <algorithm>
#include <array>
#include <iterator>

#include "a2s/answer.hpp"
#include "arguments/kinds.hpp"
#include "arguments/table.hpp"

namespace gamewire::cli {
namespace {

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

CLI::Option* add_addresses(CLI::App& to, std::vector<std::string>& addresses) {
  return to.add_option("ADDRESS", addresses, "host, host:port or [v6]:port; the default port is 27015")
      ->required()
      ->option_text("...");
}

}  // namespace

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
                       "  gamewire ping -i 0.2 192.0.2.7    # until Ctrl-C\n"
                       "  gamewire ping -c 3 --json 192.0.2.7 | jq '.ping_ms // empty'",
                       [this](session& with) { return run_ping(with, ping_); });
  add_addresses(ping, ping_.addresses);
  add_number(ping, "-c,--count", ping_.count, 1U, ~0U, "stop after so many, default: never")
      ->option_text("COUNT");
  add_seconds(ping, "-i,--interval", ping_.interval, "from one to the next, default 1");
}

void argument_table::add_scan() {
  CLI::App& scan =
      add("scan", "Asks many servers at once",
          "The list has an address per line; blank lines and # comments are skipped. Results come in the "
          "order of the answers, and a summary goes to stderr, also after Ctrl-C.\n"
          "\n"
          "Examples:\n"
          "  gamewire scan servers.txt\n"
          "  gamewire scan --json servers.txt | jq -r 'select(.players > 0) | .address'\n"
          "  cat *.txt | gamewire scan --rate 500 --what info,rules --json\n"
          "  gamewire serve --servers 3000 --list all.txt    # in another terminal\n"
          "  gamewire scan --rate 0 all.txt",
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

#ifdef GAMEWIRE_EPOLL
void argument_table::add_watch() {
  CLI::App& watch =
      add("watch", "Keeps a live table of servers, until q",
          "How many play and have played of late, the map, the round trip. Where there is no terminal it "
          "prints each round as lines, with --json as objects.\n"
          "\n"
          "Keys, for a list that is longer than the screen:\n"
          "  Up, Down, or k, j            by a line\n"
          "  PgUp, PgDn, or b, space      by a page\n"
          "  Home, End, or g, G           to its beginning, to its end\n"
          "  q                            leaves\n"
          "\n"
          "Examples:\n"
          "  gamewire watch play.example.net 192.0.2.7:27016\n"
          "  gamewire watch -i 60 --json 192.0.2.7 >> players.ndjson",
          [this](session& with) { return run_watch(with, watch_); });
  add_addresses(watch, watch_.addresses);
  add_seconds(watch, "-i,--interval", watch_.interval, "from one round to the next, default 5");
  add_number(watch, "-c,--count", watch_.count, 1U, ~0U, "stop after so many rounds, default: never")
      ->option_text("COUNT");
}

void argument_table::add_exporter() {
  CLI::App& exporter =
      add("exporter", "Serves Prometheus metrics of servers",
          "The list has an address per line; blank lines and # comments are skipped. Each scrape of /metrics "
          "asks all of them, so that its interval is the one of Prometheus. Metrics: gamewire_up, "
          "gamewire_players, gamewire_max_players, gamewire_bots, gamewire_ping_seconds, gamewire_info.\n"
          "\n"
          "Examples:\n"
          "  gamewire exporter servers.txt\n"
          "  gamewire exporter --listen '[::]:9137' servers.txt\n"
          "  curl http://127.0.0.1:9137/metrics    # in another terminal",
          [this](session& with) { return run_exporter(with, exporter_); });
  exporter.add_option("FILE", exporter_.file, "the list; - is standard input, the default");
  exporter.add_option("--listen", exporter_.listen, "where, default 127.0.0.1:9137; port 0: any")
      ->option_text("ADDRESS:PORT");
}
#endif

void argument_table::add_decode() {
  CLI::App& decode =
      add("decode", "Decodes datagrams of a server, offline",
          "Each line is one datagram in hex; blank lines and # comments are skipped. Prints a JSON object "
          "per complete message. Exit status 0 if all decoded, else 6: also for a message that is partial.\n"
          "\n"
          "Examples:\n"
          "  gamewire info --trace seen.hex 192.0.2.7; gamewire decode seen.hex\n"
          "  echo 'ffffffff 41 0a0b0c0d' | gamewire decode",
          [this](session& with) { return run_decode(with, decode_); });
  decode.add_option("FILE", decode_.file, "hex lines; - is standard input, the default");
}

}  // namespace gamewire::cli
