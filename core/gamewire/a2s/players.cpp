#include <algorithm>
#include <limits>

#include <gamewire/a2s/players.hpp>

namespace gamewire::inline v0::a2s {

players_view::summary players_view::summarize() const noexcept {
  iterator walk = begin();
  while (walk != end()) ++walk;
  summary found{.complete = declared_ - walk.cut_, .partial = walk.cut_ != 0};
  const bytes rest = found.partial ? walk.whole_.rest() : walk.reader_.rest();
  if (!found.partial && declared_ != 0 && rest.size() == declared_ * ship_players::entry_size) {
    found.ship = ship_players(rest);
  } else {
    found.trailing_bytes = rest.size();
  }
  return found;
}

std::expected<players_view, std::error_code> decode_players(bytes message) noexcept {
  const auto body = decode_body(message, message_type::players);
  if (!body) return std::unexpected(body.error());
  if (body->empty()) return std::unexpected(make_error_code(errc::truncated));
  return players_view(std::to_integer<std::uint8_t>(body->front()), body->subspan(1));
}

std::expected<bytes, std::error_code> encode_players(std::span<const player_view> list,
                                                     std::span<std::byte> out,
                                                     std::span<const ship_player> ship) noexcept {
  const bool too_many = list.size() > std::numeric_limits<std::uint8_t>::max();
  if (too_many || (!ship.empty() && ship.size() != list.size()))
    return std::unexpected(make_error_code(gamewire::errc::invalid_argument));

  byte_writer writer = start_message(message_type::players, out);
  writer.u8(static_cast<std::uint8_t>(list.size()));
  for (const player_view& player : list) {
    writer.u8(player.index);
    writer.cstring(player.name);
    writer.i32(player.score);
    writer.f32(player.duration);
  }
  for (const ship_player& player : ship) {
    writer.i32(player.deaths);
    writer.i32(player.money);
  }
  return writer.result();
}

players own(const players_view& view) {
  const auto found = view.summarize();
  players owned{
      .declared = view.declared(), .partial = found.partial, .trailing_bytes = found.trailing_bytes};
  owned.list.reserve(found.complete);
  for (const player_view& player : view) {
    owned.list.push_back({player.index, std::string(player.name), player.score, player.duration, {}, {}});
    if (!found.ship) continue;
    const ship_player more = (*found.ship)[owned.list.size() - 1];
    owned.list.back().deaths = more.deaths;
    owned.list.back().money = more.money;
  }
  return owned;
}

}  // namespace gamewire::inline v0::a2s
