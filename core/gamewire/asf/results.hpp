/// What ASF answers, as structs of views: nothing is allocated, lists and maps are read when they are walked
/// through. Views are valid as long as the body and the `json::document` that read it.
///
/// What ASF may leave out or set to null is a `maybe`, and a list or a map says by itself whether it is there.
/// Ids of 64 bits are exact.
#pragma once

#include <cstdint>

#include <gamewire/asf/codes.hpp>
#include <gamewire/asf/routes.hpp>
#include <gamewire/asf/values.hpp>
#include <gamewire/json/read.hpp>

namespace gamewire::inline v0::asf {

using json::list;
using json::map;
using json::maybe;
using json::text;

/// An answer inside an answer: what one bot had to say.
template <class T>
struct nested {
  maybe<T> result;
  maybe<text> message;
  bool success = false;
};
template <class T>
constexpr auto json_members(std::type_identity<nested<T>>) {
  using is = nested<T>;
  return json::members<is>(json::member<&is::result>("Result"), json::member<&is::message>("Message"),
                           json::member<&is::success>("Success"));
}

// ------------------------------------------------------------------------------------------ ASF

/// Of `get_info`.
struct info {
  text build_variant;
  bool can_update = false;
  json::value global_config;       // `json::read<asf::global_config>(it)`; config_edit.hpp to change it
  std::uint32_t memory_usage = 0;  // KiB
  date process_start_time;
  bool service = false;  // since 5.2.1.1
  asf::version version;
};
constexpr auto json_members(std::type_identity<info>) {
  using is = info;
  return json::members<is>(
      json::member<&is::build_variant>("BuildVariant"), json::member<&is::can_update>("CanUpdate"),
      json::member<&is::global_config>("GlobalConfig"), json::member<&is::memory_usage>("MemoryUsage"),
      json::member<&is::process_start_time>("ProcessStartTime"), json::member<&is::service>("Service"),
      json::member<&is::version>("Version"));
}

/// The configuration of ASF, without its secrets.
struct global_config {
  bool auto_restart = false;
  list<std::uint32_t> blacklist;
  maybe<text> command_prefix;
  std::uint8_t confirmations_limiter_delay = 0;  // seconds
  std::uint8_t connection_timeout = 0;           // seconds
  maybe<text> current_culture;
  bool debug = false;
  maybe<text> default_bot;
  std::uint8_t farming_delay = 0;  // minutes
  bool filter_bad_bots = false;
  std::uint8_t gifts_limiter_delay = 0;  // seconds
  bool headless = false;
  std::uint8_t idle_farming_period = 0;      // hours; 0: never
  std::uint8_t inventory_limiter_delay = 0;  // seconds
  bool ipc = false;
  coded ipc_password_format;
  std::uint8_t login_limiter_delay = 0;            // seconds
  std::uint8_t max_farming_time = 0;               // hours
  std::uint8_t max_trade_hold_duration = 0;        // days
  std::uint8_t min_farming_delay_after_block = 0;  // seconds
  coded optimization_mode;
  list<text> plugins_update_list;
  coded plugins_update_mode;
  bool shutdown_if_possible = false;
  maybe<text> steam_message_prefix;
  std::uint64_t steam_owner_id_number = 0;
  coded steam_protocols;
  asf::update_channel update_channel{};
  std::uint8_t update_period = 0;       // hours; 0: never
  std::uint16_t web_limiter_delay = 0;  // milliseconds
  maybe<text> web_proxy;
  maybe<text> web_proxy_username;
  maybe<std::uint64_t> steam_owner_id_text;

