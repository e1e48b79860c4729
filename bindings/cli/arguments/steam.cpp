/// The arguments of the commands that know Steam's own things.
#include "arguments/kinds.hpp"
#include "arguments/table.hpp"
#include "arguments/webapi.hpp"

namespace gamewire::cli {
namespace {

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

}  // namespace

void argument_table::add_master() {
  CLI::App& master = add(
      "master", "Lists the game servers that a master server knows",
      "One address per line, each once. Regions: us-east us-west south-america europe asia australia "
      "middle-east africa world, or na-east na-west na sa eu as oc af rest all. A list that is cut short "
      "is printed as far as it came, and the exit status says so.\n"
      "\n"
      "Valve's own master servers have been silent since October 2025. This is for private ones; --webapi "
      "asks Steam's Web API for the same list, with a key (see `gamewire webapi --help`). Regions are then "
      "those that servers say they are in, and most say none.\n"
      "\n"
      "Examples:\n"
      "  gamewire master master.example.net:27010 | gamewire scan -\n"
      "  gamewire master master.example.net --region europe asia --filter gamedir=tf\n"
      "  gamewire master master.example.net --filter appid=440 --nor map=de_dust\n"
      "  gamewire master --webapi --filter gamedir=tf --limit 500 | gamewire scan -\n"
      "  gamewire serve --servers 3000 --master    # plays one",
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
  master.add_flag("--webapi", master_.webapi, "ask Steam's Web API: IGameServersService/GetServerList");
  add_webapi_server(master, master_.server);
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

void argument_table::add_steamid() {
  CLI::App& steamid =
      add("steamid", "Tells every form of a SteamID",
          "Takes any form: STEAM_0:0:23071901, [U:1:46143802], 76561198006409530, an account number, an "
          "invite code, a friend code or private queue code of Counter-Strike, an address of a profile or "
          "group. Names in addresses are for Steam to look up, and not found here.\n"
          "\n"
          "Examples:\n"
          "  gamewire steamid STEAM_0:0:23071901\n"
          "  gamewire steamid --json '[g:1:4]' https://s.team/p/cv-dgb | jq -r .steam64",
          [this](session& with) { return run_steamid(with, steamid_); });
  add_words(steamid, "ID", steamid_.ids, "in any form")->required();
}

void argument_table::add_vdf() {
  CLI::App& vdf =
      add("vdf", "Converts Valve's VDF files to JSON, and back",
          "The values of a key that repeats are gathered in an array. VBKV is recognised, and its checksum "
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
  add_limits(vdf, vdf_.limits);
}

}  // namespace gamewire::cli
