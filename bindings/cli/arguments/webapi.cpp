/// The arguments of the commands that ask Steam's Web API.
#include "arguments/webapi.hpp"

#include "arguments/kinds.hpp"
#include "arguments/table.hpp"

namespace gamewire::cli {

void add_webapi_server(CLI::App& to, webapi_server_arguments& server) {
  to.add_option("--url", server.url, "the base of the Web API, default https://api.steampowered.com")
      ->option_text("BASE");
  to.add_option("--key-file", server.key_file, "the key is its first line; default: STEAM_API_KEY")
      ->option_text("FILE");
  to.add_option("--key-in", server.key_in, "where the key goes: header (the default) or parameter")
      ->check(CLI::IsMember({"header", "parameter"}))
      ->option_text("NAME");
}

void argument_table::add_webapi() {
  CLI::App& webapi = add(
      "webapi", "Asks Steam's Web API",
      "Without arguments it lists the interfaces, of an INTERFACE the methods with their parameters, and "
      "calls an INTERFACE/METHOD, its newest version or /vN. Parameters are checked before anything is sent. "
      "Of an array there are as many of one name as it has elements; a service takes all at once as "
      "input_json={...}. The key comes from --key-file, or from STEAM_API_KEY, and is never shown.\n"
      "\n"
      "Examples:\n"
      "  gamewire webapi\n"
      "  gamewire webapi ISteamUser\n"
      "  gamewire webapi ISteamUser/GetPlayerSummaries steamids=76561197960435530\n"
      "  gamewire webapi ISteamNews/GetNewsForApp/v2 appid=440 count=3 --format xml\n"
      "  gamewire webapi --table steam.interfaces ISteamWebAPIUtil/GetServerInfo",
      [this](session& with) { return run_webapi(with, webapi_); });
  webapi.add_option("WHAT", webapi_.what, "INTERFACE, INTERFACE/METHOD or INTERFACE/METHOD/vN");
  webapi.add_option("PARAMETER", webapi_.parameters, "name=value")->option_text("...");
  webapi
      .add_option("--format", webapi_.format, "in which the server answers: json (the default), xml or vdf")
      ->check(CLI::IsMember({"json", "xml", "vdf"}))
      ->option_text("NAME");
  webapi
      .add_option("--table", webapi_.table, "keep the interfaces in this file, and do not ask for them again")
      ->option_text("FILE");
  add_limits(webapi, webapi_.limits);
  add_webapi_server(webapi, webapi_.server);
}

}  // namespace gamewire::cli
