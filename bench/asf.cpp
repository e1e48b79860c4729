/// What does it cost to read an answer of ASF (14 bots, 19 KB) into structs, against simdjson on-demand that reads
/// the same members?
#include <array>
#include <chrono>
#include <memory>
#include <string>

#include <simdjson.h>

#include <gamewire/asf/reply.hpp>

#include "measure.hpp"

namespace {

using namespace gamewire;

std::string bot(int number) {
  const std::string id = std::to_string(76561198006963700 + number);
  return R"("bot)" + std::to_string(number) + R"(":{"BotName":"bot)" + std::to_string(number) +
         R"(","CardsFarmer":{"CurrentGamesFarming":[{"AppID":403850,"GameName":"Sky To Fly: Faster Than Wind","CardsRemaining":2,"HoursPlayed":0.7}],"GamesToFarm":[{"AppID":403850,"GameName":"Sky To Fly: Faster Than Wind","CardsRemaining":2,"HoursPlayed":0.7}],"TimeRemaining":"1.02:30:00","NowFarming":true,"Paused":false},"GamesToRedeemInBackgroundCount":0,"HasMobileAuthenticator":false,"IsConnectedAndLoggedOn":true,"IsPlayingPossible":true,"PublicIP":"203.0.113.7","s_SteamID":")" +
         id +
         R"(","AccountFlags":271073413,"AvatarHash":null,"BotConfig":{"AcceptGifts":false,"BotBehaviour":0,"CompleteTypesToSend":[],"Enabled":false,"FarmingOrders":[],"FarmingPreferences":0,"GamesPlayedWhileIdle":[],"HoursUntilCardDrops":3,"LootableTypes":[1,3,5],"MatchableTypes":[5],"OnlineStatus":1,"PasswordFormat":0,"RemoteCommunication":3,"SteamMasterClanID":0,"SteamUserPermissions":{"76561198006963719":3},"TradeCheckPeriod":60,"TransferableTypes":[1,3,5],"UseLoginKeys":true,"s_SteamMasterClanID":"0"},"KeepRunning":true,"Nickname":"Archi","RequiredInput":0,"SteamID":)" +
         id + R"(,"WalletBalance":4661,"WalletBalanceDelayed":0,"WalletCurrency":6})";
}

std::string answer() {
  std::string text = R"({"Result":{)";
  for (int i = 0; i < 14; ++i) text += (i == 0 ? "" : ",") + bot(i);
  return text + R"(},"Message":"OK","Success":true})";
}

/// Its size is that of the padding, too.
const simdjson::padded_string& body() {
  static const simdjson::padded_string text(answer());
  return text;
}

std::uint64_t read(json::document& document) {
  const bytes text = as_bytes(std::string_view(body()));
  const auto reply = asf::read_answer({asf::route::bots, 200, "application/json", text}, document);
  const auto bots = asf::result<asf::route::bots>(reply);
  if (!bots) return 0;
  std::uint64_t sum = reply.success.value_or(false) ? 1 : 0;
  for (const auto& [name, bot] : *bots) {
    const asf::cards_farmer& farmer = bot.cards_farmer;
    sum += name.raw().size() + bot.name.raw().size() + bot.steam_id_number + *bot.steam_id_text;
    for (const asf::game& game : farmer.games_to_farm) {
      sum += game.app_id + game.name.raw().size() + game.cards_remaining;
      sum += static_cast<std::uint64_t>(10 * double(game.hours_played) + 0.5);
    }
    sum += farmer.time_remaining.value == std::chrono::minutes(26 * 60 + 30) ? 10 : 0;  // "1.02:30:00"
    sum += farmer.now_farming + farmer.paused + bot.games_to_redeem_in_background;
    sum += bot.has_mobile_authenticator + bot.is_connected_and_logged_on + bot.is_playing_possible;
    sum += bot.public_ip->raw().size() + bot.nickname->raw().size() + bot.avatar_hash.is_null();
    sum += bot.keep_running + static_cast<std::uint64_t>(bot.required_input);
    sum += static_cast<std::uint64_t>(bot.account_flags.number + bot.wallet_balance +
                                      bot.wallet_balance_delayed + bot.wallet_currency.number);
  }
  return sum;
}

std::uint64_t read_on_demand(simdjson::ondemand::parser& parser) {
  std::uint64_t sum = 0;
  simdjson::ondemand::document document = parser.iterate(body());
  for (auto member : document["Result"].get_object()) {
    sum += std::string_view(member.unescaped_key()).size();
    simdjson::ondemand::object bot = member.value().get_object();
    sum += std::string_view(bot["BotName"]).size();
    simdjson::ondemand::object farmer = bot["CardsFarmer"].get_object();
    for (simdjson::ondemand::object game : farmer["GamesToFarm"].get_array()) {
      sum += std::uint64_t(game["AppID"]) + std::string_view(game["GameName"]).size();
      sum += std::uint64_t(game["CardsRemaining"]);
      sum += static_cast<std::uint64_t>(10 * double(game["HoursPlayed"]) + 0.5);
    }
    sum += std::string_view(farmer["TimeRemaining"]).size();
    sum += bool(farmer["NowFarming"]);
    sum += bool(farmer["Paused"]);
    sum += std::uint64_t(bot["GamesToRedeemInBackgroundCount"]);
    sum += bool(bot["HasMobileAuthenticator"]);
    sum += bool(bot["IsConnectedAndLoggedOn"]);
    sum += bool(bot["IsPlayingPossible"]);
    sum += std::string_view(bot["PublicIP"]).size();
    sum += std::uint64_t(bot["s_SteamID"].get_uint64_in_string());
    sum += std::uint64_t(bot["AccountFlags"]);
    sum += bool(bot["AvatarHash"].is_null()) ? 1 : 0;
    sum += bool(bot["KeepRunning"]);
    sum += std::string_view(bot["Nickname"]).size();
    sum += std::uint64_t(bot["RequiredInput"]);
    sum += std::uint64_t(bot["SteamID"]);
    sum += std::uint64_t(bot["WalletBalance"]);
    sum += std::uint64_t(bot["WalletBalanceDelayed"]);
    sum += std::uint64_t(bot["WalletCurrency"]);
  }
  return sum + (bool(document["Success"]) ? 1 : 0);
}

}  // namespace

int main(int argc, char** argv) {
  return bench::compare(
      argc, argv, 1,
      [] { return [document = std::make_shared<json::document>()](std::size_t) { return read(*document); }; },
      [] {
        return [parser = std::make_shared<simdjson::ondemand::parser>()](std::size_t) {
          return read_on_demand(*parser);
        };
      });
}
