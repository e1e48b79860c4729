/// SteamIDs.
#include <gamewire/steamid/format.hpp>
#include <gamewire/steamid/parse.hpp>

#include "convert.hpp"

using namespace gamewire;
using namespace gamewire::c;

namespace {

std::optional<steamid::short_text> written(steamid::id id, gw_steamid_form form) noexcept {
  switch (form) {
    case GW_STEAMID_64: return steamid::to_steam64(id);
    case GW_STEAMID_STEAM2: return steamid::to_steam2(id);
    case GW_STEAMID_STEAM2_ONE: return steamid::to_steam2(id, steamid::steam2_style::public_is_1);
    case GW_STEAMID_STEAM3: return steamid::to_steam3(id);
    case GW_STEAMID_INVITE_CODE: return steamid::to_invite_code(id);
    case GW_STEAMID_FRIEND_CODE: return steamid::to_friend_code(id);
    case GW_STEAMID_QUEUE_CODE: return steamid::to_queue_code(id);
    case GW_STEAMID_URL: return steamid::to_url(id);
    default: return std::nullopt;
  }
}

}  // namespace

gw_code gw_steamid_parse(const char* text, uint64_t* out) noexcept {
  if (out == nullptr) return GW_USAGE;
  const auto id = steamid::parse(from_c(text));
  if (!id) return code_of(id.error());
  *out = id->bits();
  return GW_OK;
}

size_t gw_steamid_format(uint64_t id, gw_steamid_form form, char* out, size_t size) noexcept {
  const auto text = written(steamid::id(id), form);
  return write_text(text ? text->view() : std::string_view{}, out, size);
}

bool gw_steamid_valid(uint64_t id) noexcept { return steamid::id(id).valid(); }
