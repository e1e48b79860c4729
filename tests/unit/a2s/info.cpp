#include <doctest/doctest.h>

#include <gamewire/a2s/info.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"
#include "support/random_text.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace std::literals;

namespace {

// The Source form up to the version, as a game with application id 440 sends it.
const std::string source_base =
    "FF FF FF FF 49 11 \"A Server\" 00 \"ctf_2fort\" 00 \"tf\" 00 \"Team Fortress\" 00 B8 01 "
    "05 18 02 64 6C 01 01 ";
constexpr std::size_t source_base_size = 5 + 1 + 9 + 10 + 3 + 14 + 9;

// The GoldSource form up to the password.
std::string goldsource_base(char type) {
  return "FF FF FF FF 6D \"10.0.0.1:27015\" 00 \"Old\" 00 \"crossfire\" 00 \"valve\" 00 \"Half-Life\" 00 "
         "03 10 2F \"" +
         std::string(1, type) + "\" 77 00 ";
}
const std::string mod_block = "\"http://mod\" 00 \"ftp://mod\" 00 \"1110\" 00 02 00 00 00 00 9E F7 0A 01 01 ";

a2s::info_view decoded(const buffer& message) { return a2s::decode_info(message).value(); }

a2s::info_view encoded_and_decoded(const a2s::info_view& what, std::span<std::byte> out) {
  return a2s::decode_info(a2s::encode_info(what, out).value()).value();
}

}  // namespace

TEST_CASE("the fields of the Source form are read") {
  const auto message = from_hex(source_base + "\"8835751\" 00");
  const auto info = decoded(message);
  CHECK(info.engine == a2s::engine::source);
  CHECK(info.protocol == 17);
  CHECK(info.name == "A Server");
  CHECK(info.map == "ctf_2fort");
  CHECK(info.folder == "tf");
  CHECK(info.game == "Team Fortress");
  CHECK(info.app_id_16 == 440);
  CHECK(info.players == 5);
  CHECK(info.max_players == 24);
  CHECK(info.bots == 2);
  CHECK(info.server_type() == a2s::server_type::dedicated);
  CHECK(info.environment() == a2s::environment::linux_);
  CHECK(info.password);
  CHECK(info.vac);
  CHECK(info.version == "8835751");
  CHECK_FALSE(info.ship.has_value());
  CHECK(info.app_id() == 440);
}

TEST_CASE("a reply that ends where the extra data flag would stand is whole") {
  const auto message = from_hex(source_base + "\"1\" 00");
  CHECK(decoded(message).edf == 0);
  CHECK_FALSE(decoded(message).partial);
  CHECK(decoded(message).trailing_bytes == 0);
}

TEST_CASE("a reply is read with and without its header") {
  const auto message = from_hex(source_base + "\"1\" 00 00");
  CHECK(a2s::decode_info(bytes(message).subspan(4)).value() == decoded(message));
}

TEST_CASE("extra data follow the order of the wire, not that of the bits") {
  const auto message = from_hex(source_base +
                                "\"1\" 00 F1 87 69 08 07 06 05 04 03 02 01 88 69 \"STV\" 00 \"a,b\" 00 "
                                "B8 01 00 00 00 00 00 00");
  const auto info = decoded(message);
  CHECK(info.edf == 0xf1);
  CHECK(info.port == 27015);
  CHECK(info.steam_id == 0x0102030405060708);
  CHECK(info.spectator_port == 27016);
  CHECK(info.spectator_name == "STV");
  CHECK(info.keywords == "a,b");
  CHECK(info.game_id == 440);
  CHECK_FALSE(info.partial);
  CHECK(info.trailing_bytes == 0);
}

TEST_CASE("every combination of extra data is read as it was written") {
  for (unsigned bits = 0; bits < 32; ++bits) {
    CAPTURE(bits);
    a2s::info_view what{.name = "n", .bots = 0, .version = "v"};
    if ((bits & 1) != 0) what.edf |= 0x80, what.port = 27015;
    if ((bits & 2) != 0) what.edf |= 0x10, what.steam_id = 90071992547409921;
    if ((bits & 4) != 0) what.edf |= 0x40, what.spectator_port = 27020, what.spectator_name = "";
    if ((bits & 8) != 0) what.edf |= 0x20, what.keywords = "alltalk";
    if ((bits & 16) != 0) what.edf |= 0x01, what.game_id = 0x1234567890abcdef;
    std::array<std::byte, 256> out;
    CHECK(encoded_and_decoded(what, out) == what);
  }
}

