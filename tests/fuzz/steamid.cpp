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
  if (read->universe() <= steamid::universe::rc && read->type() != steamid::type::p2p_super_seeder &&
      read->type() <= steamid::type::anon_user)
    same_account(steamid::to_steam3(*read));
  if (read->universe() <= steamid::universe::rc)
    if (const auto form = steamid::to_steam2(*read)) same_account(*form);
  for (const auto& form : {steamid::to_invite_code(*read), steamid::to_friend_code(*read),
                           steamid::to_queue_code(*read), steamid::to_url(*read)})
    if (form) same_account(*form);
}
