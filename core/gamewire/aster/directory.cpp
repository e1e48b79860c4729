#include <algorithm>

#include <gamewire/aster/directory.hpp>

namespace gamewire::inline v0::aster {
namespace {

/// The file, or nothing for what is no picture.
std::vector<std::byte> file_of(const picture& from) { return from.file().value_or(std::vector<std::byte>{}); }

/// Positions are unique, but for servers that are wrong about it.
template <class Known>
std::pair<std::uint32_t, uuid> place_of(const Known& one) noexcept {
  return {one.position, one.uuid};
}

template <class Known>
const Known* find_named(const std::vector<Known>& in, std::string_view name) noexcept {
  const auto found = std::ranges::find(in, name, &Known::name);
  return found == in.end() ? nullptr : &*found;
}

}  // namespace

void directory::apply(const client::event& event) {
  if (const auto* begun = std::get_if<ready>(&event)) {
    self_ = begun->self;
    version_ = begun->version;
    told_online_ = false;
  } else if (const auto* users = std::get_if<users_changed>(&event)) {
    for (const user& one : users->users) apply_user(one);
  } else if (const auto* online = std::get_if<online_changed>(&event)) {
    told_online_ = true;
    apply_online(online->users);
  } else if (const auto* channels = std::get_if<channels_changed>(&event)) {
    apply_channels(channels->channels);
  } else if (const auto* groups = std::get_if<groups_changed>(&event)) {
    apply_groups(groups->groups);
  } else if (const auto* answered = std::get_if<answer>(&event)) {
    apply_answer(*answered);
    done(answered->id);
  } else if (const auto* fault = std::get_if<failed>(&event)) {
    done(fault->id);
  }
}

void directory::apply_answer(const answer& from) {
  switch (from.which) {
    case command::login:
    case command::register_user:
      if (const auto id = result<log_in>(from)) self_ = *id;
      return;
    case command::get_metadata:
      if (const auto all = result<get_metadata>(from))
        for (const user& one : *all) apply_user(one);
      return;
    case command::get_user:
      if (const auto one = result<aster::get_user>(from)) apply_user(*one);
      return;
    case command::online:  // with those who have left since
      if (const auto all = result<online>(from); all && !told_online_) apply_online(*all);
      return;
    case command::list_channels:
      if (const auto all = result<list_channels>(from)) apply_channels(*all);
      return;
    case command::list_groups:
      if (const auto all = result<list_groups>(from)) apply_groups(*all);
      return;
    case command::get_name:
      if (const auto said = result<get_name>(from)) name_ = said->str();
      return;
    case command::get_icon:
      if (const auto said = result<get_icon>(from)) icon_ = file_of(*said);
      return;
    default: return;
  }
}

/// What it does not say stays as it was.
void directory::apply_user(const user& from) {
  if (from.uuid == 0) return;
  known_user& known = users_[from.uuid];
  known.uuid = from.uuid;
  if (!from.name.empty()) known.name = from.name.str();
  if (!from.pfp.empty()) known.pfp = file_of(from.pfp);
  if (from.groups.present()) known.groups.assign(from.groups.begin(), from.groups.end());
  if (from.group) known.groups.assign(1, *from.group);
}

/// Of those who are not known yet the name will follow.
void directory::apply_online(const list<uuid>& from) {
  for (auto& [id, one] : users_) one.online = false;
  for (const uuid id : from) {
    known_user& known = users_[id];
    known.uuid = id;
    known.online = true;
  }
}

/// All there are, in place of those that were.
void directory::apply_channels(const list<channel>& from) {
  channels_.clear();
  for (const channel& one : from) {
    const auto place = one.position.value_or(static_cast<std::uint32_t>(channels_.size()));
    channels_.push_back({one.uuid, one.name.str(), place});
  }
  std::ranges::sort(channels_, {}, place_of<known_channel>);
}

void directory::apply_groups(const list<group>& from) {
  groups_.clear();
  for (const group& one : from)
    groups_.push_back({one.uuid, one.name.str(), one.permissions, one.colour, one.position});
  std::ranges::sort(groups_, {}, place_of<known_group>);
}

std::error_code directory::fetch(client& from) {
  awaited_.reserve(awaited_.size() + 4);
  std::error_code why;
  const auto asked = [&](const accepted& id) {
    if (id)
      awaited_.push_back(*id);
    else
      why = id.error();
  };
  asked(from.ask(get_metadata{}));
  asked(from.ask(list_channels{}));
  asked(from.ask(get_name{}));
  asked(from.ask(get_icon{}));
  fetched_ = true;
  return why;
}

void directory::done(request_id id) noexcept {
  std::erase(awaited_, id);
  complete_ = complete_ || (fetched_ && awaited_.empty());
}

const known_user* directory::get_user(uuid user) const noexcept {
  const auto found = users_.find(user);
  return found == users_.end() ? nullptr : &found->second;
}

const known_user* directory::get_user_by_name(std::string_view name) const noexcept {
  for (const auto& [id, one] : users_)
    if (one.name == name) return &one;
  return nullptr;
}

const known_channel* directory::get_channel(uuid channel) const noexcept {
  const auto found = std::ranges::find(channels_, channel, &known_channel::uuid);
  return found == channels_.end() ? nullptr : &*found;
}

const known_channel* directory::get_channel_by_name(std::string_view name) const noexcept {
  if (const auto* exact = find_named(channels_, name)) return exact;
  while (name.starts_with('#')) name.remove_prefix(1);
  while (name.ends_with('#')) name.remove_suffix(1);
  return find_named(channels_, name);
}

}  // namespace gamewire::inline v0::aster
