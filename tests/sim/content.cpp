#include "content.hpp"

#include <string>

#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/rules.hpp>

namespace gamewire::sim {
namespace {

using test::buffer;

/// Bytes as they may stand in names: mostly letters, sometimes anything but NUL.
std::string make_text(dice& dice, std::uint32_t most) {
  const bool wild = dice.chance(50);
  std::string text(dice.between(0, most), ' ');
  for (char& c : text) c = static_cast<char>(wild ? dice.between(1, 255) : dice.between('a', 'z'));
  return text;
}

template <class Encode>
buffer encoded(std::size_t most, Encode encode) {
  buffer out(most);
  const auto written = encode(std::span<std::byte>(out));
  out.resize(written ? written->size() : 0);
  return out;
}

std::uint8_t make_byte(dice& dice) { return static_cast<std::uint8_t>(dice.between(0, 255)); }

}  // namespace

buffer make_info(dice& dice) {
  const std::string name = make_text(dice, 60);
  const std::string keywords = make_text(dice, 120);
  a2s::info_view info{.protocol = 17, .name = name, .map = "de_dust", .folder = "cstrike", .game = "CS"};
  info.app_id_16 = dice.chance(100) ? 2400 : 240;
  info.players = make_byte(dice);
  info.max_players = make_byte(dice);
  info.bots = make_byte(dice);
  info.server_type_byte = 'd';
  info.environment_byte = 'l';
  info.version = "1.0";
  if (info.app_id_16 == 2400) info.protocol = 7, info.ship.emplace();
  if (dice.chance(500)) info.port = static_cast<std::uint16_t>(dice.between(1, 65535));
  if (dice.chance(500)) info.steam_id = dice.number();
  if (dice.chance(500)) info.keywords = keywords;
  if (dice.chance(500)) info.game_id = dice.number();
  return encoded(1024, [&](std::span<std::byte> out) { return a2s::encode_info(info, out); });
}

buffer make_goldsource_info(dice& dice) {
  const std::string name = make_text(dice, 60);
  a2s::info_view info{.engine = a2s::engine::goldsource, .protocol = 47, .name = name, .map = "crossfire"};
  info.server_address = "127.0.0.1:27015";
  info.server_type_byte = 'd';
  info.environment_byte = 'w';
  info.players = make_byte(dice);
  info.bots = make_byte(dice);
  if (dice.chance(300)) info.mod.emplace();
  return encoded(1024, [&](std::span<std::byte> out) { return a2s::encode_info(info, out); });
}

buffer make_players(dice& dice, std::size_t room) {
  std::vector<std::string> names(
      dice.between(0, static_cast<std::uint32_t>(std::min<std::size_t>(room / 20, 255))));
  std::vector<a2s::player_view> list;
  for (std::string& name : names) {
    name = make_text(dice, 20);
    list.push_back(
        {.name = name, .score = static_cast<std::int32_t>(dice.between(0, 1000)), .duration = 1.5F});
  }
  return encoded(16384, [&](std::span<std::byte> out) { return a2s::encode_players(list, out); });
}

buffer make_rules(dice& dice, std::size_t room) {
  std::vector<std::string> texts(2 * dice.between(0, static_cast<std::uint32_t>(room / 24)));
  for (std::string& text : texts) text = make_text(dice, 20);
  std::vector<a2s::rule_view> list;
  for (std::size_t i = 0; i < texts.size(); i += 2) list.push_back({texts[i], texts[i + 1]});
  return encoded(2 * room + 64, [&](std::span<std::byte> out) { return a2s::encode_rules(list, out); });
}

}  // namespace gamewire::sim
