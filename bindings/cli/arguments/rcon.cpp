/// The arguments of the commands that administer servers.
#include "arguments/kinds.hpp"
#include "arguments/table.hpp"

namespace gamewire::cli {
namespace {

/// How to log in to a server.
void add_login(CLI::App& to, login_arguments& login) {
  CLI::Option* password =
      to.add_option("--password", login.password, "others can see it in the list of processes")
          ->option_text("TEXT");
  to.add_option("--password-file", login.password_file, "the password is its first line")
      ->option_text("FILE")
      ->excludes(password);
  to.add_option("--protocol", login.protocol, "source (the default), goldsource, battleye or webrcon (Rust)")
      ->check(CLI::IsMember({"source", "goldsource", "battleye", "webrcon"}))
      ->option_text("NAME");
  to.add_option("--profile", login.profile,
                "what kind of server it is: auto (the default), source, source2, minecraft, single, squad "
                "or rust-legacy")
      ->check(CLI::IsMember({"auto", "source", "source2", "minecraft", "single", "squad", "rust-legacy"}))
      ->option_text("NAME");
}

}  // namespace

void argument_table::add_rcon() {
  CLI::App& rcon =
      add("rcon", "Executes commands on a server, or opens a shell there",
          "Without -e the commands come from standard input; on a terminal that is a shell with history and "
          "completion. The password is, of these, the first that there is: --password, --password-file, "
          "GAMEWIRE_RCON_PASSWORD, the config file's (~/.config/gamewire/config.toml), what you type.\n"
          "\n"
          "Examples:\n"
          "  gamewire rcon 192.0.2.7\n"
          "  gamewire rcon 192.0.2.7 --password-file secret -e status -e 'say Hello'\n"
          "  gamewire rcon arena -e status    # a host of the config file\n"
          "  gamewire rcon --profile minecraft mc.example.net:25575 < commands.txt\n"
          "  gamewire rcon --protocol battleye 192.0.2.9 -e players",
          [this](session& with) { return run_rcon(with, rcon_); });
  rcon.add_option("ADDRESS", rcon_.address,
                  "a host of the config file, host, host:port or [v6]:port; the default port is 27015, of "
                  "battleye 2306, of webrcon 28016");
  rcon.add_option("-e,--execute", rcon_.commands, "execute it; may be repeated, in order on one connection")
      ->option_text("COMMAND")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  add_login(rcon, rcon_.login);
}

void argument_table::add_cvars() {
  CLI::App& cvars = add("cvars", "Lists the variables and commands of a Source or GoldSource server",
                        "The password comes from where `gamewire rcon` finds it.\n"
                        "\n"
                        "Examples:\n"
                        "  gamewire cvars 192.0.2.7 'sv_*'\n"
                        "  gamewire cvars --json 192.0.2.7 | jq -r 'select(.flags[] == \"cheat\").name'",
                        [this](session& with) { return run_cvars(with, cvars_); });
  cvars
      .add_option("ADDRESS", cvars_.address,
                  "a host of the config file, host, host:port or [v6]:port, as `gamewire rcon` takes it")
      ->required();
  cvars.add_option("PATTERN", cvars_.pattern, "of names, as in `sv_*`; the default is all");
  add_login(cvars, cvars_.login);
}

}  // namespace gamewire::cli
