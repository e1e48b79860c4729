/// The routes of ArchiSteamFarm's IPC, version 6.3.9.6: one table, by which requests are built and answers read.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <gamewire/asf/values.hpp>

namespace gamewire::inline v0::asf {

/// The routes, by what they are for.
enum class route : std::uint8_t {
  asf_info,
  configure_asf,
  encrypt,
  hash,
  exit,
  restart,
  update,
  bots,
  configure_bots,
  delete_bots,
  start,
  stop,
  resume,
  pause,
  redeem,
  redeem_points,
  add_license,
  remove_license,
  inventories,
  inventory,
  background_keys,
  add_background_keys,
  delete_background_keys,
  input,
  rename,
  tokens,
  confirmations,
  handle_confirmations,
  import_authenticator,
  delete_authenticator,
  command,
  log_file,
  log_stream,
  type,
  structure,
  storage,
  set_storage,
  delete_storage,
  plugins,
  update_plugins,
  bans,
  clear_bans,
  lift_ban,
  latest_release,
  release,
  wiki_history,
  wiki_page,
  health,
  swagger,
  token_dumper,
  metrics,
  other,  // whatever else plugins add
};

/// What a request carries: nothing, a JSON object (also where all of its members may be missing: without a
/// body the server answers 415), or any JSON.
enum class body_shape : std::uint8_t { none, object, any };

/// What a result is: results.hpp has the types.
enum class shape : std::uint8_t {
  info,              // asf::info
  none,              // nothing, or nothing that counts
  text,              // a text or null
  bots,              // map of bot
  flags,             // map of bool
  redeemed,          // map of map of redeemed_key or null
  results,           // map of eresult
  licenses,          // map of license_results
  removed_licenses,  // map of license_removals
  inventories,       // map of (map of app_inventory, or null)
  inventory,         // map of inventory_items
  background_keys,   // map of background_keys_of
  accepted_keys,     // map of map of text
  tokens,            // map of nested text
  confirmations,     // map of nested list of confirmation
  outcomes,          // map of nested nothing
  log_lines,         // asf::log_lines
  stream,            // a WebSocket
  type,              // type_info
  value,             // any JSON
  plugins,           // list of plugin
  texts,             // list of text
  release,           // release_info
  history,           // map of date
  health,            // health_report
  token_dumper,      // token_dumper_config
  plain,             // text that is not JSON
};

/// What is to be known of a route besides.
struct route_flags {
  /// Several at once.
  enum flag : std::uint8_t {
    none = 0,
    repeatable = 1,       // asking twice does no harm
    ends_connection = 2,  // the server may go away over it, before or after it answers
    slow = 4,             // may take minutes
    secret = 8,           // the body may hold passwords or keys, and is not shown in traces
    bare = 16,            // the result comes without the envelope
    open = 32,            // no password is asked for
  };
};

/// One route: how it is asked, and what it answers.
struct route_row {
  route id;
  std::string_view method;  // "GET", "POST", "DELETE"
  std::string_view path;    // "{…}" stand for one segment each
  std::string_view query;   // the names of its parameters, with blanks between
  body_shape body;
  shape result;
  version since;       // the first that has it
  std::uint8_t flags;  // of `route_flags`

