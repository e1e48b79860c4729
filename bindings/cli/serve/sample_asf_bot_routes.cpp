/// What the routes of bots do in a sample ASF.
#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "serve/sample_asf_service.hpp"

namespace gamewire::cli {
namespace {

using asf::route;

constexpr std::size_t longest_name = 250;  // of a bot, which is a file's for ASF

bool is_key(const std::string& text) {
  const auto groups = std::count(text.begin(), text.end(), '-');
  return groups == 2 && text.size() == 17;
}

json license_of(route which) {
  return which == route::add_license ? json{{"PurchaseResultDetail", 0}, {"Result", 1}} : json(1);
}

bool may_name_a_bot(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && lower(name) != "asf" &&
         name.find_first_of("@!") == name.npos;
}

}  // namespace

/// What an act says went wrong, for each bot; and whether all is well.
template <class Act>
asf_reply sample_asf_service::each_bot(const asf_call& call, Act act) {
  const auto meant = bots_.select(call.segments[0]);
  if (meant.empty()) return bad_request(fmt::format("Couldn't find any bot named {}!", call.segments[0]));
  bool all = true;
  std::string messages;
  for (sample_bot* one : meant) {
    const std::optional<std::string> wrong = act(*one);
    all = all && !wrong;
    messages += (messages.empty() ? "" : "\n") + wrong.value_or("Done!");
  }
  return enveloped_nothing(all, messages);
}

/// A map of bots, by what is told of each.
template <class Tell>
asf_reply sample_asf_service::map_bots(const asf_call& call, Tell tell) {
  const auto meant = bots_.select(call.segments[0]);
  if (meant.empty()) return bad_request(fmt::format("Couldn't find any bot named {}!", call.segments[0]));
  json told = json::object();
  for (sample_bot* one : meant) told[one->name] = tell(*one);
  return enveloped(told);
}

asf_reply sample_asf_service::get_bots(const asf_call& call) {
  json told = json::object();
  for (const sample_bot* one : bots_.select(call.segments[0])) told[one->name] = one->describe();
  return enveloped(told);
}

asf_reply sample_asf_service::set_bots(const asf_call& call) {
  const json& posted = call.body.at("BotConfig");
  if (!posted.is_object()) return problem(400, "The JSON value could not be converted.");
  json told = json::object();
  std::string rest = call.segments[0];
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string name = rest.substr(0, comma);
    rest.erase(0, comma + 1);
    if (!may_name_a_bot(name)) return bad_request("The name of the bot is invalid!");
    bots_.obtain(name).config = sample_bot_config(posted);
    told[name] = true;
    write_log(name, "OnChanged() Bot config file has been changed!");
  }
  return enveloped(told);
}

asf_reply sample_asf_service::delete_bots(const asf_call& call) {
  return each_bot(call, [this](sample_bot& one) -> std::optional<std::string> {
    bots_.remove(one);
    return {};
  });
}

asf_reply sample_asf_service::act_on_bots(const asf_call& call) {
  return each_bot(call, [&](sample_bot& one) {
    write_log(one.name, fmt::format("{}()", asf::row(call.which).path.substr(16)));
    switch (call.which) {
      case route::start: return one.start();
      case route::stop: return one.stop();
      case route::pause: return one.pause();
      default: return one.resume();
    }
  });
}

asf_reply sample_asf_service::redeem(const asf_call& call) {
  const auto keys = call.body.at("KeysToRedeem").get<std::vector<std::string>>();
  if (keys.empty()) return bad_request("KeysToRedeem is empty!");
  bool all = true;
  asf_reply made = map_bots(call, [&](const sample_bot& one) {
    json told = json::object();
    for (const std::string& key : keys) {
      told[key] = one.redeem(key);
      all = all && !told[key].is_null();
    }
    return told;
  });
  if (made.status != 200 || all) return made;
  return enveloped(json::parse(made.body).at("Result"), false);
}

asf_reply sample_asf_service::redeem_points(const asf_call& call) {
  if (call.segments[1] == "0") return {.status = 500};
  const bool forced = call.query.contains("forced") && lower(call.query.at("forced")) == "true";
  return map_bots(call, [&](const sample_bot& one) { return !one.running ? 3 : forced ? 1 : 11; });
}

asf_reply sample_asf_service::change_licenses(const asf_call& call) {
  const json apps = call.body.value("Apps", json());
  const json packages = call.body.value("Packages", json());
  if (apps.empty() && packages.empty()) return bad_request("Apps and Packages are empty!");
  const auto told_of = [&](const json& ids) {
    if (ids.empty()) return json();
    json told = json::object();
    for (const json& id : ids) told[fmt::format("{}", id.get<std::uint32_t>())] = license_of(call.which);
    return told;
  };
  return map_bots(call, [&](const sample_bot&) {
    return json{{"Apps", told_of(apps)}, {"Packages", told_of(packages)}};
  });
}

