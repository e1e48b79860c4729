/// What each route of the sample ASF does.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/core.h>

#include <gamewire/text.hpp>

#include "serve/sample_asf_service.hpp"

namespace gamewire::cli {
namespace {

using asf::route;

constexpr std::size_t most_lines = 10'000;
constexpr std::size_t longest_message = 1000;  // of such a line
constexpr std::size_t longest_name = 250;      // of a bot, which is a file's for ASF
constexpr const char* version = "6.3.9.6";
constexpr const char* started_at = "2026-08-21T22:01:03.1234567Z";
constexpr nanoseconds slow = std::chrono::seconds(1);

std::int64_t number_in(const std::map<std::string, std::string>& query, const char* name,
                       std::int64_t otherwise) {
  const auto found = query.find(name);
  if (found == query.end()) return otherwise;
  std::int64_t value = 0;
  const std::string& text = found->second;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? value : -1;
}

bool is_key(const std::string& text) {
  const auto groups = std::count(text.begin(), text.end(), '-');
  return groups == 2 && text.size() == 17;
}

json license_of(route which) {
  return which == route::add_license ? json{{"PurchaseResultDetail", 0}, {"Result", 1}} : json(1);
}

}  // namespace

sample_asf_service::sample_asf_service(std::string password, std::uint64_t seed)
    : password_(std::move(password)), bots_(seed) {
  write_log("ASF", fmt::format("InitCore() ArchiSteamFarm V{} (gamewire's sample)", version));
  write_log("ASF", "Start() IPC server ready!");
  for (const sample_bot* one : bots_.select("@online"))
    write_log(one->name, "OnLoggedOn() Successfully logged on!");
}

void sample_asf_service::write_log(std::string_view logger, const std::string& message) {
  log_.push_back(fmt::format("2026-08-21 22:{:02}:{:02}|ArchiSteamFarm-1|INFO|{}|{}", log_.size() / 60 % 60,
                             log_.size() % 60, logger, to_utf8(message.substr(0, longest_message))));
  if (log_.size() > most_lines) log_.pop_front();
  hear(log_.back());
}

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

json sample_asf_service::global_config() const {
  json config{{"AutoRestart", true},
              {"Blacklist", json::array()},
              {"CommandPrefix", "!"},
              {"ConfirmationsLimiterDelay", 10},
              {"ConnectionTimeout", 90},
              {"CurrentCulture", nullptr},
              {"Debug", false},
              {"DefaultBot", nullptr},
              {"FarmingDelay", 15},
              {"FilterBadBots", true},
              {"GiftsLimiterDelay", 1},
              {"Headless", false},
              {"IdleFarmingPeriod", 8},
              {"InventoryLimiterDelay", 4},
              {"IPC", true},
              {"IPCPasswordFormat", 0},
              {"LoginLimiterDelay", 10},
              {"MaxFarmingTime", 10},
              {"MaxTradeHoldDuration", 15},
              {"MinFarmingDelayAfterBlock", 60},
              {"OptimizationMode", 0},
              {"PluginsUpdateList", json::array()},
              {"PluginsUpdateMode", 0},
              {"ShutdownIfPossible", false},
              {"SteamMessagePrefix", "/me "},
              {"SteamOwnerID", 76561198006963719U},
              {"SteamProtocols", 7},
              {"UpdateChannel", 1},
              {"UpdatePeriod", 24},
              {"WebLimiterDelay", 300},
              {"WebProxy", nullptr},
              {"WebProxyUsername", nullptr}};
  config.update(config_);
  for (const char* secret : {"IPCPassword", "LicenseID", "WebProxyPassword"}) config.erase(secret);
  // Of twins the one that stands last counts.
  if (config.contains("s_SteamOwnerID"))
    config["SteamOwnerID"] = std::stoull(config["s_SteamOwnerID"].get<std::string>());
  config["s_SteamOwnerID"] = fmt::format("{}", config["SteamOwnerID"].get<std::uint64_t>());
  return config;
}

asf_reply sample_asf_service::get_info(const asf_call&) {
  return enveloped({{"BuildVariant", "source"},
                    {"CanUpdate", false},
                    {"GlobalConfig", global_config()},
                    {"MemoryUsage", 18432},
                    {"ProcessStartTime", started_at},
                    {"Service", false},
                    {"Version", version}});
}

asf_reply sample_asf_service::set_config(const asf_call& call) {
  const json& posted = call.body.at("GlobalConfig");
  if (!posted.is_object()) return problem(400, "The JSON value could not be converted.");
  if (posted.value("FarmingDelay", 1) < 1) return bad_request("FarmingDelay is invalid!");
  config_ = posted;
  write_log("ASF", "OnChanged() Global config file has been changed!");
  return enveloped_nothing();
}

/// No cipher: what it gives is the text, in another alphabet.
asf_reply sample_asf_service::encode_text(const asf_call& call) {
  const bool encrypts = call.which == route::encrypt;
  const auto method = call.body.at(encrypts ? "CryptoMethod" : "HashingMethod").get<unsigned>();
  const auto text = call.body.at(encrypts ? "StringToEncrypt" : "StringToHash").get<std::string>();
  if (text.empty() || method > (encrypts ? 4U : 2U))
    return bad_request("The value is empty, or the method is none!");
  return enveloped(method == 0 ? text : to_hex(as_bytes(text)));
}

asf_reply sample_asf_service::go_away(const asf_call& call) {
  asf_reply made = enveloped_nothing();
  made.then = call.which == route::exit ? asf_reply::after::exit : asf_reply::after::restart;
  write_log("ASF", call.which == route::exit ? "Exit() Exiting..." : "Restart() Restarting...");
  return made;
}

asf_reply sample_asf_service::update(const asf_call& call) {
  if (call.body.value("Channel", 1U) > 2) return bad_request("Channel is invalid!");
  asf_reply made = call.which == route::update
                       ? enveloped(version, false, fmt::format("V{0} ≥ V{0}", version))
                       : enveloped(nullptr, false, "No plugin needs an update.");
  made.delay = slow;
  return made;
}

asf_reply sample_asf_service::get_bots(const asf_call& call) {
  json told = json::object();
  for (const sample_bot* one : bots_.select(call.segments[0])) told[one->name] = one->describe();
  return enveloped(told);
}

static bool may_name_a_bot(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && lower(name) != "asf" &&
         name.find_first_of("@!") == name.npos;
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
  made.delay = slow;
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

/// `status`, `version`, and, as nothing else here takes as long as Steam does, `wait SECONDS`.
asf_reply sample_asf_service::execute(const asf_call& call) {
  auto command = call.body.at("Command").get<std::string>();
  if (command.starts_with('!')) command.erase(0, 1);
  if (command.empty()) return bad_request("Command is empty!");
  const auto all = bots_.select("ASF");
  if (all.empty()) return bad_request("There are no bots defined!");
  const std::string word = lower(command.substr(0, command.find(' ')));
  write_log(all.front()->name, fmt::format("Response() {}", word));
  if (word == "version") return enveloped(fmt::format("\n<{}> ASF V{}", all.front()->name, version));
  if (word == "status") {
    std::string lines;
    for (const sample_bot* one : all)
      lines += fmt::format("\n<{}> Bot is {}.", one->name,
                           !one->running ? "not running"
                           : one->paused ? "paused"
                                         : "farming");
    return enveloped(lines);
  }
  if (word == "wait") {
    asf_reply made = enveloped("\n<ASF> Done!");
    made.delay = std::chrono::milliseconds(std::llround(1000 * std::stod(command.substr(word.size()))));
    return made;
  }
  return enveloped(nullptr, false);  // so it is with a command that nobody knows
}

asf_reply sample_asf_service::get_log_file(const asf_call& call) {
  const std::int64_t count = number_in(call.query, "count", 100);
  const std::int64_t last_at = number_in(call.query, "lastAt", 0);
  if (count <= 0 || last_at < 0) return bad_request("count or lastAt is invalid!");
  const auto total = static_cast<std::int64_t>(log_.size());
  const std::int64_t end = last_at == 0 || last_at > total ? total : last_at;
  json lines = json::array();
  for (std::int64_t at = std::max<std::int64_t>(end - count, 0); at < end; ++at)
    lines.push_back(log_[static_cast<std::size_t>(at)]);
  return enveloped({{"Content", lines}, {"TotalLines", total}});
}

asf_reply sample_asf_service::refuse_stream(const asf_call&) {
  return bad_request("A WebSocket is expected here!");
}

asf_reply sample_asf_service::describe_type(const asf_call& call) {
  if (call.segments[0] != "ArchiSteamFarm.Steam.Storage.BotConfig")
    return bad_request("The type is not known!");
  const json config = sample_bot_config(json::object());
  if (call.which == route::structure) return enveloped(config);
  json members = json::object();
  for (const auto& [name, value] : config.items())
    members[name] = value.is_boolean()  ? "System.Boolean"
                    : value.is_number() ? "System.Int32"
                                        : "System.Object";
  return enveloped(
      {{"Body", members},
       {"Properties",
        {{"BaseType", "System.Object"}, {"CustomAttributes", nullptr}, {"UnderlyingType", nullptr}}}});
}

asf_reply sample_asf_service::keep(const asf_call& call) {
  const std::string& name = call.segments[0];
  if (call.which == route::storage) {
    const auto found = storage_.find(name);
    return enveloped(found == storage_.end() ? json() : found->second);
  }
  if (call.which == route::delete_storage || call.body.is_null())
    storage_.erase(name);
  else
    storage_[name] = call.body;
  return enveloped_nothing();
}

asf_reply sample_asf_service::plugins(const asf_call& call) {
  json list = json::array();
  const auto official = call.query.find("official");
  if (official == call.query.end() || lower(official->second) != "false")
    list.push_back({{"Name", "SteamTokenDumperPlugin"}, {"Version", version}});
  return enveloped(list);
}

asf_reply sample_asf_service::bans(const asf_call& call) {
  json list = json::array();
  for (const auto& [address, failures] : failures_)
    if (failures >= 5) list.push_back(address.substr(0, address.rfind(':')));
  if (call.which == route::bans) return enveloped(list);
  if (call.which == route::clear_bans) return failures_.clear(), enveloped_nothing();
  const bool banned =
      std::erase_if(failures_, [&](const auto& one) {
        return one.second >= 5 && one.first.substr(0, one.first.rfind(':')) == call.segments[0];
      }) != 0;
  return banned ? enveloped_nothing() : bad_request("That address is not banned!");
}

asf_reply sample_asf_service::web(const asf_call& call) {
  switch (call.which) {
    case route::wiki_page: return enveloped("<p>A page of the wiki.</p>");
    case route::wiki_history: return enveloped({{"0123456789abcdef", "2026-08-10T12:00:00Z"}});
    default:
      return enveloped({{"ChangelogHTML", "<p>x</p>"},
                        {"ReleasedAt", "2026-08-10T12:00:00Z"},
                        {"Stable", true},
                        {"Version", version}});
  }
}

/// What comes without the envelope.
asf_reply sample_asf_service::bare(const asf_call& call) {
  constexpr const char* type = "application/json; charset=utf-8";
  switch (call.which) {
    case route::health: return {.content_type = type, .body = R"({"StatusText":"Healthy","Status":2})"};
    case route::swagger:
      return {.content_type = type,
              .body = json{{"openapi", "3.1.1"},
                           {"info", {{"title", "ArchiSteamFarm API"}, {"version", version}}},
                           {"paths", json::object()}}
                          .dump()};
    case route::token_dumper:
      return {.content_type = type,
              .body = R"({"SteamTokenDumperPlugin":null,"SteamTokenDumperPluginEnabled":false})"};
    default: return {.status = 404};  // of plugins that are not there
  }
}

sample_asf_service::handler sample_asf_service::handler_of(route which) {
  using service = sample_asf_service;
  switch (which) {
    case route::asf_info: return &service::get_info;
    case route::configure_asf: return &service::set_config;
    case route::encrypt:
    case route::hash: return &service::encode_text;
    case route::exit:
    case route::restart: return &service::go_away;
    case route::update:
    case route::update_plugins: return &service::update;
    case route::bots: return &service::get_bots;
    case route::configure_bots: return &service::set_bots;
    case route::delete_bots: return &service::delete_bots;
    case route::start:
    case route::stop:
    case route::resume:
    case route::pause: return &service::act_on_bots;
    case route::redeem: return &service::redeem;
    case route::redeem_points: return &service::redeem_points;
    case route::add_license:
    case route::remove_license: return &service::change_licenses;
    case route::inventories: return &service::get_inventories;
    case route::inventory: return &service::get_inventory;
    case route::background_keys:
    case route::add_background_keys:
    case route::delete_background_keys: return &service::background_keys;
    case route::input: return &service::take_input;
    case route::rename: return &service::rename;
    case route::tokens:
    case route::confirmations:
    case route::handle_confirmations:
    case route::import_authenticator:
    case route::delete_authenticator: return &service::two_factor;
    case route::command: return &service::execute;
    case route::log_file: return &service::get_log_file;
    case route::log_stream: return &service::refuse_stream;
    case route::type:
    case route::structure: return &service::describe_type;
    case route::storage:
    case route::set_storage:
    case route::delete_storage: return &service::keep;
    case route::plugins: return &service::plugins;
    case route::bans:
    case route::clear_bans:
    case route::lift_ban: return &service::bans;
    case route::latest_release:
    case route::release:
    case route::wiki_history:
    case route::wiki_page: return &service::web;
    default: return &service::bare;
  }
}

}  // namespace gamewire::cli
