// What reads as an id is written, in every form that it has, so that it reads as the same: but for what the
// form leaves out.
#include <gamewire/steamid/format.hpp>
#include <gamewire/steamid/parse.hpp>

#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(steamid) {
  const auto read = steamid::parse(as_text(in));
  if (!read) {
    HOLDS((read.error() == steamid::errc::needs_lookup) == steamid::find_vanity(as_text(in)).has_value());
    return;
  }
  if (read->bits() > 0xffffffff) HOLDS(steamid::parse(steamid::to_steam64(*read)) == *read);
  const auto same_account = [&](std::string_view form) {
    const auto again = steamid::parse(form);
    HOLDS(again && again->account() == read->account() && again->type() == read->type());
  };
  const auto type = read->type();
  if (read->universe() <= steamid::universe::rc && type != steamid::type::p2p_super_seeder &&
      type <= steamid::type::anon_user) {
    const auto form = steamid::to_steam3(*read);
    same_account(form);
    const bool bare = type == steamid::type::clan ||
                      (type == steamid::type::chat && !read->is_chat(steamid::lobby | steamid::clan_chat));
    if (!bare) HOLDS(steamid::parse(form.view()) == *read);
  }
  if (read->universe() <= steamid::universe::rc)
    if (const auto form = steamid::to_steam2(*read)) same_account(*form);
  for (const auto& form : {steamid::to_invite_code(*read), steamid::to_friend_code(*read),
                           steamid::to_queue_code(*read), steamid::to_url(*read)})
    if (form) same_account(*form);
}
