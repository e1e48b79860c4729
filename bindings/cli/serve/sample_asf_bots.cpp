#include "serve/sample_asf_bots.hpp"

#include <algorithm>
#include <array>
#include <regex>

#include <fmt/core.h>

#include <gamewire/ascii.hpp>
#include <gamewire/random.hpp>

namespace gamewire::cli {
namespace {

constexpr std::uint64_t first_individual = 76561197960265728;
/// libstdc++'s matcher that does not backtrack: it neither recurses over the name nor takes time that grows exponentially.
constexpr auto patient = std::regex::icase | std::regex_constants::__polynomial;
constexpr std::array secrets{"SteamLogin", "SteamPassword", "SteamParentalCode", "WebProxyPassword"};

json game() {
  return {{"AppID", 480}, {"GameName", "Spacewar"}, {"CardsRemaining", 3}, {"HoursPlayed", 1.7}};
}

json receipt(bool good) {
  json lines = json::array();
  if (good) lines.push_back({{"packageid", 1234}, {"appid", 480}, {"line_item_description", "Spacewar"}});
  json told{
      {"packageid", good ? 1234 : 0}, {"purchase_status", good ? 1 : 2}, {"result_detail", good ? 0 : 14}};
  if (good) told["transactionid"] = 18446744073709551615U;  // what a double cannot hold
  told["line_items"] = lines;
  return told;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string made(text);
  std::ranges::transform(made, made.begin(), ascii_lower);
  return made;
}

json sample_bot_config(const json& posted) {
  json config{{"AcceptGifts", false},
              {"BotBehaviour", 0},
              {"CompleteTypesToSend", json::array()},
              {"Enabled", true},
              {"FarmingOrders", json::array()},
              {"FarmingPreferences", 0},
              {"GamesPlayedWhileIdle", json::array()},
              {"GamingDeviceType", 1},
              {"HoursUntilCardDrops", 3},
              {"LootableTypes", {1, 3, 5}},
              {"MatchableTypes", {5}},
              {"OnlineFlags", 0},
              {"OnlineStatus", 1},
              {"PasswordFormat", 0},
              {"RedeemingPreferences", 0},
              {"RemoteCommunication", 3},
              {"SendTradePeriod", 0},
              {"SteamMasterClanID", 0},
              {"SteamTradeToken", nullptr},
              {"SteamUserPermissions", json::object()},
              {"TradeCheckPeriod", 60},
              {"TradingPreferences", 0},
              {"TransferableTypes", {1, 3, 5}},
              {"UseLoginKeys", true},
              {"UserInterfaceMode", 0},
              {"WebProxy", nullptr},
              {"WebProxyUsername", nullptr}};
  config.update(posted);
  for (const char* secret : secrets) config.erase(secret);
  // Of twins the one that stands last counts.
  if (config.contains("s_SteamMasterClanID") && config["s_SteamMasterClanID"].is_string())
    config["SteamMasterClanID"] = std::stoull("0" + config["s_SteamMasterClanID"].get<std::string>());
  config["s_SteamMasterClanID"] = fmt::format("{}", config["SteamMasterClanID"].get<std::uint64_t>());
  return config;
}

json sample_bot::describe() const {
  const bool farms = running && !paused;
  const json games = farms ? json::array({game()}) : json::array();
  return {{"BotName", name},
          {"CardsFarmer",
           {{"CurrentGamesFarming", games},
            {"GamesToFarm", games},
            {"TimeRemaining", farms ? "1.02:30:00" : "00:00:00"},
            {"NowFarming", farms},
            {"Paused", paused}}},
          {"GamesToRedeemInBackgroundCount", keys.size()},
          {"HasMobileAuthenticator", has_authenticator},
          {"IsConnectedAndLoggedOn", running},
          {"IsPlayingPossible", true},
          {"PublicIP", running ? json("203.0.113.7") : json()},
          {"s_SteamID", fmt::format("{}", steam_id)},
          {"AccountFlags", 271073413},
          {"AvatarHash", nullptr},
          {"BotConfig", config},
          {"KeepRunning", running},
          {"Nickname", running ? json("Źródło ☃ " + name) : json()},
          {"RequiredInput", 0},
          {"SteamID", steam_id},
          {"WalletBalance", running ? 4661 : 0},
          {"WalletBalanceDelayed", 0},
          {"WalletCurrency", running ? 3 : 0}};
}

std::optional<std::string> sample_bot::start() {
  if (running) return "This bot is already running!";
  running = true;
  return {};
}
std::optional<std::string> sample_bot::stop() {
  if (!running) return "This bot is already stopped!";
  running = paused = false;
  return {};
}
std::optional<std::string> sample_bot::pause() {
  if (!running) return "This bot instance is not connected!";
  if (paused) return "Automatic idling is paused already!";
  paused = true;
  return {};
}
std::optional<std::string> sample_bot::resume() {
  if (!running) return "This bot instance is not connected!";
  if (!paused) return "Automatic idling is resumed already!";
  paused = false;
  return {};
}

json sample_bot::redeem(const std::string& key) const {
  if (!running) return nullptr;
  const bool good = key.starts_with("AAAAA");
  return {{"purchase_result_details", good ? 0 : 14}, {"purchase_receipt_info", receipt(good)}};
}

sample_bots::sample_bots(std::uint64_t seed) {
  split_mix random(seed);
  for (const char* name : {"main", "second", "spare"}) {
    sample_bot& made = obtain(name);
    made.steam_id = first_individual + random.below(1U << 31U);
  }
  bots_["main"].has_authenticator = true;
  bots_["spare"].running = false;
}

bool sample_bots::is_meant(const sample_bot& one, const std::string& word) const {
  const std::string name = lower(one.name);
  const std::string wanted = lower(word);
  const bool farms = one.running && !one.paused;
  if (wanted == "asf" || wanted == "@all") return true;
  if (wanted == "@online") return one.running;
  if (wanted == "@offline") return !one.running;
  if (wanted == "@farming") return farms;
  if (wanted == "@idle") return one.running && !farms;
  if (wanted.starts_with("r!")) return std::regex_search(one.name, std::regex(word.substr(2), patient));
  if (const std::size_t dots = wanted.find(".."); dots != wanted.npos) {
    const std::string from = wanted.substr(0, dots);
    const std::string to = wanted.substr(dots + 2);
    return (from.empty() || name >= from) && (to.empty() || name <= to);
  }
  return name == wanted;
}

std::vector<sample_bot*> sample_bots::select(const std::string& selector) {
  std::vector<std::string> words(1);
  for (const char c : selector) c == ',' ? words.emplace_back().clear() : words.back().push_back(c);
  std::vector<sample_bot*> meant;
  for (auto& [key, one] : bots_)
    if (std::ranges::any_of(words, [&](const std::string& word) { return is_meant(one, word); }))
      meant.push_back(&one);
  return meant;
}

sample_bot* sample_bots::find(std::string_view name) {
  const auto found = bots_.find(lower(name));
  return found == bots_.end() ? nullptr : &found->second;
}

sample_bot& sample_bots::obtain(const std::string& name) {
  if (sample_bot* const known = find(name)) return *known;
  sample_bot& made = bots_[lower(name)];
  made.name = name;
  made.config = sample_bot_config(json::object());
  return made;
}

void sample_bots::remove(const sample_bot& one) { bots_.erase(lower(one.name)); }

}  // namespace gamewire::cli
