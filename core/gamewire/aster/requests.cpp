#include <gamewire/aster/requests.hpp>

namespace gamewire::inline v0::aster {

void field_writer::secret(std::string_view name, std::string_view value) noexcept {
  out_.member(name);
  secret_begin_ = out_.size() + 1;
  out_.text(value);
  secret_end_ = out_.size() - 1;
}

void field_writer::quoted_secret(std::string_view name, std::string_view quoted) noexcept {
  out_.member(name);
  secret_begin_ = out_.size() + 1;
  out_.raw(quoted);
  secret_end_ = out_.size() - 1;
}

void register_user::write(field_writer& to) const noexcept {
  to.text("uname", name);
  to.secret("passwd", password);
}

void log_in::write(field_writer& to) const noexcept {
  if (uuid)
    to.number("uuid", *uuid);
  else
    to.text("uname", name);
  to.secret("passwd", password);
}

void sync_set::write(field_writer& to) const noexcept {
  to.text("uname", name);
  to.picture("pfp", pfp);
}

void sync_set_servers::write(field_writer& to) const noexcept {
  json::writer& out = to.member("servers");
  out.begin_array();
  std::uint32_t idx = 0;
  for (const sync_entry& one : servers) {
    out.begin_object();
    field_writer fields(out);
    fields.maybe("uuid", one.uuid);
    fields.text("uname", one.user);
    fields.text("ip", one.ip);
    fields.number("port", one.port);
    if (one.pfp) fields.picture("pfp", *one.pfp);
    fields.maybe("name", one.name);
    fields.number("idx", idx++);
    out.end_object();
  }
  out.end_array();
}

void send::write(field_writer& to) const noexcept {
  to.text("content", content);
  to.number("channel", channel);
  to.maybe("reply", reply);
}

void history::write(field_writer& to) const noexcept {
  to.number("num", count);
  to.number("channel", channel);
  to.maybe("before_message", before);
}

void edit::write(field_writer& to) const noexcept {
  to.number("message", message);
  to.text("new_content", content);
}

void create_channel::write(field_writer& to) const noexcept {
  to.text("name", name);
  to.maybe("position", position);
  json::writer& out = to.member("permissions");  // which must be there, and can say nothing yet
  out.begin_object();
  out.end_object();
}

void update_channel::write(field_writer& to) const noexcept {
  to.number("uuid", channel);
  to.maybe("name", name);
  to.maybe("position", position);
}

namespace {

void write_permissions(field_writer& to, const permissions& what) noexcept {
  json::writer& out = to.member("permissions");
  out.begin_array();
  for (const std::uint8_t byte : what.wire()) out.number(byte);
  out.end_array();
}

}  // namespace

void create_group::write(field_writer& to) const noexcept {
  write_permissions(to, permissions);
  to.text("name", name);
  to.number("colour", colour);
  to.number("position", position);
}

void update_group::write(field_writer& to) const noexcept {
  to.number("uuid", group);
  if (permissions) write_permissions(to, *permissions);
  to.maybe("name", name);
  to.maybe("colour", colour);
  to.maybe("position", position);
}

void update_user_groups::write(field_writer& to) const noexcept {
  to.number("user", user);
  json::writer& out = to.member("groups");
  out.begin_array();
  for (const uuid group : groups) out.number(group);
  out.end_array();
}

}  // namespace gamewire::inline v0::aster
