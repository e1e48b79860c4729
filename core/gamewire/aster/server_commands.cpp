#include <algorithm>
#include <string>
#include <utility>

#include <gamewire/aster/server_session.hpp>
#include <gamewire/same_secret.hpp>

namespace gamewire::inline v0::aster {
namespace {

constexpr std::size_t longest_picture = 40'960;  // characters
constexpr std::size_t most_history = 1000;

template <class Write>
outcome with(std::string_view member, Write write) {
  std::string text = "\"" + std::string(member) + "\":";
  text += written(write);
  return {.before = text + ','};
}
template <class Write>
outcome with_data(Write write) {
  return with("data", write);
}
outcome with_id(uuid id) { return {.behind = ",\"uuid\":" + std::to_string(id)}; }

}  // namespace

outcome server_session::execute(command which) {
  const command_row& about = row(which);
  if (!is_well_formed(which)) return error(400);
  if (user_ == nullptr && which == command::change_password) return error(405);
  if (user_ == nullptr && !about.is(traits::open)) return error(401);
  switch (which) {
    case command::register_user: return log_in(true);
    case command::login: return log_in(false);
    case command::ping:
    case command::leave: return {};
    case command::get_metadata: return all_users();
    case command::get_user: return user_data(id_field("uuid"));
    case command::get_name: return with_data([&](json::writer& out) { out.text(on().name); });
    case command::get_icon: return with_data([&](json::writer& out) { out.text(on().icon); });
    case command::list_emoji: return list_emoji();
    case command::get_emoji: return get_emoji();
    case command::nick: return rename();
    case command::pfp: return set_picture();
    case command::change_password: return set_password();
    case command::online: return list_online();
    case command::list_channels: return with_data([&](json::writer& out) { on().write_channels(out, me()); });
    case command::send: return send_message();
    case command::history: return history();
    case command::edit: return edit_message();
    case command::delete_message: return delete_message();
    case command::sync_set: return sync_set();
    case command::sync_get: return sync_get();
    case command::sync_set_servers: return sync_set_servers();
    case command::sync_get_servers: return sync_get_servers();
    case command::get_last_reads: return last_reads();
    case command::mark_as_read: return mark_as_read();
    case command::get_num_unread: return num_unread();
    case command::create_channel: return create_channel();
    case command::update_channel: return update_channel();
    case command::delete_channel: return delete_channel();
    case command::list_groups: return with_data([&](json::writer& out) { on().write_groups(out); });
    case command::create_group: return create_group();
    case command::update_group: return update_group();
    case command::delete_group: return delete_group();
    case command::update_user_groups: return update_user_groups();
    case command::other: break;
  }
  return error(400);
}

// Users.

outcome server_session::log_in(bool registers) {
  const std::string password = text_field("passwd");
  const auto name = maybe_text("uname");
  const auto id = maybe_number<uuid>("uuid");
  if (too_long(password)) return error(400);
  if (user_ != nullptr) return error(405);
  account* who = nullptr;
  if (registers) {
    if (blank(*name) || too_long(*name)) return error(400);
    if (on().user_named(*name) != nullptr) return error(409);
    if (on().users.size() >= on().options.max_users) return error(403);
    who = &on().add_account(*name, password);
  } else {
    if (!name && !id) return error(400);
    who = name ? on().user_named(*name) : on().user(*id);
    if (who == nullptr) return error(404);
    if (!same_secret(as_bytes(password), as_bytes(who->password))) return error(403);
  }
  user_ = who;
  logged_in_ = who->id;
  on().arrives(*who);
  return with_id(who->id);
}

outcome server_session::user_data(uuid id) {
  const account* const who = on().user(id);
  return who == nullptr ? error(404) : with_data([&](json::writer& out) { who->write(out); });
}

outcome server_session::all_users() const {
  return with_data([&](json::writer& out) {
    out.begin_array();
    for (const auto& [id, one] : on().users) one.write(out);
    out.end_array();
  });
}

outcome server_session::rename() {
  std::string name = text_field("nick");
  if (too_long(name)) return error(400);
  if (on().user_named(name) != nullptr) return error(409);
  me().name = std::move(name);
  on().tell_user(me());
  return {};
}

outcome server_session::set_picture() {
  std::string data = text_field("data");
  if (data.size() > longest_picture) return error(400);
  me().picture = std::move(data);
  on().tell_user(me());
  return {};
}

outcome server_session::set_password() {
  std::string word = text_field("new_password");
  if (too_long(word)) return error(400);
  me().password = std::move(word);
  return {};
}

/// Those who have left as well: as the server does.
outcome server_session::list_online() const {
  return with_data([&](json::writer& out) {
    out.begin_array();
    for (const auto& [id, one] : on().users)
      if (one.seen) out.number(id);
    out.end_array();
  });
}

outcome server_session::list_emoji() const {
  return with_data([&](json::writer& out) {
    out.begin_array();
    for (const emoji_entry& one : on().emoji) {
      out.begin_array();
      out.text(one.name);
      out.number(one.id);
      out.end_array();
    }
    out.end_array();
  });
}

outcome server_session::get_emoji() const {
  const auto found = std::ranges::find(on().emoji, id_field("uuid"), &emoji_entry::id);
  if (found == on().emoji.end()) return error(404);
  return with_data([&](json::writer& out) {
    out.begin_object();
    out.member("data").text(found->picture);
    out.member("name").text(found->name);
    out.member("uuid").number(found->id);
    out.end_object();
  });
}

// Messages.

outcome server_session::send_message() {
  const std::string content = text_field("content");
  const uuid channel = id_field("channel");
  const auto reply = maybe_number<uuid>("reply");
  if (blank(content) || too_long(content)) return error(400);
  if (!on().has_channel(channel)) return error(404);
  if (!can(permission::send_messages)) return error(403);
  if (reply && on().find_message(*reply) == nullptr) return error(404);
  const uuid id = on().say(me().id, channel, content, reply, now_).id;
  return with("message", [&](json::writer& out) { out.number(id); });
}

outcome server_session::history() const {
  const auto count = number_field<std::uint32_t>("num");
  const uuid channel = id_field("channel");
  const auto before = maybe_number<uuid>("before_message");
  if (!on().has_channel(channel)) return error(404);
  if (!can(permission::read_messages)) return error(403);
  const said* const anchor = before ? on().find_message(*before) : nullptr;
  if (before && anchor == nullptr) return error(404);
  std::vector<const said*> found;  // the newest first
  const std::size_t most = std::min<std::size_t>(count, most_history);
  for (auto one = on().messages.rbegin(); one != on().messages.rend() && found.size() < most; ++one)
    if (one->channel == channel && (anchor == nullptr || one->place < anchor->place)) found.push_back(&*one);
  return with_data([&](json::writer& out) {
    out.begin_array();
    for (auto one = found.rbegin(); one != found.rend(); ++one) (*one)->write(out, false);
    out.end_array();
  });
}

outcome server_session::edit_message() {
  const uuid id = id_field("message");
  const std::string content = text_field("new_content");
  if (too_long(content)) return error(400);
  said* const what = on().find_message(id);
  if (what == nullptr) return error(404);
  if (what->author != me().id) return error(403);
  what->content = content;
  what->edited = true;
  on().tell(written([&](json::writer& out) {
    out.begin_object();
    out.member("command").text("message_edited");
    out.member("message").number(id);
    out.member("new_content").text(content);
    out.member("status").number(200);
    out.end_object();
  }));
  return {};
}

outcome server_session::delete_message() {
  const uuid id = id_field("message");
  const auto found = std::ranges::find(on().messages, id, &said::id);
  if (found == on().messages.end()) return error(404);
  if (found->author != me().id && !can(permission::manage_messages)) return error(403);
  on().messages.erase(found);
  on().tell(R"({"command":"message_deleted","message":)" + std::to_string(id) + R"(,"status":200})");
  return {};
}

std::uint32_t server_session::unread_in(uuid channel) const {
  const auto read = me().read_up_to.find(channel);
  if (read == me().read_up_to.end()) return 0;
  return static_cast<std::uint32_t>(std::ranges::count_if(
      on().messages, [&](const said& one) { return one.channel == channel && one.place > read->second; }));
}

outcome server_session::mark_as_read() {
  const said* const what = on().find_message(id_field("message"));
  if (what == nullptr) return error(404);
  me().read_up_to[what->channel] = what->place;
  return {};
}

outcome server_session::num_unread() const {
  const std::uint32_t unread = unread_in(id_field("channel"));
  return with("num", [&](json::writer& out) { out.number(unread); });
}

outcome server_session::last_reads() const {
  return with("last_reads", [&](json::writer& out) {
    out.begin_object();
    for (const auto& [channel, place] : me().read_up_to) {
      const auto what = std::ranges::find(on().messages, place, &said::place);
      out.member(std::to_string(channel)).begin_array();
      out.number(what == on().messages.end() ? 0 : what->date);
      out.number(unread_in(channel));
      out.end_array();
    }
    out.end_object();
  });
}

// What users keep here of other servers.

outcome server_session::sync_set() {
  std::string name = text_field("uname");
  std::string picture = text_field("pfp");
  if (too_long(name) || picture.size() > longest_picture) return error(400);
  me().sync.emplace(std::move(name), std::move(picture));
  return {};
}

outcome server_session::sync_get() const {
  if (!me().sync) return error(404);
  const auto quoted = [](const std::string& value) {
    return written([&](json::writer& out) { out.text(value); });
  };
  return {.before = "\"pfp\":" + quoted(me().sync->second) + ',',
          .behind = ",\"uname\":" + quoted(me().sync->first)};
}

outcome server_session::sync_set_servers() {
  const auto given = json::read<list<sync_server>>(request_.member("servers"));
  if (!given || given->size() > on().options.max_sync_servers) return error(400);
  std::vector<server_entry> servers;
  for (const sync_server& one : *given) {
    server_entry& kept = servers.emplace_back();
    kept.user = one.uname.str();
    kept.ip = one.ip.str();
    kept.port = one.port;
    if (one.uuid) kept.id = *one.uuid;
    if (one.name) kept.name = one.name->str();
    if (one.pfp) kept.picture = one.pfp->encoded().str();
    if (too_long(kept.user) || too_long(kept.ip) || too_long(kept.name.value_or("")) ||
        kept.picture.value_or("").size() > longest_picture)
      return error(400);
  }
  me().servers = std::move(servers);
  return {};
}

outcome server_session::sync_get_servers() const {
  return with("servers", [&](json::writer& out) {
    const auto maybe = [&](std::string_view name, const std::optional<std::string>& value) {
      out.member(name);
      value ? out.text(*value) : out.null();
    };
    std::size_t idx = 0;
    out.begin_array();
    for (const server_entry& one : me().servers) {
      out.begin_object();
      out.member("idx").number(idx++);
      out.member("ip").text(one.ip);
      maybe("name", one.name);
      maybe("pfp", one.picture);
      out.member("port").number(one.port);
      out.member("uname").text(one.user);
      out.member("uuid");
      one.id ? out.number(*one.id) : out.null();
      out.end_object();
    }
    out.end_array();
  });
}

}  // namespace gamewire::inline v0::aster