TEST_CASE("unknown bits of the extra data flag are ignored, and bytes left over are counted") {
  for (const char* flag : {"03", "05", "09", "0F"}) {
    const auto message = from_hex(source_base + "\"1\" 00 " + flag + " 07 00 00 00 00 00 00 00 AA BB CC");
    const auto info = decoded(message);
    CHECK(info.game_id == 7);
    CHECK(info.trailing_bytes == 3);
    CHECK_FALSE(info.partial);
  }
  const auto message = from_hex(source_base + "\"1\" 00 0E");
  CHECK(decoded(message).edf == 0x0e);
  CHECK(decoded(message).trailing_bytes == 0);
}

TEST_CASE("a Source reply that is cut anywhere keeps what it has, or is refused before its VAC field") {
  const auto message = from_hex(source_base +
                                "\"1.0\" 00 F1 87 69 08 07 06 05 04 03 02 01 88 69 \"STV\" 00 \"a,b\" 00 "
                                "B8 01 00 00 00 00 00 00");
  const auto whole = decoded(message);
  constexpr std::size_t flag_at = source_base_size + 4;
  for_each_cut(message, [&](bytes cut) {
    CAPTURE(cut.size());
    const auto info = a2s::decode_info(cut);
    REQUIRE(info.has_value() == (cut.size() >= source_base_size));
    if (!info) return;
    CHECK(info->partial == (cut.size() != flag_at && cut.size() != message.size()));
    CHECK(info->name == whole.name);
    CHECK(info->vac == whole.vac);
    CHECK(info->version == (cut.size() >= flag_at ? "1.0" : ""));
    CHECK(info->edf == (cut.size() > flag_at ? 0xf1 : 0));
    CHECK(info->port == (cut.size() >= flag_at + 3 ? whole.port : std::nullopt));
    CHECK(info->steam_id == (cut.size() >= flag_at + 11 ? whole.steam_id : std::nullopt));
    CHECK(info->spectator_port == (cut.size() >= flag_at + 13 ? whole.spectator_port : std::nullopt));
    CHECK(info->spectator_name == (cut.size() >= flag_at + 17 ? whole.spectator_name : std::nullopt));
    CHECK(info->keywords == (cut.size() >= flag_at + 21 ? whole.keywords : std::nullopt));
    CHECK(info->game_id == (cut.size() >= message.size() ? whole.game_id : std::nullopt));
  });
}

TEST_CASE("what has no type or a foreign one is no info") {
  CHECK(a2s::decode_info({}).error() == a2s::errc::truncated);
  CHECK(a2s::decode_info(from_hex("FF FF FF FF")).error() == a2s::errc::truncated);
  CHECK(a2s::decode_info(from_hex("FF FF FF FF 49")).error() == a2s::errc::truncated);
  CHECK(a2s::decode_info(from_hex("FF FF FF FF 6D")).error() == a2s::errc::truncated);
  CHECK(a2s::decode_info(from_hex("FF FF FF FF 44 00")).error() == a2s::errc::unknown_message);
  CHECK(a2s::decode_info(from_hex("FE FF FF FF 49")).error() == a2s::errc::unknown_message);
}

TEST_CASE("The Ship has three more fields under each of its application ids, with its protocol or folder") {
  for (const auto id : std::to_array<std::uint16_t>({2400, 2401, 2402, 2403, 2405, 2406, 2412, 2430})) {
    CHECK(a2s::is_the_ship(7, id, ""));
    a2s::info_view what{.protocol = 7,
                        .name = "ship",
                        .app_id_16 = id,
                        .bots = 1,
                        .ship = a2s::ship_info{3, 2, 10},
                        .version = "1.0.0.4"};
    std::array<std::byte, 256> out;
    CHECK(encoded_and_decoded(what, out) == what);
    what.protocol = 17;  // a later game, of whose id there are 16 bits
    what.ship.reset();
    CHECK(encoded_and_decoded(what, out) == what);
    what.folder = "ship";  // whatever its protocol
    what.ship = a2s::ship_info{3, 2, 10};
    CHECK(encoded_and_decoded(what, out) == what);
  }
  for (const auto id : std::to_array<std::uint16_t>({0, 240, 2399, 2404, 2411, 2431}))
    CHECK_FALSE(a2s::is_the_ship(7, id, "ship"));
}

