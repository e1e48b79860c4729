/// Bots, what they farm, and their configuration: views, as all results (results.hpp).
#pragma once

#include <cstdint>

#include <gamewire/asf/codes.hpp>
#include <gamewire/asf/values.hpp>

namespace gamewire::inline v0::asf {

/// A game with cards to farm.
struct game {
  std::uint32_t app_id = 0;
  text name;
  std::uint16_t cards_remaining = 0;  // that it can still drop
  float hours_played = 0;
};
constexpr auto json_members(std::type_identity<game>) {
  using is = game;
  return json::members<is>(json::member<&is::app_id>("AppID"), json::member<&is::name>("GameName"),
                           json::member<&is::cards_remaining>("CardsRemaining"),
                           json::member<&is::hours_played>("HoursPlayed"));
}

/// What a bot farms, and is going to.
struct cards_farmer {
  list<game> current_games_farming;  // several, while none has been played for long enough to drop cards
  list<game> games_to_farm;          // those included
  time_span time_remaining;          // ASF's estimate, of all of them
  bool now_farming = false;
  bool paused = false;  // until it is resumed
};
constexpr auto json_members(std::type_identity<cards_farmer>) {
  using is = cards_farmer;
  return json::members<is>(json::member<&is::current_games_farming>("CurrentGamesFarming"),
                           json::member<&is::games_to_farm>("GamesToFarm"),
                           json::member<&is::time_remaining>("TimeRemaining"),
                           json::member<&is::now_farming>("NowFarming"), json::member<&is::paused>("Paused"));
}

/// Of `get_bots`, by name.
struct bot {
  text name;
  asf::cards_farmer cards_farmer;
  std::uint32_t games_to_redeem_in_background = 0;  // keys that wait
  bool has_mobile_authenticator = false;            // in ASF
  bool is_connected_and_logged_on = false;
  bool is_playing_possible = false;  // false: the account is in use elsewhere, or may not play
  maybe<text> public_ip;             // as Steam sees it
  maybe<std::uint64_t> steam_id_text;
  coded account_flags;                      // Steam's EAccountFlags
  maybe<text> avatar_hash;                  // in hex
  json::value config;                       // `json::read<asf::bot_config>(it)`
  bool keep_running = false;                // it was started, and connects again when it has to
  maybe<text> nickname;                     // on Steam
  input_type required_input{};              // what it waits for: `give_input`
  std::uint64_t steam_id_number = 0;        // 0: not logged in yet
  std::int64_t wallet_balance = 0;          // in the smallest unit of the currency
  std::int64_t wallet_balance_delayed = 0;  // the same, of what is still to come
  coded wallet_currency;                    // Steam's ECurrencyCode; 0: none