asf_reply sample_asf_service::get_inventories(const asf_call& call) {
  return map_bots(call, [](const sample_bot& one) {
    if (!one.running) return json();
    const json contexts{{"6", {{"asset_count", 2}, {"id", "6"}, {"name", "Community"}}}};
    return json{{"753",
                 {{"appid", 753},
                  {"asset_count", 2},
                  {"rgContexts", contexts},
                  {"icon", "https://cdn.example/i.jpg"},
                  {"inventory_logo", nullptr},
                  {"link", "https://steamcommunity.com/app/753"},
                  {"load_failed", false},
                  {"name", "Steam"},
                  {"owner_only", false},
                  {"store_vetted", true},
                  {"trade_permissions", "FULL"}}}};
  });
}

asf_reply sample_asf_service::get_inventory(const asf_call& call) {
  const auto app = std::stoul(call.segments[1]);
  const auto context = std::stoull(call.segments[2]);
  asf_reply made = map_bots(call, [&](const sample_bot& one) {
    if (!one.running) return json{{"Assets", nullptr}, {"Descriptions", nullptr}};
    json asset{{"appid", app},          {"contextid", context},     {"assetid", 9876543210123456789U},
               {"classid", 667924416U}, {"instanceid", 667076610U}, {"amount", 1}};
    json description{{"appid", app},   {"classid", 667924416U}, {"instanceid", 667076610U},
                     {"name", "Card"}, {"tradable", true},      {"marketable", true}};
    return json{{"Assets", {asset}}, {"Descriptions", {description}}};
  });
  made.delay = as_steam_takes;
  return made;
}

asf_reply sample_asf_service::background_keys(const asf_call& call) {
  if (call.which == route::delete_background_keys)
    return each_bot(call, [](sample_bot& one) -> std::optional<std::string> {
      one.keys.clear();
      return {};
    });
  if (call.which == route::background_keys)
    return map_bots(call, [](const sample_bot& one) {
      json unused = json::object();
      for (const auto& [key, name] : one.keys) unused[key] = name;
      return json{{"UnusedKeys", unused}, {"UsedKeys", json::object()}};
    });
  json good = json::object();
  for (const auto& [key, name] : call.body.at("GamesToRedeemInBackground").items())
    if (is_key(key)) good[key] = name.get<std::string>();
  if (good.empty()) return bad_request("GamesToRedeemInBackground is invalid!");
  return map_bots(call, [&](sample_bot& one) {
    for (const auto& [key, name] : good.items()) one.keys.emplace_back(key, name);
    return good;
  });
}

asf_reply sample_asf_service::take_input(const asf_call& call) {
  const auto type = call.body.at("Type").get<unsigned>();  // no name is taken
  const auto value = call.body.at("Value").get<std::string>();
  if (type == 0 || type > 7 || value.empty()) return bad_request("Type or Value is invalid!");
  const bool fits = (type != 3 || value.size() == 5) && (type != 4 || value.size() == 4);
  return each_bot(
      call, [&](const sample_bot&) { return fits ? std::nullopt : std::optional<std::string>("Failed!"); });
}

asf_reply sample_asf_service::rename(const asf_call& call) {
  const auto name = call.body.at("NewName").get<std::string>();
  sample_bot* const one = bots_.find(call.segments[0]);
  if (one == nullptr || !may_name_a_bot(name) || bots_.find(name) != nullptr)
    return bad_request("The new name is invalid, or taken!");
  sample_bot moved = *one;
  bots_.remove(*one);
  moved.name = name;
  bots_.obtain(name) = std::move(moved);
  return enveloped_nothing();
}

asf_reply sample_asf_service::two_factor(const asf_call& call) {
  return map_bots(call, [&](sample_bot& one) {
    const auto failure =
        json{{"Result", nullptr}, {"Message", "That bot does not have ASF 2FA enabled!"}, {"Success", false}};
    const auto success = [](const json& result) {
      return json{{"Result", result}, {"Message", "Success!"}, {"Success", true}};
    };
    if (call.which == route::import_authenticator) {
      const bool had = std::exchange(one.has_authenticator, true);
      return json{{"Message", had ? "Failed!" : "OK"}, {"Success", !had}};
    }
    if (!one.has_authenticator) return failure;
    switch (call.which) {
      case route::tokens: return success("2GT4W");
      case route::delete_authenticator: one.has_authenticator = false; return success(nullptr);
      default:
        return success({{{"type", 2},
                         {"type_name", "Trade Offer"},
                         {"creator_id", "7212345678"},
                         {"id", "15812345678"}}});
    }
  });
}

}  // namespace gamewire::cli