  /// Has it this flag?
  [[nodiscard]] constexpr bool is(route_flags::flag what) const noexcept { return (flags & what) != 0; }
};

namespace routes {

/// For the rows below: a version, and flags.
constexpr version from(std::int32_t a, std::int32_t b, std::int32_t c = 0, std::int32_t d = 0) noexcept {
  return {{a, b, c, d}};
}
constexpr std::uint8_t are(int flags) noexcept { return static_cast<std::uint8_t>(flags); }

}  // namespace routes

/// All routes, in the order of the enum.
inline constexpr auto route_table = [] {
  using enum route_flags::flag;
  using routes::are, routes::from;
  // clang-format off
  return std::array<route_row, 51>{{
    {route::asf_info, "GET", "/Api/ASF", "", body_shape::none, shape::info, from(3, 1), are(repeatable)},
    {route::configure_asf, "POST", "/Api/ASF", "", body_shape::object, shape::none, from(3, 1), are(ends_connection | secret)},
    {route::encrypt, "POST", "/Api/ASF/Encrypt", "", body_shape::object, shape::text, from(4, 3, 0, 3), are(secret)},
    {route::hash, "POST", "/Api/ASF/Hash", "", body_shape::object, shape::text, from(4, 3, 1, 3), are(secret)},
    {route::exit, "POST", "/Api/ASF/Exit", "", body_shape::none, shape::none, from(3, 3, 0, 9), are(ends_connection)},
    {route::restart, "POST", "/Api/ASF/Restart", "", body_shape::none, shape::none, from(3, 3, 0, 9), are(ends_connection)},
    {route::update, "POST", "/Api/ASF/Update", "", body_shape::object, shape::text, from(3, 3, 0, 9), are(ends_connection | slow)},
    {route::bots, "GET", "/Api/Bot/{bots}", "", body_shape::none, shape::bots, from(3, 1), are(repeatable)},
    {route::configure_bots, "POST", "/Api/Bot/{bots}", "", body_shape::object, shape::flags, from(3, 1), are(secret)},
    {route::delete_bots, "DELETE", "/Api/Bot/{bots}", "", body_shape::none, shape::none, from(3, 1), are(none)},
    {route::start, "POST", "/Api/Bot/{bots}/Start", "", body_shape::none, shape::none, from(3, 4), are(none)},
    {route::stop, "POST", "/Api/Bot/{bots}/Stop", "", body_shape::none, shape::none, from(3, 4), are(none)},
    {route::resume, "POST", "/Api/Bot/{bots}/Resume", "", body_shape::none, shape::none, from(3, 4), are(none)},
    {route::pause, "POST", "/Api/Bot/{bots}/Pause", "", body_shape::object, shape::none, from(3, 4), are(none)},
    {route::redeem, "POST", "/Api/Bot/{bots}/Redeem", "", body_shape::object, shape::redeemed, from(3, 4, 0, 4), are(slow | secret)},
    {route::redeem_points, "POST", "/Api/Bot/{bots}/RedeemPoints/{definition}", "forced", body_shape::none, shape::results, from(6, 0, 8), are(slow)},
    {route::add_license, "POST", "/Api/Bot/{bots}/AddLicense", "", body_shape::object, shape::licenses, from(6, 0, 3, 2), are(slow)},
    {route::remove_license, "POST", "/Api/Bot/{bots}/RemoveLicense", "", body_shape::object, shape::removed_licenses, from(6, 1, 7, 1), are(slow)},
    {route::inventories, "GET", "/Api/Bot/{bots}/Inventory", "", body_shape::none, shape::inventories, from(6, 1, 3), are(repeatable | slow)},
    {route::inventory, "GET", "/Api/Bot/{bots}/Inventory/{app}/{context}", "language", body_shape::none, shape::inventory, from(6, 1, 3), are(repeatable | slow)},
    {route::background_keys, "GET", "/Api/Bot/{bots}/GamesToRedeemInBackground", "", body_shape::none, shape::background_keys, from(3, 4), are(repeatable)},
    {route::add_background_keys, "POST", "/Api/Bot/{bots}/GamesToRedeemInBackground", "", body_shape::object, shape::accepted_keys, from(3, 4), are(secret)},
    {route::delete_background_keys, "DELETE", "/Api/Bot/{bots}/GamesToRedeemInBackground", "", body_shape::none, shape::none, from(3, 4), are(none)},
    {route::input, "POST", "/Api/Bot/{bots}/Input", "", body_shape::object, shape::none, from(4, 2, 1, 9), are(secret)},
    {route::rename, "POST", "/Api/Bot/{bot}/Rename", "", body_shape::object, shape::none, from(4, 0, 0, 9), are(none)},
    {route::tokens, "GET", "/Api/Bot/{bots}/TwoFactorAuthentication/Token", "", body_shape::none, shape::tokens, from(5, 1, 5), are(repeatable)},
    {route::confirmations, "GET", "/Api/Bot/{bots}/TwoFactorAuthentication/Confirmations", "", body_shape::none, shape::confirmations, from(5, 4, 9, 1), are(repeatable | slow)},
    {route::handle_confirmations, "POST", "/Api/Bot/{bots}/TwoFactorAuthentication/Confirmations", "", body_shape::object, shape::confirmations, from(4, 2, 3, 8), are(slow)},
    {route::import_authenticator, "POST", "/Api/Bot/{bots}/TwoFactorAuthentication", "", body_shape::object, shape::outcomes, from(5, 1, 5), are(secret)},
    {route::delete_authenticator, "DELETE", "/Api/Bot/{bots}/TwoFactorAuthentication", "", body_shape::none, shape::outcomes, from(5, 1, 5), are(none)},
    {route::command, "POST", "/Api/Command", "", body_shape::object, shape::text, from(4, 0, 3), are(slow | secret)},
    {route::log_file, "GET", "/Api/NLog/File", "count lastAt", body_shape::none, shape::log_lines, from(5, 2, 8), are(repeatable)},
    {route::log_stream, "GET", "/Api/NLog", "", body_shape::none, shape::stream, from(3, 3, 0, 9), are(none)},
    {route::type, "GET", "/Api/Type/{type}", "", body_shape::none, shape::type, from(3, 1), are(repeatable)},
    {route::structure, "GET", "/Api/Structure/{structure}", "", body_shape::none, shape::value, from(3, 1), are(repeatable)},
    {route::storage, "GET", "/Api/Storage/{key}", "", body_shape::none, shape::value, from(5, 1, 1, 1), are(repeatable)},
    {route::set_storage, "POST", "/Api/Storage/{key}", "", body_shape::any, shape::none, from(5, 1, 1, 1), are(secret)},
    {route::delete_storage, "DELETE", "/Api/Storage/{key}", "", body_shape::none, shape::none, from(5, 1, 1, 1), are(none)},
    {route::plugins, "GET", "/Api/Plugins", "official custom", body_shape::none, shape::plugins, from(4, 2, 3, 4), are(repeatable)},
    {route::update_plugins, "POST", "/Api/Plugins/Update", "", body_shape::object, shape::text, from(6, 0, 1, 14), are(ends_connection | slow)},
    {route::bans, "GET", "/Api/IPC/Bans", "", body_shape::none, shape::texts, from(5, 4, 3), are(repeatable)},
    {route::clear_bans, "DELETE", "/Api/IPC/Bans", "", body_shape::none, shape::none, from(5, 4, 3), are(none)},
    {route::lift_ban, "DELETE", "/Api/IPC/Bans/{ip}", "", body_shape::none, shape::none, from(5, 4, 3), are(none)},
    {route::latest_release, "GET", "/Api/WWW/GitHub/Release", "", body_shape::none, shape::release, from(3, 4), are(repeatable)},
    {route::release, "GET", "/Api/WWW/GitHub/Release/{version}", "", body_shape::none, shape::release, from(3, 4), are(repeatable)},
    {route::wiki_history, "GET", "/Api/WWW/GitHub/Wiki/History/{page}", "", body_shape::none, shape::history, from(5, 0, 5), are(repeatable)},
    {route::wiki_page, "GET", "/Api/WWW/GitHub/Wiki/Page/{page}", "revision", body_shape::none, shape::text, from(5, 0, 5, 1), are(repeatable)},
    {route::health, "GET", "/HealthCheck", "", body_shape::none, shape::health, from(6, 0, 2, 3), are(repeatable | bare | open)},
    {route::swagger, "GET", "/swagger/ASF/swagger.json", "", body_shape::none, shape::value, from(3, 4), are(repeatable | bare | open)},
    {route::token_dumper, "GET", "/Api/SteamTokenDumperPlugin/GlobalConfigExtension", "", body_shape::none, shape::token_dumper, from(4, 2, 3, 4), are(repeatable | bare)},
    {route::metrics, "GET", "/Api/metrics", "", body_shape::none, shape::plain, from(6, 0, 1, 14), are(repeatable | bare)},
  }};
  // clang-format on
}();

/// Of `other`, what holds for any: nothing is known.
inline constexpr route_row other_route{route::other,    "",           "", "",
                                       body_shape::any, shape::value, {}, route_flags::secret};

/// The row of a route; `other_route` for any number that is none.
constexpr const route_row& row(route which) noexcept {
  return which < route::other ? route_table[static_cast<std::size_t>(which)] : other_route;
}

}  // namespace gamewire::inline v0::asf
