/// The arguments of `asf`.
#include "arguments/kinds.hpp"
#include "arguments/table.hpp"

namespace gamewire::cli {

void argument_table::add_asf() {
  CLI::App& asf =
      add("asf", "Speaks to an ArchiSteamFarm",
          "What can be done:\n"
          "  info                         the process, its version and configuration\n"
          "  bot NAMES                    all about bots\n"
          "  start|stop|pause|resume NAMES\n"
          "  redeem NAMES KEY...\n"
          "  command TEXT...              as in Steam's chat\n"
          "  log [--follow]               the end of the log, and what is written then\n"
          "  token NAMES                  codes of two-factor authentication\n"
          "  request METHOD PATH [JSON]   any route\n"
          "NAMES are as ASF has them: one bot, several with commas, ASF for all, @online and such.\n"
          "\n"
          "Where it is say --url, else ASF_HOST, ASF_PORT, ASF_PATH (/Api, with what stands before it) and "
          "ASF_PASSWORD in the environment, else in the file .env. An answer has 100 s (--timeout).\n"
          "\n"
          "Examples:\n"
          "  gamewire asf info --json | jq .Result.Version\n"
          "  ASF_PASSWORD=secret gamewire asf --url https://asf.example.net/ASF bot ASF\n"
          "  gamewire asf redeem main AAAAA-BBBBB-CCCCC\n"
          "  gamewire asf command '!status'\n"
          "  gamewire asf log --follow --json | jq -r .message\n"
          "  gamewire asf request POST /Api/Bot/main/Pause '{\"Permanent\":true}'",
          [this](session& with) { return run_asf(with, asf_); });
  asf.add_option("--url", asf_.url, "http://host:port and what stands before /Api")->option_text("URL");
  asf.add_option("--env", asf_.env, "read this file in place of .env")->option_text("FILE");
  asf.add_flag("--legacy", asf_.legacy, "it is one of 2017: commands at /IPC");
  asf.add_option("--ca", asf_.ca, "trust the authorities in this file, and not the system's")
      ->option_text("FILE");
  asf.add_flag("--insecure", asf_.insecure, "do not look whose certificate it is");
  add_number(asf, "--count", asf_.count, 1, 2147483647, "lines of the log, default 100");
  asf.add_flag("--follow", asf_.follow, "of the log, go on with what is written, until Ctrl-C");
  asf.add_option("ACTION", asf_.action, "what to do")->required();
  add_words(asf, "WORD", asf_.words, "and with what");
}

}  // namespace gamewire::cli
