/// What the fields of each command have to be. The server looks at nothing else before: a line is read as a whole or not at
/// all, and who has not logged in is told so only of what could be read.
#include <algorithm>

#include <gamewire/aster/server_session.hpp>

namespace gamewire::inline v0::aster {
namespace {

bool is_text(const json::value& field) { return json::read<text>(field).has_value(); }

/// JSON's own: none in quotes.
template <std::integral T>
bool is_number(const json::value& field) {
  return field.kind() == json::kind::number && json::read<T>(field);
}

bool is_permissions(const json::value& field) {
  return field.kind() == json::kind::array && json::read<permissions>(field);
}

/// Those of a channel, of which the server itself can read no others.
bool is_empty_object(const json::value& field) {
  return field.kind() == json::kind::object && json::map<json::value>(field).empty();
}

bool is_user_ids(const json::value& field) {
  const auto ids = json::read<list<uuid>>(field);
  return field.kind() == json::kind::array && ids && ids->complete();
}

bool is_sync_server(const json::value& one);

bool are_sync_servers(const json::value& field) {
  if (field.kind() != json::kind::array) return false;
  const list<json::value> all(field);
  return std::ranges::all_of(all, is_sync_server);
}

/// The fields of one object.
class fields {
 public:
  using check = bool(const json::value&);

  explicit fields(const json::value& of) noexcept : of_(of) {}
  [[nodiscard]] bool have(std::string_view name, check is) const { return is(of_.member(name)); }
  /// May be missing, or null.
  [[nodiscard]] bool may_have(std::string_view name, check is) const {
    const json::value field = of_.member(name);
    return !field.present() || is(field);
  }

 private:
  json::value of_;
};

/// `idx` counts for nothing, but has to be there.
bool is_sync_server(const json::value& one) {
  const fields its(one);
  return its.have("idx", is_number<std::int32_t>) && its.have("ip", is_text) &&
         its.have("port", is_number<std::int32_t>) && its.have("uname", is_text) &&
         its.may_have("name", is_text) && its.may_have("pfp", is_text) &&
         its.may_have("uuid", is_number<uuid>);
}

}  // namespace

bool server_session::is_well_formed(command which) const {
  const fields its(request_);
  constexpr auto is_id = is_number<uuid>;
  constexpr auto is_count = is_number<std::uint32_t>;
  constexpr auto is_colour = is_number<std::int32_t>;
  switch (which) {
    case command::register_user: return its.have("passwd", is_text) && its.have("uname", is_text);
    case command::login:
      return its.have("passwd", is_text) && its.may_have("uname", is_text) && its.may_have("uuid", is_id);
    case command::get_user:
    case command::get_emoji: return its.have("uuid", is_id);
    case command::nick: return its.have("nick", is_text);
    case command::pfp: return its.have("data", is_text);
    case command::change_password: return its.have("new_password", is_text);
    case command::send:
      return its.have("content", is_text) && its.have("channel", is_id) && its.may_have("reply", is_id);
    case command::history:
      return its.have("num", is_count) && its.have("channel", is_id) && its.may_have("before_message", is_id);
    case command::edit: return its.have("message", is_id) && its.have("new_content", is_text);
    case command::delete_message:
    case command::mark_as_read: return its.have("message", is_id);
    case command::sync_set: return its.have("uname", is_text) && its.have("pfp", is_text);
    case command::sync_set_servers: return its.have("servers", are_sync_servers);
    case command::get_num_unread: return its.have("channel", is_id);
    case command::create_channel:
      return its.have("name", is_text) && its.may_have("position", is_count) &&
             its.have("permissions", is_empty_object);
    case command::update_channel:
      return its.have("uuid", is_id) && its.may_have("name", is_text) && its.may_have("position", is_count) &&
             its.may_have("permissions", is_empty_object);
    case command::delete_channel: return its.have("channel", is_id);
    case command::create_group:
      return its.have("name", is_text) && its.have("colour", is_colour) && its.have("position", is_count) &&
             its.have("permissions", is_permissions);
    case command::update_group:
      return its.have("uuid", is_id) && its.may_have("name", is_text) && its.may_have("colour", is_colour) &&
             its.may_have("position", is_count) && its.may_have("permissions", is_permissions);
    case command::delete_group: return its.have("uuid", is_id);
    case command::update_user_groups: return its.have("user", is_id) && its.have("groups", is_user_ids);
    case command::other: return false;
    default: return !row(which).is(traits::plain) || json::map<json::value>(request_).size() == 1;
  }
}

}  // namespace gamewire::inline v0::aster
