#include <algorithm>

#include <gamewire/aster/community_state.hpp>

namespace gamewire::inline v0::aster {
namespace {

constexpr std::uint64_t id_mask = (std::uint64_t{1} << 53U) - 1;

/// A PNG of one transparent pixel.
constexpr std::string_view small_picture =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

std::string encoded(bytes file) {
  const std::string quoted = written([&](json::writer& out) { out.base64(file); });
  return quoted.substr(1, quoted.size() - 2);
}

permissions what_anybody_can() {
  permissions can({0xaa, 0xaa, 0x0a});  // nothing, but
  for (const permission one : {permission::send_messages, permission::read_messages, permission::join_voice,
                               permission::view_channel})
    can.set(one, stance::allow);
  return can;
}

}  // namespace

void account::write(json::writer& out) const {
  out.begin_object();
  out.member("groups").begin_array();
  for (const uuid group : groups) out.number(group);
  out.end_array();
  out.member("name").text(name);
  out.member("pfp").text(picture);
  out.member("uuid").number(id);
  out.end_object();
}

void room::write(json::writer& out, std::size_t position) const {
  out.begin_object();
  out.member("name").text(name);
  out.member("permissions").raw("{}");
  out.member("position").number(position);
  out.member("uuid").number(id);
  out.end_object();
}

void said::write(json::writer& out, bool as_event) const {
  out.begin_object();
  out.member("author_uuid").number(author);
  out.member("channel_uuid").number(channel);
  if (as_event) out.member("command").text("content");
  out.member("content").text(content);
  out.member("date").number(date);
  out.member("edited").boolean(edited);
  out.member("reply");
  reply ? out.number(*reply) : out.null();
  if (as_event) out.member("status").number(200);
  out.member("uuid").number(id);
  out.end_object();
}

void band::write(json::writer& out, std::size_t position) const {
  out.begin_object();
  out.member("colour").number(colour);
  out.member("name").text(name);
  out.member("permissions").begin_array();
  for (const std::uint8_t byte : can.wire()) out.number(byte);
  out.end_array();
  out.member("position").number(position);
  out.member("uuid").number(id);
  out.end_object();
}

community_state::community_state(const community_options& chosen)
    : options(chosen),
      name(chosen.name),
      icon(chosen.icon.empty() ? std::string(small_picture) : encoded(chosen.icon)),
      dice(chosen.seed) {
  options.name = {};
  options.icon = {};
}

/// Of 53 bits, and never 0.
uuid community_state::new_id() { return static_cast<uuid>(dice() & id_mask) | 1; }

std::int32_t community_state::date(time_point now) const {
  const auto since = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  return static_cast<std::int32_t>(std::min<std::int64_t>(options.epoch + since, 0x7fffffff));
}

account* community_state::user(uuid id) {
  const auto found = users.find(id);
  return found == users.end() ? nullptr : &found->second;
}
account* community_state::user_named(std::string_view wanted) {
  for (auto& [id, one] : users)
    if (one.name == wanted) return &one;
  return nullptr;
}
bool community_state::has_channel(uuid id) const { return std::ranges::count(channels, id, &room::id) != 0; }
said* community_state::find_message(uuid id) {
  const auto found = std::ranges::find(messages, id, &said::id);
  return found == messages.end() ? nullptr : &*found;
}

/// The highest group that says anything about it has the last word.
bool community_state::can(const account& who, permission what) const {
  for (const band& group : groups) {
    const stance says = group.can.get(what);
    if (says != stance::inherit && std::ranges::count(who.groups, group.id) != 0)
      return says == stance::allow;
  }
  return what_anybody_can().get(what) == stance::allow;
}

std::size_t community_state::rank(const account& who) const {
  const auto highest = std::ranges::find_if(
      groups, [&](const band& one) { return std::ranges::count(who.groups, one.id) != 0; });
  return static_cast<std::size_t>(highest - groups.begin());
}

/// Whole or not at all: one that memory failed half-way would be open to whoever gives no password.
account& community_state::add_account(std::string_view wanted, std::string_view password) {
  account made;
  made.id = new_id();
  made.name = wanted;
  made.password = password;
  made.picture = small_picture;
  return users[made.id] = std::move(made);
}

said& community_state::say(uuid author, uuid channel, std::string content, std::optional<uuid> reply,
                           time_point now) {
  while (!messages.empty() && messages.size() >= options.max_messages) messages.pop_front();
  said& made = messages.emplace_back();
  made = {.id = new_id(),
          .author = author,
          .channel = channel,
          .content = std::move(content),
          .date = date(now),
          .place = ++places,
          .reply = reply};
  tell(written([&](json::writer& out) { made.write(out, true); }), news_item::audience::readers);
  return made;
}

void community_state::tell(std::string line, news_item::audience to) {
  news.push_back({std::move(line), to});
  news_bytes += news.back().line.size() + sizeof(news_item);
  for (; news_bytes > options.max_news && news.size() > 1; ++first_news) {
    news_bytes -= news.front().line.size() + sizeof(news_item);
    news.pop_front();
  }
}

void community_state::tell_user(const account& who) {
  tell(written([&](json::writer& out) {
    out.begin_object();
    out.member("command").text("get_metadata");
    out.member("data").begin_array();
    who.write(out);
    out.end_array();
    out.member("status").number(200);
    out.end_object();
  }));
}

void community_state::tell_online() {
  tell(written([&](json::writer& out) {
    out.begin_object();
    out.member("command").text("online");
    out.member("data").begin_array();
    for (const auto& [id, one] : users)
      if (one.connections != 0) out.number(id);
    out.end_array();
    out.member("status").number(200);
    out.end_object();
  }));
}

void community_state::tell_groups() {
  tell(written([&](json::writer& out) {
    out.begin_object();
    out.member("command").text("list_groups");
    write_groups(out.member("data"));
    out.member("status").number(200);
    out.end_object();
  }));
}

void community_state::arrives(account& who) {
  ++who.connections;
  who.seen = true;
  tell_user(who);
  tell_online();
}

void community_state::leaves(account& who) {
  if (--who.connections == 0) tell_online();
}

std::string community_state::channels_line(const account& of) const {
  return written([&](json::writer& out) {
    out.begin_object();
    out.member("command").text("list_channels");
    write_channels(out.member("data"), of);
    out.member("status").number(200);
    out.end_object();
  });
}

void community_state::write_channels(json::writer& out, const account& of) const {
  const bool visible = can(of, permission::view_channel);
  out.begin_array();
  for (std::size_t i = 0; visible && i < channels.size(); ++i) channels[i].write(out, i);
  out.end_array();
}

void community_state::write_groups(json::writer& out) const {
  out.begin_array();
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i].write(out, i);
  out.end_array();
}

