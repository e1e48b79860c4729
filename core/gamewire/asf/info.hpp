/// What ASF says of itself, and its configuration: views, as all results (results.hpp).
#pragma once

#include <cstdint>

#include <gamewire/asf/codes.hpp>
#include <gamewire/asf/values.hpp>

namespace gamewire::inline v0::asf {

/// Of `get_info`.
struct info {
  text build_variant;              // "generic", "source" …
  bool can_update = false;         // this variant can
  json::value global_config;       // `json::read<asf::global_config>(it)`; config_edit.hpp to change it
  std::uint32_t memory_usage = 0;  // KiB
  date process_start_time;
  bool service = false;  // it was started as one; since 5.2.1.1
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

/// The configuration of ASF, without its secrets. Members are called as there, where ASF's wiki says what each does;
/// enums and flags of which no names are kept here are told by number.
struct global_config {
  bool auto_restart = false;
  list<std::uint32_t> blacklist;                 // app ids that are never farmed
  maybe<text> command_prefix;                    // before commands in the chat: "!"; null: none
  std::uint8_t confirmations_limiter_delay = 0;  // seconds
  std::uint8_t connection_timeout = 0;           // seconds
  maybe<text> current_culture;                   // "en-US"; null: the system's
  bool debug = false;
  maybe<text> default_bot;         // for commands that name none; null: the first by name
  std::uint8_t farming_delay = 0;  // minutes
  bool filter_bad_bots = false;
  std::uint8_t gifts_limiter_delay = 0;      // seconds
  bool headless = false;                     // it asks nothing at its console: `give_input`
  std::uint8_t idle_farming_period = 0;      // hours; 0: never
  std::uint8_t inventory_limiter_delay = 0;  // seconds
  bool ipc = false;
  coded ipc_password_format;                       // numbered as `hashing_method`
  std::uint8_t login_limiter_delay = 0;            // seconds
  std::uint8_t max_farming_time = 0;               // hours
  std::uint8_t max_trade_hold_duration = 0;        // days
  std::uint8_t min_farming_delay_after_block = 0;  // seconds
  coded optimization_mode;                         // 0: speed; 1: little memory
  list<text> plugins_update_list;
  coded plugins_update_mode;  // of that list: 0: those alone; 1: all others
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

  /// Of the number and the text; 0: nobody.
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

}  // namespace gamewire::inline v0::asf
