/// `gamewire cvars`: the variables and commands of a Source or GoldSource server.
#include <algorithm>

#include <fmt/core.h>
#include <fnmatch.h>

#include <gamewire/rcon/cvarlist.hpp>
#include <gamewire/text.hpp>

#include "output/columns.hpp"
#include "rcon/rcon_console.hpp"
#include "target/password.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t widest_name = 40;
constexpr std::size_t widest_value = 16;

json to_json(const rcon::cvar& of) {
  json object;
  put_text(object, "name", of.name);
  put_text(object, "value", of.value);
  object["flags"] = json::array();
  for (const std::string& flag : of.flags) object["flags"].push_back(to_utf8(flag));
  put_text(object, "help", of.help);
  object["command"] = of.command;
  return object;
}

void print_json(output& out, const std::vector<rcon::cvar>& all) {
  for (const rcon::cvar& each : all) out.object(to_json(each));
}

void print_table(output& out, const std::vector<rcon::cvar>& all) {
  std::size_t names = 0;
  std::size_t values = 0;
  for (const rcon::cvar& each : all) {
    names = std::max(names, width(printable(each.name)));
    values = std::max(values, width(printable(each.value)));
  }
  names = std::min(names, widest_name);
  values = std::min(values, widest_value);
  std::string text;
  for (const rcon::cvar& each : all) {
    std::string flags;
    for (const std::string& flag : each.flags) flags += (flags.empty() ? "" : ",") + flag;
    text += fmt::format("{}  {}", out.bold(padded(printable(each.name), names)),
                        padded(printable(each.value), values));
    if (!flags.empty()) text += "  " + out.dim(fmt::format("[{}]", printable(flags)));
    if (!each.help.empty()) text += "  " + printable(each.help);
    text += '\n';
  }
  out.text(text);
}

/// What a server says that knows no such command.
std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

int print(session& with, rcon_console& server, const rcon_output& reply, const std::string& pattern) {
  rcon::cvarlist list = own(rcon::cvarlist_view(as_bytes(reply.text)));
  if (list.list.empty()) {
    server.fail(server.about(), server.name(),
                {condition::unsupported, "it lists no variables: " + first_line(reply.text)});
    return server.code();
  }
  std::erase_if(list.list, [&](const rcon::cvar& each) {
    return ::fnmatch(pattern.c_str(), each.name.c_str(), FNM_CASEFOLD) != 0;
  });
  with.out.as_json() ? print_json(with.out, list.list) : print_table(with.out, list.list);
  if (!list.partial && !reply.partial) return 0;
  complain(fmt::format("{}: the list is cut short", server.name()));
  return exit_mixed;
}

}  // namespace

int run_cvars(session& with, const cvars_arguments& arguments) {
  warn_of_password(arguments.login);
  rcon_console server(with, arguments.login, arguments.address);
  if (!server.connect(arguments.address)) return server.code();
  const auto reply = server.ask("cvarlist");
  if (*reply) return print(with, server, **reply, arguments.pattern);
  server.fail(server.about(), server.name(), reply->error());
  return server.code();
}

}  // namespace gamewire::cli