TEST_CASE("The Ship without extra data is whole, and partial when its own fields are cut") {
  const auto message = from_hex(
      "49 07 \"s\" 00 \"m\" 00 \"ship\" 00 \"The Ship\" 00 60 09 01 20 00 64 77 00 00 "
      "05 03 0A \"1.0.0.4\" 00");
  const auto info = decoded(message);
  REQUIRE(info.ship.has_value());
  CHECK(*info.ship == a2s::ship_info{5, 3, 10});
  CHECK(info.version == "1.0.0.4");
  CHECK_FALSE(info.partial);

  const std::size_t base = message.size() - 11;
  for_each_cut(bytes(message).first(message.size() - 1), [&](bytes cut) {
    CAPTURE(cut.size());
    const auto part = a2s::decode_info(cut);
    REQUIRE(part.has_value() == (cut.size() >= base));
    if (!part) return;
    CHECK(part->partial);
    CHECK(part->ship.has_value() == (cut.size() >= base + 3));
  });
}

TEST_CASE("a server that is no ship gives no ship fields, and gets none written") {
  const a2s::info_view what{.app_id_16 = 440, .bots = 0, .ship = a2s::ship_info{1, 1, 1}, .version = "1"};
  std::array<std::byte, 256> out;
  const auto read = encoded_and_decoded(what, out);
  CHECK_FALSE(read.ship.has_value());
  CHECK(read.version == "1");
}

TEST_CASE("the application id is that of the game id when there is one") {
  a2s::info_view info{.app_id_16 = 7};
  CHECK(info.app_id() == 7);
  info.game_id = 0xabcdef01'ff123456;
  CHECK(info.app_id() == 0x123456);
  info.game_id = 0;
  CHECK(info.app_id() == 0);
  CHECK_FALSE(a2s::info_view{.engine = a2s::engine::goldsource}.app_id().has_value());
}

TEST_CASE("the letters of server type and environment are read in either case") {
  const auto type = [](char letter) { return a2s::to_server_type(static_cast<std::uint8_t>(letter)); };
  for (const char letter : "dD"sv) CHECK(type(letter) == a2s::server_type::dedicated);
  for (const char letter : "lL"sv) CHECK(type(letter) == a2s::server_type::listen);
  for (const char letter : "pP"sv) CHECK(type(letter) == a2s::server_type::proxy);
  for (const char letter : "\0x\xe4"sv) CHECK(type(letter) == a2s::server_type::unknown);

  const auto environment = [](char letter) { return a2s::to_environment(static_cast<std::uint8_t>(letter)); };
  for (const char letter : "lL"sv) CHECK(environment(letter) == a2s::environment::linux_);
  for (const char letter : "wW"sv) CHECK(environment(letter) == a2s::environment::windows);
  for (const char letter : "mMoO"sv) CHECK(environment(letter) == a2s::environment::mac);
  for (const char letter : "\0x\xec"sv) CHECK(environment(letter) == a2s::environment::unknown);
}

TEST_CASE("every value of the enumerations has its word") {
  CHECK(a2s::name_of(a2s::engine::source) == "source");
  CHECK(a2s::name_of(a2s::engine::goldsource) == "goldsource");
  CHECK(a2s::name_of(a2s::server_type::dedicated) == "dedicated");
  CHECK(a2s::name_of(a2s::server_type::listen) == "listen");
  CHECK(a2s::name_of(a2s::server_type::proxy) == "proxy");
  CHECK(a2s::name_of(a2s::server_type::unknown) == "unknown");
  CHECK(a2s::name_of(a2s::environment::linux_) == "linux");
  CHECK(a2s::name_of(a2s::environment::windows) == "windows");
  CHECK(a2s::name_of(a2s::environment::mac) == "mac");
  CHECK(a2s::name_of(a2s::environment::unknown) == "unknown");
}

TEST_CASE("the fields of the GoldSource form are read") {
  const auto message = from_hex(goldsource_base('d') + "01 " + mod_block + "01 04");
  const auto info = decoded(message);
  CHECK(info.engine == a2s::engine::goldsource);
  CHECK(info.server_address == "10.0.0.1:27015");
  CHECK(info.name == "Old");
  CHECK(info.map == "crossfire");
  CHECK(info.folder == "valve");
  CHECK(info.game == "Half-Life");
  CHECK(info.players == 3);
  CHECK(info.max_players == 16);
  CHECK(info.protocol == 47);
  CHECK(info.server_type() == a2s::server_type::dedicated);
  CHECK(info.environment() == a2s::environment::windows);
  CHECK_FALSE(info.password);
  REQUIRE(info.mod.has_value());
  CHECK(info.mod->link == "http://mod");
  CHECK(info.mod->download == "ftp://mod");
  CHECK(info.mod->hl_version == "1110");
  CHECK(info.mod->version == 2);
  CHECK(info.mod->size == 184'000'000);
  CHECK(info.mod->server_only());
  CHECK(info.mod->custom_dll == 1);
  CHECK(info.vac);
  CHECK(info.bots == 4);
  CHECK_FALSE(info.partial);
  CHECK(info.trailing_bytes == 0);
}

