/// What each route of the sample ASF does, but for those of bots: sample_asf_bot_routes.cpp.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/core.h>

#include <gamewire/text.hpp>

#include "serve/sample_asf_service.hpp"

namespace gamewire::cli {
namespace {

using asf::route;

constexpr std::size_t most_lines = 10'000;
constexpr std::size_t longest_message = 1000;  // of such a line
constexpr const char* version = "6.3.9.6";
constexpr const char* started_at = "2026-08-21T22:01:03.1234567Z";

std::int64_t number_in(const std::map<std::string, std::string>& query, const char* name,
                       std::int64_t otherwise) {
  const auto found = query.find(name);
  if (found == query.end()) return otherwise;
  std::int64_t value = 0;
  const std::string& text = found->second;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? value : -1;
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
  made.delay = as_steam_takes;
  return made;
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
