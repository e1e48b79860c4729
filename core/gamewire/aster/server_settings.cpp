#include <algorithm>
#include <string>

#include <gamewire/aster/server_session.hpp>

namespace gamewire::inline v0::aster {

std::optional<permissions> server_session::maybe_permissions() const {
  const json::value field = request_.member("permissions");
  return field.present() ? std::optional(json::read<permissions>(field).value_or(permissions()))
                         : std::nullopt;
}

outcome server_session::create_channel() {
  const std::string name = text_field("name");
  const auto position = maybe_number<std::uint32_t>("position");
  if (too_long(name)) return error(400);
  if (!can(permission::modify_channels) || on().channels.size() >= on().options.max_channels)
    return error(403);
  const std::size_t at = position.value_or(static_cast<std::uint32_t>(on().channels.size()));
  if (at > on().channels.size()) return error(400);
  const uuid id = on().new_id();
  on().channels.insert(on().channels.begin() + static_cast<std::ptrdiff_t>(at), room{id, name});
  on().tell_channels();
  return {.behind = ",\"uuid\":" + std::to_string(id)};
}

outcome server_session::update_channel() {
  const auto name = maybe_text("name");
  const auto position = maybe_number<std::uint32_t>("position");
  if (too_long(name.value_or(""))) return error(400);
  if (!can(permission::modify_channels)) return error(403);
  const auto found = std::ranges::find(on().channels, id_field("uuid"), &room::id);
  if (found == on().channels.end()) return error(404);
  if (position && *position >= on().channels.size()) return error(400);
  if (name) found->name = *name;
  if (position) {
    room moved = std::move(*found);
    on().channels.erase(found);
    on().channels.insert(on().channels.begin() + *position,
                         std::move(moved));  // needs no memory: it is not lost
  }
  on().tell_channels();
  return {};
}

outcome server_session::delete_channel() {
  const uuid id = id_field("channel");
  if (!can(permission::modify_channels)) return error(403);
  if (!on().has_channel(id)) return error(404);
  std::erase_if(on().channels, [&](const room& one) { return one.id == id; });
  std::erase_if(on().messages, [&](const said& one) { return one.channel == id; });
  for (auto& [user, one] : on().users) one.read_up_to.erase(id);
  on().tell_channels();
  return {};
}

/// Nobody makes or changes a group that is not below the highest of one's own.
outcome server_session::create_group() {
  const std::string name = text_field("name");
  const auto position = number_field<std::uint32_t>("position");
  if (too_long(name)) return error(400);
  const bool full = on().groups.size() >= on().options.max_groups;
  if (!can(permission::modify_groups) || position <= on().rank(me()) || full) return error(403);
  if (position > on().groups.size()) return error(400);
  on().groups.insert(on().groups.begin() + position,
                     band{on().new_id(), name, *maybe_permissions(), number_field<std::int32_t>("colour")});
  on().tell_groups();
  return {};
}

outcome server_session::update_group() {
  const auto name = maybe_text("name");
  const auto colour = maybe_number<std::int32_t>("colour");
  const auto position = maybe_number<std::uint32_t>("position");
  const auto allowed = maybe_permissions();
  if (too_long(name.value_or(""))) return error(400);
  if (!can(permission::modify_groups)) return error(403);
  const auto found = std::ranges::find(on().groups, id_field("uuid"), &band::id);
  if (found == on().groups.end()) return error(404);
  const auto place = static_cast<std::size_t>(found - on().groups.begin());
  if (place <= on().rank(me()) || (position && *position <= on().rank(me()))) return error(403);
  if (position && *position >= on().groups.size()) return error(400);
  band changed = *found;
  if (name) changed.name = *name;
  if (colour) changed.colour = *colour;
  if (allowed) changed.can = *allowed;
  on().groups.erase(found);
  const auto to = static_cast<std::ptrdiff_t>(position ? *position : place);
  on().groups.insert(on().groups.begin() + to, std::move(changed));
  on().tell_groups();
  return {};
}

outcome server_session::delete_group() {
  const uuid id = id_field("uuid");
  if (!can(permission::modify_groups)) return error(403);
  const auto found = std::ranges::find(on().groups, id, &band::id);
  if (found == on().groups.end()) return error(404);
  if (static_cast<std::size_t>(found - on().groups.begin()) <= on().rank(me())) return error(403);
  on().groups.erase(found);
  for (auto& [user, one] : on().users) std::erase(one.groups, id);
  on().tell_groups();
  return {};
}

outcome server_session::update_user_groups() {
  if (!can(permission::modify_user_groups)) return error(403);
  account* const who = on().user(id_field("user"));
  if (who == nullptr) return error(404);
  std::vector<uuid> groups;
  for (const uuid one : list<uuid>(request_.member("groups"))) {
    if (std::ranges::count(on().groups, one, &band::id) == 0) return error(404);
    if (std::ranges::count(groups, one) == 0) groups.push_back(one);
  }
  who->groups = std::move(groups);
  return {};
}

}  // namespace gamewire::inline v0::aster
