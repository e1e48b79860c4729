#include <algorithm>
#include <string>

#include <gamewire/aster/server_session.hpp>

namespace gamewire::inline v0::aster {
namespace {

outcome error(int status) { return {.status = status}; }

bool is_empty_object(const json::value& what) {
  return what.kind() == json::kind::object && json::map<json::value>(what).empty();
}

std::optional<permissions> permissions_of(const json::value& field) {
  const auto read = json::read<permissions>(field);
  return field.kind() == json::kind::array && read ? std::optional(*read) : std::nullopt;
}

}  // namespace

outcome server_session::create_channel() {
  const auto name = text_field("name");
  const auto position = number_field<std::uint32_t>("position");
  if (!name || too_long(*name) || wrong("position", position) ||
      !is_empty_object(request_.member("permissions")))
    return error(400);
  if (!can(permission::modify_channels) || on().channels.size() >= on().options.max_channels)
    return error(403);
  const std::size_t at = position.value_or(static_cast<std::uint32_t>(on().channels.size()));
  if (at > on().channels.size()) return error(400);
  const uuid id = on().new_id();
  on().channels.insert(on().channels.begin() + static_cast<std::ptrdiff_t>(at), room{id, *name});
  on().tell_channels();
  return {.behind = ",\"uuid\":" + std::to_string(id)};
}

outcome server_session::update_channel() {
  const auto id = number_field<uuid>("uuid");
  const auto name = text_field("name");
  const auto position = number_field<std::uint32_t>("position");
  const json::value overrides = request_.member("permissions");
  const bool fine = !overrides.present() || is_empty_object(overrides);
  if (!id || wrong("name", name) || wrong("position", position) || !fine || too_long(name.value_or("")))
    return error(400);
  if (!can(permission::modify_channels)) return error(403);
  const auto found = std::ranges::find(on().channels, *id, &room::id);
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
  const auto id = number_field<uuid>("channel");
  if (!id) return error(400);
  if (!can(permission::modify_channels)) return error(403);
  if (!on().has_channel(*id)) return error(404);
  std::erase_if(on().channels, [&](const room& one) { return one.id == *id; });
  std::erase_if(on().messages, [&](const said& one) { return one.channel == *id; });
  for (auto& [user, one] : on().users) one.read_up_to.erase(*id);
  on().tell_channels();
  return {};
}

outcome server_session::list_groups() const {
  return {.before = "\"data\":" + written([&](json::writer& out) {
                      out.begin_array();
                      for (std::size_t i = 0; i < on().groups.size(); ++i) on().groups[i].write(out, i);
                      out.end_array();
                    }) +
                    ','};
}

/// Nobody makes or changes a group that is not below the highest of one's own.
outcome server_session::create_group() {
  const auto name = text_field("name");
  const auto colour = number_field<std::int32_t>("colour");
  const auto position = number_field<std::uint32_t>("position");
  const auto allowed = permissions_of(request_.member("permissions"));
  if (!name || !colour || !position || !allowed || too_long(*name)) return error(400);
  const bool full = on().groups.size() >= on().options.max_groups;
  if (!can(permission::modify_groups) || *position <= on().rank(me()) || full) return error(403);
  if (*position > on().groups.size()) return error(400);
  on().groups.insert(on().groups.begin() + *position, band{on().new_id(), *name, *allowed, *colour});
  on().tell_groups();
  return {};
}

outcome server_session::update_group() {
  const auto id = number_field<uuid>("uuid");
  const auto name = text_field("name");
  const auto colour = number_field<std::int32_t>("colour");
  const auto position = number_field<std::uint32_t>("position");
  const auto allowed = permissions_of(request_.member("permissions"));
  if (!id || wrong("name", name) || wrong("colour", colour) || wrong("position", position) ||
      wrong("permissions", allowed) || too_long(name.value_or("")))
    return error(400);
  if (!can(permission::modify_groups)) return error(403);
  const auto found = std::ranges::find(on().groups, *id, &band::id);
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
  const auto id = number_field<uuid>("uuid");
  if (!id) return error(400);
  if (!can(permission::modify_groups)) return error(403);
  const auto found = std::ranges::find(on().groups, *id, &band::id);
  if (found == on().groups.end()) return error(404);
  if (static_cast<std::size_t>(found - on().groups.begin()) <= on().rank(me())) return error(403);
  on().groups.erase(found);
  for (auto& [user, one] : on().users) std::erase(one.groups, *id);
  on().tell_groups();
  return {};
}

outcome server_session::update_user_groups() {
  const auto id = number_field<uuid>("user");
  const auto given = json::read<list<uuid>>(request_.member("groups"));
  if (!id || !given || !given->value().present() || !given->complete()) return error(400);
  if (!can(permission::modify_user_groups)) return error(403);
  account* const who = on().user(*id);
  if (who == nullptr) return error(404);
  std::vector<uuid> groups;
  for (const uuid one : *given) {
    if (std::ranges::count(on().groups, one, &band::id) == 0) return error(404);
    if (std::ranges::count(groups, one) == 0) groups.push_back(one);
  }
  who->groups = std::move(groups);
  return {};
}

}  // namespace gamewire::inline v0::aster