TEST_CASE("a GoldSource server without a mod has no mod block") {
  const auto message = from_hex(goldsource_base('L') + "00 01 04 AA");
  const auto info = decoded(message);
  CHECK(info.server_type() == a2s::server_type::listen);
  CHECK_FALSE(info.mod.has_value());
  CHECK(info.vac);
  CHECK(info.bots == 4);
  CHECK(info.trailing_bytes == 1);
}

TEST_CASE("a mod flag without a mod block is seen through") {
  const auto message = from_hex(goldsource_base('d') + "01 01 04");
  const auto info = decoded(message);
  CHECK_FALSE(info.mod.has_value());
  CHECK(info.vac);
  CHECK(info.bots == 4);
  CHECK_FALSE(info.partial);
}

TEST_CASE("the mod block of the engine has an empty version, the smallest is 13 bytes") {
  const auto message = from_hex(goldsource_base('d') + "01 00 00 00 01 00 00 00 02 00 00 00 00 00 01 00");
  const auto info = decoded(message);
  REQUIRE(info.mod.has_value());
  CHECK(info.mod->hl_version.empty());
  CHECK(info.mod->version == 1);
  CHECK(info.vac);
  CHECK(info.bots == 0);
  CHECK_FALSE(info.partial);
}

TEST_CASE("a proxy says nothing of bots") {
  for (const auto& mod : {"00 "s, "01 " + mod_block}) {
    const auto message = from_hex(goldsource_base('p') + mod + "01");
    const auto info = decoded(message);
    CHECK(info.vac);
    CHECK_FALSE(info.bots.has_value());
    CHECK_FALSE(info.partial);
    CHECK(info.trailing_bytes == 0);
  }
}

TEST_CASE("another server that says nothing of bots was cut") {
  const auto message = from_hex(goldsource_base('d') + "00 01");
  const auto info = decoded(message);
  CHECK(info.vac);
  CHECK_FALSE(info.bots.has_value());
  CHECK(info.partial);
}

TEST_CASE("a proxy with a full house tells its spectators and slots") {
  for (const auto& mod : {"00 "s, "01 " + mod_block}) {
    const auto message = from_hex(goldsource_base('P') + mod + "00 2C 01 00 00 00 02 00 00");
    const auto info = decoded(message);
    CHECK_FALSE(info.bots.has_value());
    CHECK(info.spectators == 300);
    CHECK(info.spectator_slots == 512);
    CHECK_FALSE(info.partial);
    CHECK(info.trailing_bytes == 0);
  }
}

TEST_CASE("a proxy may yet send bots") {
  const auto message = from_hex(goldsource_base('p') + "00 00 00");
  CHECK(decoded(message).bots == 0);
  CHECK_FALSE(decoded(message).partial);
}

TEST_CASE("a GoldSource reply that is cut anywhere keeps what it has") {
  const std::size_t base = from_hex(goldsource_base('d')).size();
  const auto message = from_hex(goldsource_base('d') + "01 " + mod_block + "01 04");
  for_each_cut(message, [&](bytes cut) {
    CAPTURE(cut.size());
    const auto info = a2s::decode_info(cut);
    REQUIRE(info.has_value() == (cut.size() >= base));
    if (!info) return;
    CHECK(info->partial == (cut.size() != message.size()));
    CHECK(info->game == "Half-Life");
    CHECK(info->mod.has_value() == (cut.size() >= message.size() - 2));
    CHECK(info->vac == (cut.size() >= message.size() - 1));
    CHECK(info->bots.has_value() == (cut.size() == message.size()));
  });
}

TEST_CASE("a proxy's spectators that are cut are left out") {
  const auto message = from_hex(goldsource_base('p') + "00 01 2C 01 00 00 00 02 00 00");
  const std::size_t vac_end = message.size() - 8;
  for_each_cut(bytes(message).first(message.size() - 1), [&](bytes cut) {
    if (cut.size() < vac_end + 2) return;  // one byte would be bots
    CAPTURE(cut.size());
    const auto info = a2s::decode_info(cut).value();
    CHECK(info.partial);
    CHECK_FALSE(info.bots.has_value());
    CHECK_FALSE(info.spectator_slots.has_value());
    CHECK(info.spectators.has_value() == (cut.size() >= vac_end + 4));
  });
}

