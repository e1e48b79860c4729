/// The arguments of `gamewire aster`.
#include "arguments/kinds.hpp"
#include "arguments/table.hpp"

namespace gamewire::cli {

void argument_table::add_aster() {
  CLI::App& aster =
      add("aster", "Chats on a server of aster",
          "A CHANNEL is a name, with or without '#', or an id. The password is from --password-file, "
          "GAMEWIRE_ASTER_PASSWORD, or a prompt. Without --user and --uuid nobody is logged in, which is "
          "enough for `users` and some requests.\n"
          "\n"
          "Examples:\n"
          "  gamewire aster chat.example.net --user bot --password-file F channels\n"
          "  gamewire aster chat.example.net --user bot history general -n 20\n"
          "  gamewire aster chat.example.net --user bot send general 'The build is green.'\n"
          "  gamewire aster chat.example.net --user bot --json tail | jq -r .content\n"
          "  gamewire aster 127.0.0.1 --plain request '{\"command\":\"get_name\"}'\n"
          "  gamewire serve --aster --password secret    # plays one, with the user user",
          [this](session& with) { return run_aster(with, aster_); });
  aster.add_option("HOST", aster_.server, "host, host:port or [v6]:port; the default port is 2345")
      ->required();
  CLI::Option* const user = aster.add_option("--user", aster_.user, "log in by this name");
  user->option_text("NAME");
  aster
      .add_option_function<std::string>(
          "--uuid",
          [this](const std::string& text) {
            aster_.uuid = number("--uuid", text, std::numeric_limits<std::int64_t>::min(),
                                 std::numeric_limits<std::int64_t>::max());
          },
          "log in by this id")
      ->option_text("N")
      ->excludes(user);
  aster.add_option("--password-file", aster_.password_file, "its first line is the password")
      ->option_text("FILE");
  aster.add_flag("--register", aster_.registers, "make the user first");
  aster.add_flag("--plain", aster_.plain, "no TLS");
  aster.add_flag("--insecure", aster_.insecure,
                 "take any certificate: who listens in may be the server then");
  aster.add_option("--ca", aster_.ca, "trust these authorities instead of the system's")->option_text("FILE");

  const auto action = [&](const char* name, const char* what) {
    CLI::App& made = *aster.add_subcommand(name, what);
    made.callback([this, name] { aster_.action = name; });
    made.fallthrough();  // the options of `aster` may stand behind it as well
    return &made;
  };
  action("channels", "lists the channels");
  action("users", "lists the users, and who of them is there");
  CLI::App& history = *action("history", "shows the newest messages of a channel");
  history.add_option("CHANNEL", aster_.channel, "a name or an id")->required();
  add_number(history, "-n", aster_.count, 1U, 1'000'000U, "so many; default 100");
  CLI::App& send = *action("send", "says something in a channel");
  send.add_option("CHANNEL", aster_.channel, "a name or an id")->required();
  send.add_option("TEXT", aster_.text, "what is to be said; - reads it from standard input")->required();
  CLI::App& tail = *action("tail", "shows what is said from now on, until Ctrl-C");
  tail.add_option("CHANNEL", aster_.channel, "only there");
  CLI::App& request = *action("request", "sends any packet, and shows the answer");
  request.add_option("JSON", aster_.text, "an object with a \"command\"")->required();
  for (CLI::App* each : aster.get_subcommands(nullptr)) add_common(*each);
  aster.require_subcommand(0, 1);  // that there is one is seen to later: then an unknown one can be named
}

}  // namespace gamewire::cli
