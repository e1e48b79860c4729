/// What A2S messages hold, without a machine.
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/request.hpp>
#include <gamewire/a2s/rules.hpp>
#include <gamewire/master/page.hpp>

#include "a2s_info.hpp"
#include "convert.hpp"
#include "options.hpp"

using namespace gamewire;
using namespace gamewire::c;

namespace {

std::span<std::byte> room(void* out, std::size_t size) noexcept {
  return {static_cast<std::byte*>(out), out != nullptr ? size : 0};
}

/// All bits of gw_info.has that there are.
constexpr std::uint32_t known_fields = 2 * GW_INFO_MOD - 1;

/// Servers cut ids of more than 16 bits to the short field, where the game id has all of it.
bool loses_app_id(const gw_info& of) noexcept {
  const bool only_short = !of.goldsource && (of.has & (GW_INFO_APP_ID | GW_INFO_GAME_ID)) == GW_INFO_APP_ID;
  return only_short && of.app_id > UINT16_MAX;
}

/// Moves a cursor to where its entry ends.
template <class Cursor>
void pass(Cursor& cursor, const char* end) noexcept {
  const auto* next = reinterpret_cast<const std::uint8_t*>(end);
  cursor.entries.size -= static_cast<std::size_t>(next - cursor.entries.data);
  cursor.entries.data = next;
  --cursor.left;
}

}  // namespace

bool gw_players_next(gw_players* cursor, gw_player* out) noexcept {
  if (cursor == nullptr || out == nullptr) return false;
  const a2s::players_view left(static_cast<std::uint8_t>(std::min(cursor->left, 255U)),
                               from_c(cursor->entries));
  const auto first = left.begin();
  if (first == left.end()) return false;
  *out = {to_c(first->name), first->score, first->duration, first->index};
  pass(*cursor, first->name.data() + first->name.size() + 1 + sizeof first->score + sizeof first->duration);
  return true;
}

bool gw_rules_next(gw_rules* cursor, gw_rule* out) noexcept {
  if (cursor == nullptr || out == nullptr) return false;
  const a2s::rules_view left(static_cast<std::uint16_t>(std::min(cursor->left, 65535U)),
                             from_c(cursor->entries));
  const auto first = left.begin();
  if (first == left.end()) return false;
  *out = {to_c(first->name), to_c(first->value)};
  pass(*cursor, first->value.data() + first->value.size() + 1);
  return true;
}

bool gw_servers_next(gw_servers* cursor, gw_endpoint* out) noexcept {
  if (cursor == nullptr || out == nullptr) return false;
  const master::server_list left(from_c(cursor->entries));
  if (left.empty()) return false;
  *out = to_c(left[0]);
  cursor->entries.data += sizeof(master::server_address);
  cursor->entries.size -= sizeof(master::server_address);
  return true;
}

gw_code gw_decode_info(const void* data, size_t size, gw_info* out) noexcept {
  if (out == nullptr || out->struct_size < sizeof out->struct_size) return GW_USAGE;
  const auto info = a2s::decode_info(from_c(data, size));
  if (!info) return code_of(info.error());
  write_options(to_c(*info), out, out->struct_size);  // it grows as options do
  return GW_OK;
}

gw_code gw_decode_players(const void* data, size_t size, gw_players* out) noexcept {
  if (out == nullptr) return GW_USAGE;
  const auto list = a2s::decode_players(from_c(data, size));
  if (!list) return code_of(list.error());
  *out = {to_c(list->raw()), list->declared(), list->declared()};
  return GW_OK;
}

gw_code gw_decode_rules(const void* data, size_t size, gw_rules* out) noexcept {
  if (out == nullptr) return GW_USAGE;
  const auto list = a2s::decode_rules(from_c(data, size));
  if (!list) return code_of(list.error());
  *out = {to_c(list->raw()), list->declared(), list->declared()};
  return GW_OK;
}

gw_code gw_encode_request(char type, const uint8_t* challenge, void* out, size_t size,
                          size_t* written) noexcept {
  if (std::string_view("TUVWi").find(type) == std::string_view::npos) return GW_USAGE;
  a2s::request what{.type = static_cast<a2s::request_type>(type)};
  if (challenge != nullptr) std::memcpy(what.challenge.emplace().data(), challenge, 4);
  return give(a2s::encode_request(what, room(out, size)), written);
}

gw_code gw_encode_info(const gw_info* info, void* out, size_t size, size_t* written) noexcept {
  if (info == nullptr) return GW_USAGE;
  const auto all = read_options(info, gw_info{});
  if (!all) return all.error();
  if ((all->has & ~known_fields) != 0) return GW_UNSUPPORTED;
  if (loses_app_id(*all)) return GW_USAGE;
  return give(a2s::encode_info(from_c(*all), room(out, size)), written);
}

gw_code gw_encode_players(const gw_player* players, size_t count, void* out, size_t size,
                          size_t* written) noexcept {
  const auto list = convert<a2s::player_view>(players, count, [](const gw_player& one) {
    return a2s::player_view{one.index, from_c(one.name), one.score, one.duration};
  });
  if (!list) return list.error();
  return give(a2s::encode_players(std::span(list->get(), count), room(out, size)), written);
}

gw_code gw_encode_rules(const gw_rule* rules, size_t count, void* out, size_t size,
                        size_t* written) noexcept {
  const auto list = convert<a2s::rule_view>(
      rules, count, [](const gw_rule& one) { return a2s::rule_view{from_c(one.name), from_c(one.value)}; });
  if (!list) return list.error();
  return give(a2s::encode_rules(std::span(list->get(), count), room(out, size)), written);
}
