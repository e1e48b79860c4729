/// A2S_INFO replies: the Source form ('I') and the older GoldSource form ('m'), one result for both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <gamewire/a2s/message.hpp>

namespace gamewire::inline v0::a2s {

/// In which form a reply came.
enum class engine : unsigned char { source, goldsource };
/// What a server is: one of its own, one inside a player's game, one that shows another (SourceTV, HLTV).
enum class server_type : unsigned char { unknown = 0, dedicated = 'd', listen = 'l', proxy = 'p' };
/// The operating system of a server.
enum class environment : unsigned char { unknown = 0, linux_ = 'l', windows = 'w', mac = 'm' };

/// What a letter on the wire stands for, in either case; 'o' is an old Mac.
server_type to_server_type(std::uint8_t letter) noexcept;
environment to_environment(std::uint8_t letter) noexcept;

/// The word for each, as it stands in JSON: "source", "dedicated", "linux", "unknown".
std::string_view name_of(engine of) noexcept;
std::string_view name_of(server_type of) noexcept;
std::string_view name_of(environment of) noexcept;

/// The Ship's own fields.
struct ship_info {
  std::uint8_t mode;       // 0 hunt, 1 elimination, 2 duel, 3 deathmatch, 4 VIP team, 5 team elimination
  std::uint8_t witnesses;  // how many it takes to have a player arrested
  std::uint8_t duration;   // seconds before a player is arrested while being witnessed

  friend bool operator==(const ship_info&, const ship_info&) = default;
};

/// The mod block of the GoldSource form. `Text` is a view or a string.
template <class Text>
struct basic_mod {
  Text link{};                  // the address of its site
  Text download{};              // from where it is to be had
  Text hl_version{};            // empty from the engine, real from HLTV
  std::uint32_t version = 0;    // the mod's own count
  std::uint32_t size = 0;       // bytes to download
  std::uint8_t type = 0;        // 1: server side only
  std::uint8_t custom_dll = 0;  // 1: it brings a game library of its own

  /// Need players not have it? By `type`.
  [[nodiscard]] bool server_only() const noexcept { return type == 1; }
  friend bool operator==(const basic_mod&, const basic_mod&) = default;
};

/// One INFO reply. Text is bytes of the server's choice: see text.hpp for what to do before showing it. What
/// a reply does not carry is `nullopt`; what it lost by truncation too, and then `partial` is set. Every member
/// has a value from the start, so that who makes one names those that matter.
template <class Text>
struct basic_info {
  a2s::engine engine = a2s::engine::source;  // the form it came in, or is to be written in
  std::uint8_t protocol = 0;  // the network protocol's version: 17 today, 7 in 2006, 46 to 48 of GoldSource
  Text name{};
  Text map{};
  Text folder{};                // of the game's files: "cstrike"
  Text game{};                  // what the game calls itself: "Counter-Strike"
  std::uint16_t app_id_16 = 0;  // the short field; 0 in the GoldSource form; see app_id()
  std::uint8_t players = 0;     // wraps or clamps above 255 on some servers
  std::uint8_t max_players = 0;
  std::optional<std::uint8_t> bots{};  // HLTV says nothing of bots
  std::uint8_t server_type_byte = 0;   // as sent; see server_type()
  std::uint8_t environment_byte = 0;   // as sent; see environment()
  bool password = false;               // one is needed
  bool vac = false;                    // Valve Anti-Cheat is on
  std::optional<ship_info> ship{};     // only with The Ship's application ids
  Text version{};                      // empty in the GoldSource form

  // The extra data of the Source form, in its order on the wire.
  std::uint8_t edf = 0;                           // extra data flag, as sent
  std::optional<std::uint16_t> port{};            // the game's, which may differ from the port that answered
  std::optional<std::uint64_t> steam_id{};        // the server's own
  std::optional<std::uint16_t> spectator_port{};  // of SourceTV, and its name
  std::optional<Text> spectator_name{};
  std::optional<Text> keywords{};  // mostly words with commas between; dialects.hpp has some others
  /// Bits 0 to 23 are the application, 24 to 31 the type, 32 to 63 the mod.
  std::optional<std::uint64_t> game_id{};

  // Only in the GoldSource form.
  std::optional<Text> server_address{};  // the server's own idea of it, often useless
  std::optional<basic_mod<Text>> mod{};  // nothing: the game is no mod, or the server left the block out
  /// Of an HLTV that has as many spectators as slots; else it tells neither.
  std::optional<std::uint32_t> spectators{};
  std::optional<std::uint32_t> spectator_slots{};

  bool partial = false;            // the reply ended early
  std::size_t trailing_bytes = 0;  // left over behind the last known field, or from the cut one on

  /// The application id: the low 24 bits of the game id when there is one, else the short field. None in the
  /// GoldSource form.
  [[nodiscard]] std::optional<std::uint32_t> app_id() const noexcept {
    if (game_id) return static_cast<std::uint32_t>(*game_id & 0xffffff);
    if (engine == a2s::engine::goldsource) return std::nullopt;
    return app_id_16;
  }
  /// What the bytes as sent stand for; `unknown` for any other letter.
  [[nodiscard]] a2s::server_type server_type() const noexcept { return to_server_type(server_type_byte); }
  [[nodiscard]] a2s::environment environment() const noexcept { return to_environment(environment_byte); }

  friend bool operator==(const basic_info&, const basic_info&) = default;
};

/// Views into the reply; they live as long as its bytes.
using info_view = basic_info<std::string_view>;
/// The owned twin.
using info = basic_info<std::string>;

/// Reads an INFO reply of either form, with or without FF FF FF FF in front. A reply that ends behind the VAC
/// field (GoldSource: behind the password field) is kept and flagged `partial`. Errors: `truncated`,
/// `unknown_message`. Never allocates.
std::expected<info_view, std::error_code> decode_info(bytes message) noexcept;

/// Writes an INFO reply, header included, to the front of `out`: the form that `engine` names, and of the
/// fields those that this form has. Extra fields that are set are written and make up the flag; The Ship's
/// fields go with its protocol, application ids and folder (`is_the_ship`); GoldSource without `bots` is written as HLTV
/// does. Errors: `errc::no_room`, `errc::invalid_argument` (a NUL inside a text).
std::expected<bytes, std::error_code> encode_info(const info_view& what, std::span<std::byte> out) noexcept;

/// What the 'm' reply knows beyond the 'I' reply of the same server, added to it: mod, server address,
/// spectators.
info_view merge(const info_view& source, const info_view& goldsource) noexcept;

/// Copies. These allocate, and throw std::bad_alloc when that fails, as nothing else here does.
info own(const info_view& view);
/// Views into the owned twin.
info_view view(const info& of) noexcept;

/// Does INFO in the Source form have The Ship's three more fields? They come with its application ids, and the protocol of
/// its engine or its folder: the wire has 16 bits of an id, in which those of later games are the same.
bool is_the_ship(std::uint8_t protocol, std::uint16_t app_id, std::string_view folder) noexcept;

}  // namespace gamewire::inline v0::a2s
