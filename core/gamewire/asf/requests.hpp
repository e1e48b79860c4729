/// What ASF can be asked, one struct a route. `asf::make` (message.hpp) makes requests of them, and so does
/// `asf::client::ask`. Views need to live until then.
///
/// `bots` selects them as ASF has it: names with commas between, "ASF" or "@all" for all, "@online", "a..b",
/// "r!regex" and so on; it is encoded as one segment. Not empty.
///
/// In each, `which` is its route, whose row (routes.hpp) says since when there is one, and `write` is for the composer.
/// What is refused is refused by `make`, with `errc::invalid_argument`: it goes nowhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <gamewire/asf/codes.hpp>
#include <gamewire/asf/message.hpp>

namespace gamewire::inline v0::asf {

/// A request of nothing but its route.
template <route R>
struct plain_request {
  static constexpr route which = R;
  static void write(composer&) noexcept {}
};
/// A request of its route and the bots that it is about.
template <route R>
struct bots_request {
  static constexpr route which = R;
  std::string_view bots;
  void write(composer& to) const noexcept { to.segment(bots); }
};
/// A request of its route and one name in it, which is encoded as one segment. Not empty.
template <route R>
struct named_request {
  static constexpr route which = R;
  std::string_view name;
  void write(composer& to) const noexcept { to.segment(name); }
};

// ------------------------------------------------------------------------------------------ ASF

/// Version, memory, and the configuration without its secrets.
using get_info = plain_request<route::asf_info>;
/// ASF ends about a second later, mostly after it has answered: else see `reply::connection_lost`.
using exit = plain_request<route::exit>;
/// The same, and it comes back. `errc::unsuccessful` when it was told not to (--no-restart).
using restart = plain_request<route::restart>;

/// Replaces the whole configuration, and restarts ASF. What is left out becomes its default, but for the
/// secrets, which are kept: so edit what `get_info` gave (config_edit.hpp).
struct configure_asf {
  static constexpr route which = route::configure_asf;
  std::string_view config;  // a JSON object
  void write(composer& to) const noexcept;
};

/// For the secrets in a configuration: the result is what stands there for the text.
struct encrypt {
  static constexpr route which = route::encrypt;
  crypto_method method = crypto_method::aes;
  std::string_view text;  // not empty
  void write(composer& to) const noexcept;
};

/// For the value of IPCPassword in a configuration; a client sends its password as it is.
struct hash {
  static constexpr route which = route::hash;
  hashing_method method = hashing_method::scrypt;
  std::string_view text;  // not empty
  void write(composer& to) const noexcept;
};

/// Not done, and `errc::unsuccessful`, when there is nothing newer. The result is the new version.
struct update {
  static constexpr route which = route::update;
  std::optional<update_channel> channel = std::nullopt;  // that of the configuration
  bool forced = false;                                   // also to a version that is not newer
  void write(composer& to) const noexcept;
};

// ----------------------------------------------------------------------------------------- bots

/// What is known of bots; an empty map when none is selected.
using get_bots = bots_request<route::bots>;
/// `errc::unsuccessful` unless all of them did: here and with the next two.
using start = bots_request<route::start>;
using stop = bots_request<route::stop>;
using resume = bots_request<route::resume>;
/// Deletes all files of the bots.
using delete_bots = bots_request<route::delete_bots>;

/// Replaces the configurations of bots: plain names, of which an unknown one makes a new bot.
struct configure_bots {
  static constexpr route which = route::configure_bots;
  std::string_view bots;
  std::string_view config;  // a JSON object
  void write(composer& to) const noexcept;
};

/// Stops farming, for so long or for good.
struct pause {
  static constexpr route which = route::pause;
  std::string_view bots;
  bool permanent = false;  // until `resume`; else until somebody plays, or it disconnects
  std::chrono::duration<std::uint16_t> resume_in{};  // seconds; 0: not by itself
  void write(composer& to) const noexcept;
};

/// At least one key, each for each bot: map of bot to key to `redeemed_key`.
struct redeem {
  static constexpr route which = route::redeem;
  std::string_view bots;
  std::span<const std::string_view> keys;
  void write(composer& to) const noexcept;
};

/// Items of the points shop: what became of it, by bot. What costs points and is not `forced` is `eresult::invalid_state`.
struct redeem_points {
  static constexpr route which = route::redeem_points;
  std::string_view bots;
  std::uint32_t definition = 0;  // not 0
  bool forced = false;           // also what costs points
  void write(composer& to) const noexcept;
};

/// At least one app or package.
template <route R>
struct license_request {
  static constexpr route which = R;
  std::string_view bots;
  std::span<const std::uint32_t> apps = {};
  std::span<const std::uint32_t> packages = {};
  void write(composer& to) const noexcept;
};
/// For free licences; and to be rid of some, since 6.1.7.1.
using add_license = license_request<route::add_license>;
using remove_license = license_request<route::remove_license>;

/// How many items there are, by bot and app.
using get_inventories = bots_request<route::inventories>;

/// The items themselves: long and slow (`route_flags::slow`).
struct get_inventory {
  static constexpr route which = route::inventory;
  std::string_view bots;
  std::uint32_t app = 0;
  std::uint64_t context = 0;       // of the app: `get_inventories` has their ids
  std::string_view language = {};  // "german"; empty: the server's choice. Since 6.1.5.0
  void write(composer& to) const noexcept;
};

/// What became of keys that were redeemed in the background.
using get_background_keys = bots_request<route::background_keys>;
/// Forgets that, by deleting the files that it is in.
using delete_background_keys = bots_request<route::delete_background_keys>;

/// One key, and what it is called.
struct background_key {
  std::string_view key;   // ASF drops those that are none
  std::string_view name;  // of the game
};

/// At least one key. They are redeemed in this order; the result has those that were accepted.
struct add_background_keys {
  static constexpr route which = route::add_background_keys;
  std::string_view bots;
  std::span<const background_key> keys;
  void write(composer& to) const noexcept;
};

/// What a bot is waiting for (`bot::required_input`). `errc::unsuccessful` for a value of another form.
struct give_input {
  static constexpr route which = route::input;
  std::string_view bots;
  input_type type{};       // not `none`
  std::string_view value;  // not empty
  void write(composer& to) const noexcept;
};

/// Gives one bot another name.
struct rename {
  static constexpr route which = route::rename;
  std::string_view bot;       // one
  std::string_view new_name;  // not empty
  void write(composer& to) const noexcept;
};

// ---------------------------------------------------------------------------- two-factor authentication

/// Codes of the authenticators; an answer inside the answer for each bot.
using get_tokens = bots_request<route::tokens>;
/// What waits to be confirmed, by bot.
using get_confirmations = bots_request<route::confirmations>;
/// Removes the authenticators from their accounts.
using delete_authenticator = bots_request<route::delete_authenticator>;

/// Accepts or denies what is to be confirmed: all of it, or of one type, or by certain creators. The server
/// takes an empty list of creators, or one without a valid id, for all: so `creators`, if given, is refused
/// when it is empty or holds a 0.
struct handle_confirmations {
  static constexpr route which = route::handle_confirmations;
  std::string_view bots;
  bool accept = false;                                                    // else they are denied
  std::optional<confirmation_type> type = std::nullopt;                   // any
  std::optional<std::span<const std::uint64_t>> creators = std::nullopt;  // any: `confirmation::creator_id`
  bool wait_if_needed = false;  // for those of `creators` that are not there yet
  void write(composer& to) const noexcept;
};

/// Ids as people write them, for `handle_confirmations::creators`: the numbers, in `room`. Errors:
/// `errc::invalid_argument` for what is no id, or none at all; `errc::no_room`.
std::expected<std::span<const std::uint64_t>, std::error_code> parse_creators(
    std::span<const std::string_view> ids, std::span<std::uint64_t> room) noexcept;

/// The two secrets of a maFile, in base64 as they stand there. Neither may be empty.
struct import_authenticator {
  static constexpr route which = route::import_authenticator;
  std::string_view bots;
  std::string_view identity_secret;
  std::string_view shared_secret;
  void write(composer& to) const noexcept;
};

// ----------------------------------------------------------------------------------------- the rest

/// A command as in Steam's chat, with "!" before it or not. One that names no bot is for the default one.
struct command {
  static constexpr route which = route::command;
  std::string_view text;  // not empty
  void write(composer& to) const noexcept;
};

/// Lines of the log file, up to the one before number `last_at`, counted from 0. asf::log_pages asks for page after page.
struct get_log {
  static constexpr route which = route::log_file;
  std::int32_t count = 100;  // at least 1
  std::int32_t last_at = 0;  // 0: the end
  void write(composer& to) const noexcept;
};

/// The members of a type of ASF's, by its full name.
using get_type = named_request<route::type>;
/// An object of such a type with all its defaults, as JSON.
using get_structure = named_request<route::structure>;
/// Any JSON that was stored under this name; null when none was.
using get_storage = named_request<route::storage>;
/// Forgets it.
using delete_storage = named_request<route::delete_storage>;

/// Stores any JSON under a name.
struct set_storage {
  static constexpr route which = route::set_storage;
  std::string_view name;
  std::string_view value;  // any JSON; null deletes
  void write(composer& to) const noexcept;
};

/// Names and versions of the plugins.
struct get_plugins {
  static constexpr route which = route::plugins;
  bool official = true;  // ASF's own, and others; both since 6.1.1.3
  bool custom = true;
  void write(composer& to) const noexcept;
};

/// What was done is in `reply::message`, for people.
struct update_plugins {
  static constexpr route which = route::update_plugins;
  std::optional<update_channel> channel = std::nullopt;                     // as of `update`
  bool forced = false;                                                      // the same
  std::optional<std::span<const std::string_view>> plugins = std::nullopt;  // all
  void write(composer& to) const noexcept;
};

/// The addresses that are banned for wrong passwords.
using get_bans = plain_request<route::bans>;
/// Forgives all of them; and one, whose `name` is its address.
using clear_bans = plain_request<route::clear_bans>;
using lift_ban = named_request<route::lift_ban>;
/// Releases of ASF and pages of its wiki, which the server fetches. `name` is the version, or the page.
using get_latest_release = plain_request<route::latest_release>;
using get_release = named_request<route::release>;
using get_wiki_history = named_request<route::wiki_history>;

/// A page as HTML; of a revision, if one is named.
struct get_wiki_page {
  static constexpr route which = route::wiki_page;
  std::string_view name;
  std::string_view revision = {};  // of `get_wiki_history`; empty: the newest
  void write(composer& to) const noexcept;
};

/// Is ASF well? Needs no password.
using get_health = plain_request<route::health>;
/// The description of all routes (OpenAPI). Needs no password.
using get_swagger = plain_request<route::swagger>;
/// What the configuration of the plugin SteamTokenDumper is by default; and what the plugin Monitoring counts, in the
/// text form of Prometheus. Not every server has them.
using get_token_dumper = plain_request<route::token_dumper>;
using get_metrics = plain_request<route::metrics>;
/// The handshake of the WebSocket: what is beside its own fields.
using open_log_stream = plain_request<route::log_stream>;

/// Any request, for routes of plugins. The target is sent as it is, behind the base path; the body is any JSON,
/// or empty. What the table has is treated as what it is: `meant` says which.
struct call {
  std::string_view method = "GET";
  std::string_view target;     // "/Api/Cat", encoded
  std::string_view json = {};  // the body
  /// As `find_route` has it.
  [[nodiscard]] route meant() const noexcept;
  void write(composer& to) const noexcept;
};

}  // namespace gamewire::inline v0::asf