community::community(const community_options& chosen) : state_(std::make_unique<community_state>(chosen)) {}
community::community(community&&) noexcept = default;
community& community::operator=(community&&) noexcept = default;
community::~community() = default;

std::optional<uuid> community::add_user(std::string_view name, std::string_view password) {
  community_state& on = *state_;
  if (blank(name) || on.users.size() >= on.options.max_users || on.user_named(name) != nullptr)
    return std::nullopt;
  return on.add_account(name, password).id;
}

std::optional<uuid> community::add_channel(std::string_view name) {
  community_state& on = *state_;
  if (blank(name) || on.channels.size() >= on.options.max_channels) return std::nullopt;
  on.channels.push_back({on.new_id(), std::string(name)});
  return on.channels.back().id;
}

std::optional<uuid> community::add_emoji(std::string_view name, bytes file) {
  community_state& on = *state_;
  if (blank(name) || on.emoji.size() >= on.options.max_emoji) return std::nullopt;
  on.emoji.push_back({on.new_id(), std::string(name), encoded(file)});
  return on.emoji.back().id;
}

std::optional<uuid> community::add_group(std::string_view name, const permissions& can) {
  community_state& on = *state_;
  if (blank(name) || on.groups.size() >= on.options.max_groups) return std::nullopt;
  on.groups.push_back({on.new_id(), std::string(name), can});
  return on.groups.back().id;
}

bool community::add_to_group(uuid user, uuid group) {
  account* const who = state_->user(user);
  if (who == nullptr || std::ranges::count(state_->groups, group, &band::id) == 0) return false;
  who->groups.push_back(group);
  return true;
}

std::optional<uuid> community::post(uuid author, uuid channel, std::string_view content, time_point now) {
  if (state_->user(author) == nullptr || !state_->has_channel(channel) || blank(content)) return std::nullopt;
  return state_->say(author, channel, std::string(content), std::nullopt, now).id;
}

}  // namespace gamewire::inline v0::aster
