/// `gamewire steamid`: any form of a SteamID in, all of them out.
#include <fmt/core.h>

#include <gamewire/steamid/format.hpp>
#include <gamewire/steamid/parse.hpp>
#include <gamewire/text.hpp>

#include "output/columns.hpp"
#include "session.hpp"

namespace gamewire::cli {
namespace {

using steamid::id;

json about(const std::string& input) {
  json object;
  put_text(object, "input", input);
  return object;
}

void put_form(json& object, const char* field, const std::optional<steamid::short_text>& form) {
  if (form) object[field] = form->view();
}

json forms_of(const std::string& input, id of) {
  json object = about(input);
  put_form(object, "steam64", to_steam64(of));
  object["universe"] = static_cast<unsigned>(of.universe());
  object["universe_name"] = name_of(of.universe());
  object["type"] = static_cast<unsigned>(of.type());
  object["type_name"] = name_of(of.type());
  object["instance"] = of.instance();
  object["account_id"] = of.account();
  put_form(object, "steam2", to_steam2(of));
  put_form(object, "steam3", to_steam3(of));
  put_form(object, "invite", to_invite_code(of));
  put_form(object, "friend_code", to_friend_code(of));
  put_form(object, "queue_code", to_queue_code(of));
  put_form(object, "url", to_url(of));
  object["valid"] = of.valid();
  return object;
}

/// The fields but those that other words say better.
std::string table_of(const std::string& input, const json& forms, const output& out) {
  std::string text = out.bold(printable(input)) + '\n';
  for (const auto& [field, value] : forms.items()) {
    if (field == "input" || field == "universe" || field == "type") continue;
    const std::string shown = value.is_string() ? value.get<std::string>() : value.dump();
    text += fmt::format("  {}{}\n", out.dim(padded(field, 15)), shown);
  }
  return text;
}

/// What a look-up has to be asked for.
json about_failed(const std::string& input) {
  json object = about(input);
  if (const auto name = steamid::find_vanity(input)) {
    object["vanity"] = name->name;
    object["url_type"] = static_cast<unsigned>(name->kind);
  }
  return object;
}

int show(const std::string& input, output& out) {
  const auto read = steamid::parse(input);
  if (!read) {
    const fault why = fault_of(read.error());
    out.error(about_failed(input), input, why);
    return why.exit_code();
  }
  const json forms = forms_of(input, *read);
  out.as_json() ? out.object(forms) : out.text(table_of(input, forms, out));
  return 0;
}

}  // namespace

int run_steamid(session& with, const steamid_arguments& arguments) {
  exit_sum codes;
  for (const std::string& input : arguments.ids) codes.add(show(input, with.out));
  return codes.code();
}

}  // namespace gamewire::cli
