/// The list of game servers that Steam keeps: IGameServersService/GetServerList, which took the place of Valve's UDP
/// master servers when those went silent in October 2025.
///
///     master::filter filter;
///     filter.add("gamedir", "tf");
///     auto id = client.call(webapi::get_server_list{.filter = filter.text(), .limit = 5000});
///     // and of its answer
///     if (const auto servers = webapi::servers(answer.reply))
///       for (const webapi::game_server& one : *servers) … one.address() … one.name …
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include <gamewire/endpoint.hpp>
#include <gamewire/json/read.hpp>
#include <gamewire/webapi/message.hpp>
#include <gamewire/webapi/reply.hpp>

namespace gamewire::inline v0::webapi {

/// Steam gives no more than so many, whatever it is asked for; without a limit, 100. As others have seen it.
inline constexpr std::uint32_t most_listed_servers = 20'000;

/// Needs a key. No table of interfaces is needed for it.
struct get_server_list {
  /// As master servers take it: `text()` of a `master::filter`. Here it may be longer.
  std::string_view filter = {};
  std::uint32_t limit = most_listed_servers;
};

/// As Steam has it, which is what the server told Steam. Views into the answer. `players` are those that have logged in
/// to Steam. What Steam leaves out is absent, empty or 0.
struct game_server {
  json::text addr;                            // "192.0.2.7:27015": where it is queried
  json::maybe<std::uint16_t> game_port;       // where it is played
  json::maybe<std::uint16_t> spectator_port;  // of SourceTV
  json::maybe<std::uint64_t> steam_id;        // the server's own
  json::text name;
  json::maybe<std::uint32_t> app_id;
  json::text game_dir;  // "tf"
  json::text version;
  json::text product;                // mostly the same as `game_dir`
  json::maybe<std::int32_t> region;  // of master servers; -1 or 255: none in particular
  std::int32_t players = 0;
  std::int32_t max_players = 0;
  std::int32_t bots = 0;
  json::text map;
  bool secure = false;     // Valve Anti-Cheat is on
  bool dedicated = false;  // else it is one inside a player's game
  json::text os;           // "l" Linux, "w" Windows
  json::text game_type;    // words with commas between, as A2S has them for keywords

  /// Nothing for an address that is none, or has port 0.
  [[nodiscard]] std::optional<endpoint> address() const noexcept;
};
constexpr auto json_members(std::type_identity<game_server>) {
  using is = game_server;
  return json::members<is>(json::member<&is::addr>("addr"), json::member<&is::game_port>("gameport"),
                           json::member<&is::spectator_port>("specport"),
                           json::member<&is::steam_id>("steamid"), json::member<&is::name>("name"),
                           json::member<&is::app_id>("appid"), json::member<&is::game_dir>("gamedir"),
                           json::member<&is::version>("version"), json::member<&is::product>("product"),
                           json::member<&is::region>("region"), json::member<&is::players>("players"),
                           json::member<&is::max_players>("max_players"), json::member<&is::bots>("bots"),
                           json::member<&is::map>("map"), json::member<&is::secure>("secure"),
                           json::member<&is::dedicated>("dedicated"), json::member<&is::os>("os"),
                           json::member<&is::game_type>("gametype"));
}

/// Does the address only stand for a server behind Steam's relays, which no datagram reaches? Such are 169.254.0.0/16.
constexpr bool is_fake(const endpoint& address) noexcept {
  return address.is_v4() && address.address()[0] == 169 && address.address()[1] == 254;
}

/// The request, for any HTTP client. Errors: `errc::no_key`; those of `make`.
std::expected<message, std::error_code> make(const get_server_list& what, const access& to) noexcept;

/// The servers of the answer; each is read when it is its turn. None: an empty list. Errors: `reply.error`;
/// `errc::not_a_list`. Where one is not as it should be the list ends: `complete()` says so.
std::expected<json::list<game_server>, std::error_code> servers(const reply& of) noexcept;

}  // namespace gamewire::inline v0::webapi
