#include "rcon/rcon_console.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include <gamewire/ascii.hpp>
#include <gamewire/text.hpp>

#include "output/printable_lines.hpp"
#include "target/password.hpp"
#include "terminal/words.hpp"

namespace gamewire::cli {
namespace {

constexpr std::string_view caught = "Use !exit to leave this shell, or !shutdown to shut the server down.";
constexpr std::string_view not_connected = "Not connected. Use !connect ADDRESS to connect to a server.";

constexpr std::array all_commands{
    shell_command{"!connect", "ADDRESS [PASSWORD]", "connect; asks for a password if none is given"},
    shell_command{"!disconnect", "", "leave the server, and stay here"},
    shell_command{"!shutdown", "", "shut the server down"},
    shell_command{"!exit", "", "leave this shell; Ctrl-D does the same"},
    shell_command{"!help", "", "this help"},
};

/// Commands after which a server may go without a word.
bool ends_connection(std::string_view command) {
  constexpr std::array names{"exit",     "quit",          "restart",   "_restart",      "killserver",
                             "shutdown", "changelevel",   "map",       "stop",          "/stop",
                             "doexit",   "rcon_password", "#shutdown", "#restartserver"};
  const std::string_view name = first_word(command);
  return std::ranges::any_of(names, [&](std::string_view each) { return same_word(each, name); });
}

/// That it went is what it was told to do.
void forgive_end(rcon_link::outcome& of, const rcon_link& link) {
  if (of)
    of->partial = false;
  else if (link.may_leave_so(of.error().kind))
    of.emplace();
}

/// What was chosen here, if anything was, goes before what was chosen until now.
void choose(std::string& chosen, const std::string& here) {
  if (!here.empty()) chosen = here;
}

std::string help_text() {
  std::string text = "What you type is sent to the server, but for:\n";
  for (const shell_command& each : all_commands)
    text += fmt::format("  {:<31}{}\n", fmt::format("{} {}", each.name, each.arguments), each.help);
  return text +
         "  help [NAME]                    this help, or the server's help on NAME\n"
         "Tab completes; Ctrl-C forgets a line or a command that runs.\n";
}

}  // namespace

std::span<const shell_command> shell_commands() { return all_commands; }

rcon_console::rcon_console(session& with, login_arguments login, std::string address,
                           std::function<bool()> interrupted)
    : with_(with),
      login_(std::move(login)),
      address_(std::move(address)),
      interrupted_(std::move(interrupted)),
      hosts_(read_config()) {}

bool rcon_console::connect(const std::string& given, std::optional<std::string> password) {
  disconnect();
  at_ = {};
  try {
    return log_in(find_server(given, std::move(password)));
  } catch (const command_error& error) {
    const bool understood = !at_.address.host.empty();
    json object;
    put_text(object, "address", given);
    fail(understood ? about() : object, understood ? at_.text() : given, error.why);
    return false;
  }
}

/// The options are for the server on the command line: another one is not told its password.
rcon_server rcon_console::find_server(const std::string& given, std::optional<std::string> password) {
  const configured_host* host = find_host(hosts_, given);
  rcon_server server;
  login_arguments login = login_;
  if (!address_.empty() && given != address_) login.password.reset(), login.password_file.clear();
  if (password) login.password = std::move(password);
  if (host != nullptr) {
    choose(server.profile, host->profile);
    choose(server.protocol, host->protocol);
  }
  choose(server.profile, login.profile);
  choose(server.protocol, login.protocol);
  auto at = parse_target(host != nullptr ? host->address : given, default_port_of(server.protocol));
  if (!at) throw command_error({at.error().kind, fmt::format("{}: {}", given, at.error().message)});
  at_ = server.at = *std::move(at);
  server.password = find_password(login, host, server.at.text());
  // None has that, and servers count failures. A user who types it wants it so.
  if (server.password.empty() && !login.password && (host != nullptr || !login.password_file.empty()))
    throw command_error(usage_fault("no password: the file that should have it is empty, or its first line"));
  return server;
}

bool rcon_console::log_in(const rcon_server& server) {
  shutdown_ = shutdown_command_of(server.protocol);
  if (!server.password.empty()) secrets_.push_back(server.password);
  link_ = open_link(with_, server, interrupted_ != nullptr, bell_);
  const bool settled = wait_until([&] { return link_->now() != rcon_link::state::logging_in; });
  if (settled && link_->now() != rcon_link::state::over) return prove();
  if (settled) fail(about(), at_.text(), link_->why());
  disconnect();
  return false;
}

/// Without a login only a command shows whether the server is there, and the password right. A script has its
/// own; who sits at a prompt is to know before.
bool rcon_console::prove() {
  if (!interrupted_ || link_->now() != rcon_link::state::unproven) return true;
  const auto outcome = ask("echo");
  if (outcome && *outcome) return true;
  if (outcome) fail(about(), at_.text(), outcome->error());
  disconnect();
  return false;
}

bool rcon_console::wait_until(const std::function<bool()>& is_so) {
  for (;;) {
    const bool so = is_so();
    if (interrupted_ && heard()) tell_messages();  // those that came before it, before it
    if (so) return true;
    if (interrupted_ && interrupted_()) return false;
    bell_.wait();
  }
}

std::optional<rcon_link::outcome> rcon_console::ask(const std::string& command, bool unanswered) {
  std::optional<rcon_link::outcome> outcome;
  link_->execute(command, unanswered);
  const auto settled = [&] { return (outcome = link_->take_outcome()).has_value(); };
  if (wait_until(settled)) return outcome;
  link_->cancel();
  while (!settled()) bell_.wait();
  return std::nullopt;
}

bool rcon_console::execute(const std::string& command) {
  if (!connected()) return mistake(not_connected), true;
  const auto before = link_->now();
  auto outcome = ask(command);
  if (!outcome) return true;  // Ctrl-C
  if (ends_connection(command) && before != rcon_link::state::over) forgive_end(*outcome, *link_);
  if (*outcome) return print(command, **outcome), true;
  // Without a login, what would have failed there fails with the first command.
  const bool in_vain = before == rcon_link::state::unproven && link_->now() != rcon_link::state::ready &&
                       outcome->error().kind != condition::usage && (lost() || !link_->heard());
  fail_command(command, outcome->error(), in_vain);
  return connected() && !lost();
}

void rcon_console::fail_command(const std::string& command, const fault& why, bool in_vain) {
  json object = about();
  if (!in_vain) put_text(object, "command", command);
  if (interrupted_ && lost() && !with_.out.as_json()) return;  // `tell_if_lost` says why
  fail(object, at_.text(), why);
  if (in_vain) disconnect();
}

void rcon_console::leave_out(std::span<const std::string> commands) {
  if (commands.empty()) return;
  const fault why{condition::closed, "not run: the connection is lost"};
  if (!with_.out.as_json())
    return complain(fmt::format("{}: {} more not run: the connection is lost", at_.text(), commands.size()));
  for (const std::string& command : commands) {
    json object = about();
    put_text(object, "command", command);
    with_.out.error(object, at_.text(), why);
  }
}

json rcon_console::about() const { return at_.about(link_ ? link_->remote() : endpoint{}); }

void rcon_console::print(const std::string& command, const rcon_output& output) {
  if (output.partial) {
    codes_.add(exit_mixed);
    if (!with_.out.as_json()) complain(fmt::format("{}: the reply is cut short", at_.text()));
  }
  if (with_.out.as_json()) {
    json object = about();
    put_text(object, "command", command);
    put_text(object, "output", output.text);
    object["ms"] = milliseconds(output.round_trip);
    if (output.partial) object["partial"] = true;
    return with_.out.object(object);
  }
  if (output.text.empty()) return;
  std::string text = with_.out.terminal() ? printable_lines(output.text) : output.text;
  if (!text.ends_with('\n')) text += '\n';
  with_.out.text(text);
}

void rcon_console::fail(const json& about, const std::string& name, const fault& why) {
  codes_.add(why.exit_code());
  if (interrupted_ && !with_.out.as_json()) return say(why.message);
  with_.out.error(about, name, why);
}

void rcon_console::say(std::string_view text) { to_stderr(printable(text) + '\n'); }

/// It is for people: between lines of JSON it has no place.
void rcon_console::explain(const std::string& text) {
  with_.out.as_json() ? to_stderr(text) : with_.out.text(text);
}

void rcon_console::mistake(std::string_view text) {
  fail(connected() ? about() : json::object(), "rcon", usage_fault(std::string(text)));
}

bool rcon_console::tell_if_lost() {
  if (!lost()) return false;
  const fault why = link_->why();
  disconnect();
  const bool more = why.message != fault_of(errc::closed).message;
  if (interrupted_)
    say(fmt::format("Lost connection to server{}{}.", more ? ": " : "", more ? why.message : ""));
  return true;
}

bool rcon_console::heard() {
  if (!link_) return false;
  rcon_messages more = link_->take_messages();
  std::ranges::move(more.texts, std::back_inserter(messages_.texts));
  messages_.lost += more.lost;
  return !messages_.texts.empty() || messages_.lost != 0;
}

void rcon_console::tell_messages() {
  const rcon_messages told = std::exchange(messages_, {});
  for (const std::string& text : told.texts) {
    json object = about();
    put_text(object, "unsolicited", text);
    if (with_.out.as_json())
      with_.out.object(object);
    else
      to_stderr(printable_lines(text) + (text.ends_with('\n') ? "" : "\n"));
  }
  if (told.lost != 0) say(fmt::format("({} more messages of the server are lost)", told.lost));
}

bool rcon_console::line(std::string_view typed) {
  const std::string_view command = trimmed(typed);
  const std::string_view name = first_word(command);
  if (interrupted_) interrupted_();  // what was pressed before is about something else
  if (command.empty()) return true;
  if (command.starts_with('!')) return own(command);
  if (same_word(name, "exit") || same_word(name, "quit"))
    mistake(caught);
  else
    return (name == "help" ? help(command) : execute(std::string(command))) || interrupted_ != nullptr;
  return true;
}

bool rcon_console::own(std::string_view typed) {
  const auto words = split_words(typed);
  const std::string_view name = first_word(typed);
  if (!words)
    mistake("A quote is left open.");
  else if (name == "!exit")
    return false;
  else if (name == "!connect")
    connect_as_told(*words);
  else if (name == "!disconnect")
    disconnect();
  else if (name == "!shutdown")
    shut_down();
  else if (name == "!help")
    explain(help_text());
  else
    mistake(fmt::format("Unknown command {}. Try !help.", name));
  return true;
}

void rcon_console::connect_as_told(const std::vector<std::string>& words) {
  if (words.size() < 2 || words.size() > 3) return mistake("Usage: !connect ADDRESS [PASSWORD]");
  connect(words[1], words.size() == 3 ? std::optional(words[2]) : std::nullopt);
}

void rcon_console::shut_down() {
  if (!connected()) return mistake(not_connected);
  const auto outcome = ask(std::string(shutdown_), true);
  if (outcome && !*outcome) fail(about(), at_.text(), outcome->error());
}

/// A server may have a help of its own, on its own commands.
bool rcon_console::help(std::string_view line) {
  const std::string_view subject = trimmed(line.substr(std::string_view("help").size()));
  const auto own = std::ranges::find(all_commands, subject, &shell_command::name);
  if (own != all_commands.end())
    explain(fmt::format("{} {}\n  {}\n", own->name, own->arguments, own->help));
  else if (same_word(subject, "exit") || same_word(subject, "quit"))
    explain(fmt::format("{}\n", caught));
  else if (subject.empty() || !connected())
    explain(help_text());
  else
    return execute(std::string(line));
  return true;
}

std::string rcon_console::prompt() const { return (connected() ? at_.text() : "RCON") + " ] "; }

}  // namespace gamewire::cli