  [[nodiscard]] twin_id steam_owner_id() const noexcept {
    return twin_id::of(steam_owner_id_number, steam_owner_id_text);
  }
};
constexpr auto json_members(std::type_identity<global_config>) {
  using is = global_config;
  return json::members<is>(
      json::member<&is::auto_restart>("AutoRestart"), json::member<&is::blacklist>("Blacklist"),
      json::member<&is::command_prefix>("CommandPrefix"),
      json::member<&is::confirmations_limiter_delay>("ConfirmationsLimiterDelay"),
      json::member<&is::connection_timeout>("ConnectionTimeout"),
      json::member<&is::current_culture>("CurrentCulture"), json::member<&is::debug>("Debug"),
      json::member<&is::default_bot>("DefaultBot"), json::member<&is::farming_delay>("FarmingDelay"),
      json::member<&is::filter_bad_bots>("FilterBadBots"),
      json::member<&is::gifts_limiter_delay>("GiftsLimiterDelay"), json::member<&is::headless>("Headless"),
      json::member<&is::idle_farming_period>("IdleFarmingPeriod"),
      json::member<&is::inventory_limiter_delay>("InventoryLimiterDelay"), json::member<&is::ipc>("IPC"),
      json::member<&is::ipc_password_format>("IPCPasswordFormat"),
      json::member<&is::login_limiter_delay>("LoginLimiterDelay"),
      json::member<&is::max_farming_time>("MaxFarmingTime"),
      json::member<&is::max_trade_hold_duration>("MaxTradeHoldDuration"),
      json::member<&is::min_farming_delay_after_block>("MinFarmingDelayAfterBlock"),
      json::member<&is::optimization_mode>("OptimizationMode"),
      json::member<&is::plugins_update_list>("PluginsUpdateList"),
      json::member<&is::plugins_update_mode>("PluginsUpdateMode"),
      json::member<&is::shutdown_if_possible>("ShutdownIfPossible"),
      json::member<&is::steam_message_prefix>("SteamMessagePrefix"),
      json::member<&is::steam_owner_id_number>("SteamOwnerID"),
      json::member<&is::steam_protocols>("SteamProtocols"),
      json::member<&is::update_channel>("UpdateChannel"), json::member<&is::update_period>("UpdatePeriod"),
      json::member<&is::web_limiter_delay>("WebLimiterDelay"), json::member<&is::web_proxy>("WebProxy"),
      json::member<&is::web_proxy_username>("WebProxyUsername"),
      json::member<&is::steam_owner_id_text>("s_SteamOwnerID"));
}

// ----------------------------------------------------------------------------------------- bots

/// A game with cards to farm.
struct game {
  std::uint32_t app_id = 0;
  text name;
  std::uint16_t cards_remaining = 0;
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
  list<game> current_games_farming;
  list<game> games_to_farm;
  time_span time_remaining;
  bool now_farming = false;
  bool paused = false;
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
  std::uint32_t games_to_redeem_in_background = 0;
  bool has_mobile_authenticator = false;
  bool is_connected_and_logged_on = false;
  bool is_playing_possible = false;
  maybe<text> public_ip;
  maybe<std::uint64_t> steam_id_text;
  coded account_flags;
  maybe<text> avatar_hash;
  json::value config;  // `json::read<asf::bot_config>(it)`
  bool keep_running = false;
  maybe<text> nickname;
  input_type required_input{};
  std::uint64_t steam_id_number = 0;  // 0: not logged in yet
  std::int64_t wallet_balance = 0;    // in the smallest unit of the currency
  std::int64_t wallet_balance_delayed = 0;
  coded wallet_currency;

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

/// The configuration of a bot, without its secrets.
struct bot_config {
  bool accept_gifts = false;
  coded bot_behaviour;
  list<coded> complete_types_to_send;
  maybe<text> custom_game_played_while_farming;
  maybe<text> custom_game_played_while_idle;
  bool enabled = false;
  list<coded> farming_orders;
  coded farming_preferences;
  list<std::uint32_t> games_played_while_idle;
  coded gaming_device_type;
  std::uint8_t hours_until_card_drops = 0;
  list<coded> lootable_types;
  maybe<text> machine_name;
  list<coded> matchable_types;
  coded online_flags;
  coded online_status;
  coded password_format;
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

// ------------------------------------------------------------------------------ keys and licences

struct receipt_item {
  maybe<std::uint32_t> package_id;
  maybe<std::uint32_t> app_id;
  maybe<text> description;
};
constexpr auto json_members(std::type_identity<receipt_item>) {
  using is = receipt_item;
  return json::members<is>(json::member<&is::package_id>("packageid"), json::member<&is::app_id>("appid"),
                           json::member<&is::description>("line_item_description"));
}

/// What Steam says of a purchase.
struct receipt {
  maybe<std::uint64_t> transaction_id;
  maybe<std::uint32_t> package_id;
  maybe<std::int32_t> purchase_status;
  maybe<purchase_result> result_detail;
  maybe<std::int64_t> transaction_time;  // Unix time, seconds
  maybe<std::int32_t> payment_method;
  maybe<std::uint64_t> base_price;
  maybe<std::uint64_t> total_discount;
  maybe<std::uint64_t> tax;
  maybe<std::uint64_t> shipping;
  maybe<std::uint32_t> currency_code;
  maybe<text> country_code;
  maybe<text> error_headline;
  maybe<text> error_string;
  maybe<text> error_link_text;
  maybe<text> error_link_url;
  maybe<std::uint32_t> error_app_id;
  list<receipt_item> line_items;
};
constexpr auto json_members(std::type_identity<receipt>) {
  using is = receipt;
  return json::members<is>(
      json::member<&is::transaction_id>("transactionid"), json::member<&is::package_id>("packageid"),
      json::member<&is::purchase_status>("purchase_status"),
      json::member<&is::result_detail>("result_detail"),
      json::member<&is::transaction_time>("transaction_time"),
      json::member<&is::payment_method>("payment_method"), json::member<&is::base_price>("base_price"),
      json::member<&is::total_discount>("total_discount"), json::member<&is::tax>("tax"),
      json::member<&is::shipping>("shipping"), json::member<&is::currency_code>("currency_code"),
      json::member<&is::country_code>("country_code"), json::member<&is::error_headline>("error_headline"),
      json::member<&is::error_string>("error_string"), json::member<&is::error_link_text>("error_link_text"),
      json::member<&is::error_link_url>("error_link_url"), json::member<&is::error_app_id>("error_appid"),
      json::member<&is::line_items>("line_items"));
}

/// What became of a key. The envelope's `Success` says only that each bot tried each key: whether one was
/// activated is said here, by `purchase_result::no_detail`.
struct redeemed_key {
  maybe<purchase_result> result;
  maybe<asf::receipt> receipt;
};
constexpr auto json_members(std::type_identity<redeemed_key>) {
  using is = redeemed_key;
  return json::members<is>(json::member<&is::result>("purchase_result_details"),
                           json::member<&is::receipt>("purchase_receipt_info"));
}

/// What became of one app or package.
struct license_result {
  purchase_result detail{};
  eresult result{};
};
constexpr auto json_members(std::type_identity<license_result>) {
  using is = license_result;
  return json::members<is>(json::member<&is::detail>("PurchaseResultDetail"),
                           json::member<&is::result>("Result"));
}

template <class T>
struct by_license {
  map<T> apps;      // by app id
  map<T> packages;  // by package id
};
template <class T>
constexpr auto json_members(std::type_identity<by_license<T>>) {
  using is = by_license<T>;
  return json::members<is>(json::member<&is::apps>("Apps"), json::member<&is::packages>("Packages"));
}
using license_results = by_license<license_result>;
using license_removals = by_license<eresult>;

/// Of `get_background_keys`: keys and what they are called, by bot.
struct background_keys_of {
  map<text> unused_keys;  // key to the name of the game
  map<text> used_keys;
};
constexpr auto json_members(std::type_identity<background_keys_of>) {
  using is = background_keys_of;
  return json::members<is>(json::member<&is::unused_keys>("UnusedKeys"),
                           json::member<&is::used_keys>("UsedKeys"));
}

// ------------------------------------------------------------------------------------ inventories

struct inventory_context {
  std::uint32_t asset_count = 0;
  std::uint64_t id = 0;
  text name;
};
constexpr auto json_members(std::type_identity<inventory_context>) {
  using is = inventory_context;
  return json::members<is>(json::member<&is::asset_count>("asset_count"), json::member<&is::id>("id"),
                           json::member<&is::name>("name"));
}

/// What a bot has of one app, as counts.
struct app_inventory {
  std::uint32_t app_id = 0;
  std::uint32_t asset_count = 0;
  map<inventory_context> contexts;  // by their id
  maybe<text> icon;
  maybe<text> inventory_logo;
  maybe<text> link;
  bool load_failed = false;
  text name;
  bool owner_only = false;
  bool store_vetted = false;
  maybe<text> trade_permissions;
};
constexpr auto json_members(std::type_identity<app_inventory>) {
  using is = app_inventory;
  return json::members<is>(json::member<&is::app_id>("appid"), json::member<&is::asset_count>("asset_count"),
                           json::member<&is::contexts>("rgContexts"), json::member<&is::icon>("icon"),
                           json::member<&is::inventory_logo>("inventory_logo"),
                           json::member<&is::link>("link"), json::member<&is::load_failed>("load_failed"),
                           json::member<&is::name>("name"), json::member<&is::owner_only>("owner_only"),
                           json::member<&is::store_vetted>("store_vetted"),
                           json::member<&is::trade_permissions>("trade_permissions"));
}

/// One item, or a stack of them; its description has the same class and instance.
struct asset {
  maybe<std::uint32_t> app_id;
  maybe<std::uint64_t> context_id;
  maybe<std::uint64_t> asset_id;
  maybe<std::uint64_t> class_id;
  maybe<std::uint64_t> instance_id;
  maybe<std::uint32_t> currency_id;
  maybe<std::int64_t> amount;
  maybe<bool> missing;
  maybe<std::int64_t> est_usd;
};
constexpr auto json_members(std::type_identity<asset>) {
  using is = asset;
  return json::members<is>(json::member<&is::app_id>("appid"), json::member<&is::context_id>("contextid"),
                           json::member<&is::asset_id>("assetid"), json::member<&is::class_id>("classid"),
                           json::member<&is::instance_id>("instanceid"),
                           json::member<&is::currency_id>("currencyid"), json::member<&is::amount>("amount"),
                           json::member<&is::missing>("missing"), json::member<&is::est_usd>("est_usd"));
}

struct item_tag {
  maybe<std::uint32_t> app_id;
  maybe<text> category;
  maybe<text> internal_name;
  maybe<text> localized_category_name;
  maybe<text> localized_tag_name;
  maybe<text> color;
};
constexpr auto json_members(std::type_identity<item_tag>) {
  using is = item_tag;
  return json::members<is>(json::member<&is::app_id>("appid"), json::member<&is::category>("category"),
                           json::member<&is::internal_name>("internal_name"),
                           json::member<&is::localized_category_name>("localized_category_name"),
                           json::member<&is::localized_tag_name>("localized_tag_name"),
                           json::member<&is::color>("color"));
}

/// What is alike in all items of a class; of some thirty members, those that are in use.
struct item_description {
  maybe<std::uint32_t> app_id;
  maybe<std::uint64_t> class_id;
  maybe<std::uint64_t> instance_id;
  maybe<bool> currency;
  maybe<text> background_color;
  maybe<text> icon_url;
  maybe<text> icon_url_large;
  list<json::value> descriptions;
  maybe<bool> tradable;
  list<json::value> actions;
  list<json::value> owner_descriptions;
  list<json::value> owner_actions;
  list<text> fraud_warnings;
  maybe<text> name;
  maybe<text> name_color;
  maybe<text> type;
  maybe<text> market_name;
  maybe<text> market_hash_name;
  maybe<std::uint32_t> market_fee_app;
  list<json::value> market_actions;
  maybe<bool> commodity;
  maybe<std::int32_t> market_tradable_restriction;
  maybe<std::int32_t> market_marketable_restriction;
  maybe<bool> marketable;
  list<item_tag> tags;
  maybe<text> item_expiration;
};
constexpr auto json_members(std::type_identity<item_description>) {
  using is = item_description;
  return json::members<is>(
      json::member<&is::app_id>("appid"), json::member<&is::class_id>("classid"),
      json::member<&is::instance_id>("instanceid"), json::member<&is::currency>("currency"),
      json::member<&is::background_color>("background_color"), json::member<&is::icon_url>("icon_url"),
      json::member<&is::icon_url_large>("icon_url_large"), json::member<&is::descriptions>("descriptions"),
      json::member<&is::tradable>("tradable"), json::member<&is::actions>("actions"),
      json::member<&is::owner_descriptions>("owner_descriptions"),
      json::member<&is::owner_actions>("owner_actions"), json::member<&is::fraud_warnings>("fraudwarnings"),
      json::member<&is::name>("name"), json::member<&is::name_color>("name_color"),
      json::member<&is::type>("type"), json::member<&is::market_name>("market_name"),
      json::member<&is::market_hash_name>("market_hash_name"),
      json::member<&is::market_fee_app>("market_fee_app"),
      json::member<&is::market_actions>("market_actions"), json::member<&is::commodity>("commodity"),
      json::member<&is::market_tradable_restriction>("market_tradable_restriction"),
      json::member<&is::market_marketable_restriction>("market_marketable_restriction"),
      json::member<&is::marketable>("marketable"), json::member<&is::tags>("tags"),
      json::member<&is::item_expiration>("item_expiration"));
}

/// Items, and what they are: a description serves many.
struct inventory_items {
  list<asset> assets;
  list<item_description> descriptions;
};
constexpr auto json_members(std::type_identity<inventory_items>) {
  using is = inventory_items;
  return json::members<is>(json::member<&is::assets>("Assets"),
                           json::member<&is::descriptions>("Descriptions"));
}

// ---------------------------------------------------------------------------------------- the rest

/// One thing that waits to be confirmed.
struct confirmation {
  confirmation_type type{};
  maybe<text> type_name;
  std::uint64_t creator_id = 0;
  std::uint64_t id = 0;
};
constexpr auto json_members(std::type_identity<confirmation>) {
  using is = confirmation;
  return json::members<is>(json::member<&is::type>("type"), json::member<&is::type_name>("type_name"),
                           json::member<&is::creator_id>("creator_id"), json::member<&is::id>("id"));
}

/// Of `get_log`: lines of the file, the oldest first, and how many it has.
struct log_lines {
  list<text> content;
  std::int32_t total_lines = 0;
};
constexpr auto json_members(std::type_identity<log_lines>) {
  using is = log_lines;
  return json::members<is>(json::member<&is::content>("Content"),
                           json::member<&is::total_lines>("TotalLines"));
}

struct type_properties {
  maybe<text> base_type;
  list<text> custom_attributes;
  maybe<text> underlying_type;  // of an enum
};
constexpr auto json_members(std::type_identity<type_properties>) {
  using is = type_properties;
  return json::members<is>(json::member<&is::base_type>("BaseType"),
                           json::member<&is::custom_attributes>("CustomAttributes"),
                           json::member<&is::underlying_type>("UnderlyingType"));
}

/// Of `get_type`.
struct type_info {
  map<text> body;  // member to its type, or enumerator to its number
  type_properties properties;
};
constexpr auto json_members(std::type_identity<type_info>) {
  using is = type_info;
  return json::members<is>(json::member<&is::body>("Body"), json::member<&is::properties>("Properties"));
}

/// Of `get_plugins`.
struct plugin {
  text name;
  asf::version version;
};
constexpr auto json_members(std::type_identity<plugin>) {
  using is = plugin;
  return json::members<is>(json::member<&is::name>("Name"), json::member<&is::version>("Version"));
}

/// Of a release of ASF.
struct release_info {
  text changelog_html;
  date released_at;
  bool stable = false;
  asf::version version;
};
constexpr auto json_members(std::type_identity<release_info>) {
  using is = release_info;
  return json::members<is>(json::member<&is::changelog_html>("ChangelogHTML"),
                           json::member<&is::released_at>("ReleasedAt"), json::member<&is::stable>("Stable"),
                           json::member<&is::version>("Version"));
}

/// Of `get_health`.
struct health_report {
  maybe<text> status_text;
  asf::health status{};
};
constexpr auto json_members(std::type_identity<health_report>) {
  using is = health_report;
  return json::members<is>(json::member<&is::status_text>("StatusText"), json::member<&is::status>("Status"));
}

struct token_dumper_config {
  json::value plugin;
  bool enabled = false;
};
constexpr auto json_members(std::type_identity<token_dumper_config>) {
  using is = token_dumper_config;
  return json::members<is>(json::member<&is::plugin>("SteamTokenDumperPlugin"),
                           json::member<&is::enabled>("SteamTokenDumperPluginEnabled"));
}

// ------------------------------------------------------------------------ which is the result of what

template <shape>
struct result_type {
  using type = json::value;  // none, value, stream, plain
};
template <>
struct result_type<shape::text> {
  using type = maybe<text>;
};
template <>
struct result_type<shape::info> {
  using type = info;
};
template <>
struct result_type<shape::bots> {
  using type = map<bot>;
};
template <>
struct result_type<shape::flags> {
  using type = map<bool>;
};
template <>
struct result_type<shape::redeemed> {
  using type = map<map<maybe<redeemed_key>>>;
};
template <>
struct result_type<shape::results> {
  using type = map<eresult>;
};
template <>
struct result_type<shape::licenses> {
  using type = map<license_results>;
};
template <>
struct result_type<shape::removed_licenses> {
  using type = map<license_removals>;
};
template <>
struct result_type<shape::inventories> {
  using type = map<map<app_inventory>>;
};
template <>
struct result_type<shape::inventory> {
  using type = map<inventory_items>;
};
template <>
struct result_type<shape::background_keys> {
  using type = map<background_keys_of>;
};
template <>
struct result_type<shape::accepted_keys> {
  using type = map<map<text>>;
};
template <>
struct result_type<shape::tokens> {
  using type = map<nested<text>>;
};
template <>
struct result_type<shape::confirmations> {
  using type = map<nested<list<confirmation>>>;
};
template <>
struct result_type<shape::outcomes> {
  using type = map<nested<json::value>>;
};
template <>
struct result_type<shape::log_lines> {
  using type = log_lines;
};
template <>
struct result_type<shape::type> {
  using type = type_info;
};
template <>
struct result_type<shape::plugins> {
  using type = list<plugin>;
};
template <>
struct result_type<shape::texts> {
  using type = list<text>;
};
template <>
struct result_type<shape::release> {
  using type = release_info;
};
template <>
struct result_type<shape::history> {
  using type = map<date>;
};
template <>
struct result_type<shape::health> {
  using type = health_report;
};
template <>
struct result_type<shape::token_dumper> {
  using type = token_dumper_config;
};

/// The type of a route's result.
template <route R>
using result_of = typename result_type<row(R).result>::type;

}  // namespace gamewire::inline v0::asf