  /// Of the number and the text.
  [[nodiscard]] twin_id steam_id() const noexcept { return twin_id::of(steam_id_number, steam_id_text); }
};
constexpr auto json_members(std::type_identity<bot>) {
  using is = bot;
  return json::members<is>(
      json::member<&is::name>("BotName"), json::member<&is::cards_farmer>("CardsFarmer"),
      json::member<&is::games_to_redeem_in_background>("GamesToRedeemInBackgroundCount"),
      json::member<&is::has_mobile_authenticator>("HasMobileAuthenticator"),
      json::member<&is::is_connected_and_logged_on>("IsConnectedAndLoggedOn"),
      json::member<&is::is_playing_possible>("IsPlayingPossible"), json::member<&is::public_ip>("PublicIP"),
      json::member<&is::steam_id_text>("s_SteamID"), json::member<&is::account_flags>("AccountFlags"),
      json::member<&is::avatar_hash>("AvatarHash"), json::member<&is::config>("BotConfig"),
      json::member<&is::keep_running>("KeepRunning"), json::member<&is::nickname>("Nickname"),
      json::member<&is::required_input>("RequiredInput"), json::member<&is::steam_id_number>("SteamID"),
      json::member<&is::wallet_balance>("WalletBalance"),
      json::member<&is::wallet_balance_delayed>("WalletBalanceDelayed"),
      json::member<&is::wallet_currency>("WalletCurrency"));
}

/// The configuration of a bot, without its secrets. Members are called as there, where ASF's wiki says what each does;
/// enums and flags, of which ASF has many, are told by number.
struct bot_config {
  bool accept_gifts = false;
  coded bot_behaviour;
  list<coded> complete_types_to_send;
  maybe<text> custom_game_played_while_farming;  // a name to be shown
  maybe<text> custom_game_played_while_idle;
  bool enabled = false;
  list<coded> farming_orders;
  coded farming_preferences;
  list<std::uint32_t> games_played_while_idle;  // app ids
  coded gaming_device_type;
  std::uint8_t hours_until_card_drops = 0;  // 0: at once
  list<coded> lootable_types;
  maybe<text> machine_name;
  list<coded> matchable_types;
  coded online_flags;
  coded online_status;
  coded password_format;  // numbered as `crypto_method`
  coded redeeming_preferences;
  coded remote_communication;
  std::uint8_t send_trade_period = 0;  // hours; 0: never
  std::uint64_t steam_master_clan_id_number = 0;
  maybe<text> steam_trade_token;
  map<coded> steam_user_permissions;    // by Steam id
  std::uint8_t trade_check_period = 0;  // minutes
  coded trading_preferences;
  list<coded> transferable_types;
  bool use_login_keys = false;
  coded user_interface_mode;
  maybe<text> web_proxy;
  maybe<text> web_proxy_username;
  maybe<std::uint64_t> steam_master_clan_id_text;

  /// Of the number and the text; 0: none.
  [[nodiscard]] twin_id steam_master_clan_id() const noexcept {
    return twin_id::of(steam_master_clan_id_number, steam_master_clan_id_text);
  }
};
constexpr auto json_members(std::type_identity<bot_config>) {
  using is = bot_config;
  return json::members<is>(
      json::member<&is::accept_gifts>("AcceptGifts"), json::member<&is::bot_behaviour>("BotBehaviour"),
      json::member<&is::complete_types_to_send>("CompleteTypesToSend"),
      json::member<&is::custom_game_played_while_farming>("CustomGamePlayedWhileFarming"),
      json::member<&is::custom_game_played_while_idle>("CustomGamePlayedWhileIdle"),
      json::member<&is::enabled>("Enabled"), json::member<&is::farming_orders>("FarmingOrders"),
      json::member<&is::farming_preferences>("FarmingPreferences"),
      json::member<&is::games_played_while_idle>("GamesPlayedWhileIdle"),
      json::member<&is::gaming_device_type>("GamingDeviceType"),
      json::member<&is::hours_until_card_drops>("HoursUntilCardDrops"),
      json::member<&is::lootable_types>("LootableTypes"), json::member<&is::machine_name>("MachineName"),
      json::member<&is::matchable_types>("MatchableTypes"), json::member<&is::online_flags>("OnlineFlags"),
      json::member<&is::online_status>("OnlineStatus"), json::member<&is::password_format>("PasswordFormat"),
      json::member<&is::redeeming_preferences>("RedeemingPreferences"),
      json::member<&is::remote_communication>("RemoteCommunication"),
      json::member<&is::send_trade_period>("SendTradePeriod"),
      json::member<&is::steam_master_clan_id_number>("SteamMasterClanID"),
      json::member<&is::steam_trade_token>("SteamTradeToken"),
      json::member<&is::steam_user_permissions>("SteamUserPermissions"),
      json::member<&is::trade_check_period>("TradeCheckPeriod"),
      json::member<&is::trading_preferences>("TradingPreferences"),
      json::member<&is::transferable_types>("TransferableTypes"),
      json::member<&is::use_login_keys>("UseLoginKeys"),
      json::member<&is::user_interface_mode>("UserInterfaceMode"), json::member<&is::web_proxy>("WebProxy"),
      json::member<&is::web_proxy_username>("WebProxyUsername"),
      json::member<&is::steam_master_clan_id_text>("s_SteamMasterClanID"));
}

}  // namespace gamewire::inline v0::asf