TEST_CASE("any reply that was written is read back") {
  split_mix random(2);
  std::array<std::byte, 2048> out;
  for (int i = 0; i < 20000; ++i) {
    std::array<std::string, 10> texts;
    for (auto& text : texts) text = random_text(random, 60);
    const auto byte = [&] { return static_cast<std::uint8_t>(random()); };
    const auto coin = [&] { return random.below(2) == 0; };
    a2s::info_view what{
        .protocol = byte(), .name = texts[0], .map = texts[1], .folder = texts[2], .game = texts[3]};
    what.players = byte(), what.max_players = byte(), what.server_type_byte = byte();
    what.environment_byte = byte(), what.password = coin(), what.vac = coin();
    if (coin()) {
      if (coin()) what.protocol = 7;
      what.app_id_16 = coin() ? 2400 : static_cast<std::uint16_t>(random());
      what.bots = byte();
      if (a2s::is_the_ship(what.protocol, what.app_id_16, what.folder))
        what.ship = a2s::ship_info{byte(), byte(), byte()};
      what.version = texts[4];
      if (coin()) what.edf |= 0x80, what.port = static_cast<std::uint16_t>(random());
      if (coin()) what.edf |= 0x10, what.steam_id = random();
      if (coin()) what.edf |= 0x40, what.spectator_port = byte(), what.spectator_name = texts[5];
      if (coin()) what.edf |= 0x20, what.keywords = texts[6];
      if (coin()) what.edf |= 0x01, what.game_id = random();
    } else {
      what.engine = a2s::engine::goldsource;
      what.server_address = texts[4];
      if (coin())
        what.mod = {{texts[7], texts[8], texts[9], random.below(1000), random.below(1000), byte(), byte()}};
      if (what.server_type() != a2s::server_type::proxy || coin()) {
        what.bots = byte();
      } else if (coin()) {
        what.spectators = random.below(1000), what.spectator_slots = random.below(1000);
      }
    }
    const exact_memory message(a2s::encode_info(what, out).value());
    CHECK(a2s::decode_info(message.view()) == what);
  }
}

TEST_CASE("random bytes behind either type never do harm") {
  split_mix random(3);
  for (int i = 0; i < 50000; ++i) {
    std::string message(1, random.below(2) == 0 ? 'I' : 'm');
    for (auto left = random.below(80); left != 0; --left)
      message += static_cast<char>(random.below(4) == 0 ? 0 : random.below(256));
    const exact_memory copy(as_bytes(message));
    const auto info = a2s::decode_info(copy.view());
    if (info) CHECK(info->trailing_bytes < message.size());
    if (!info) CHECK(info.error() == a2s::errc::truncated);
  }
}

TEST_CASE("a reply that does not fit is not written beyond the end") {
  std::array<std::byte, 256> out;
  for (const auto engine : {a2s::engine::source, a2s::engine::goldsource}) {
    const a2s::info_view what{.engine = engine, .name = "n", .bots = 1, .port = 1, .keywords = "k"};
    const std::size_t needed = a2s::encode_info(what, out).value().size();
    CHECK(count_no_room(needed, [&](auto small) { return a2s::encode_info(what, small); }) == needed);
  }
}

TEST_CASE("a NUL inside a text is the caller's mistake") {
  std::array<std::byte, 256> out;
  CHECK(a2s::encode_info({.name = "a\0b"sv}, out).error() == errc::invalid_argument);
  CHECK(a2s::encode_info({.keywords = "\0"sv}, out).error() == errc::invalid_argument);
  CHECK(a2s::encode_info({.engine = a2s::engine::goldsource, .map = "\0"sv}, out).error() ==
        errc::invalid_argument);
}

TEST_CASE("the owned twin outlives the reply and gives the same view") {
  for (const auto& hex : {source_base + "\"1\" 00 60 01 00 \"stv\" 00 \"key\" 00 AA",
                          goldsource_base('d') + "01 " + mod_block + "01 04",
                          goldsource_base('p') + "00 01 01 00 00 00 02 00 00 00"}) {
    auto message = from_hex(hex);
    const auto copy = message;
    const a2s::info owned = a2s::own(decoded(message));
    std::ranges::fill(message, std::byte{'x'});
    CHECK(a2s::view(owned) == decoded(copy));
  }
}

TEST_CASE("merging keeps the Source form and adds what only the GoldSource form knows") {
  const auto source = from_hex(source_base + "\"1\" 00 80 87 69");
  const auto goldsource = from_hex(goldsource_base('d') + "01 " + mod_block + "01 04");
  auto merged = a2s::merge(decoded(source), decoded(goldsource));
  CHECK(merged.server_address == "10.0.0.1:27015");
  CHECK(merged.mod == decoded(goldsource).mod);
  merged.server_address.reset();
  merged.mod.reset();
  CHECK(merged == decoded(source));
}
