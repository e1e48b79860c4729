#include "aster_values.hpp"

#include "errors.hpp"

namespace gamewire::python {

namespace {

constexpr record value(const char* name, std::initializer_list<const char*> fields) {
  return {"gamewire.aster.values", name, fields};
}

}  // namespace

py::object to_python(const json::text& text) {
  return text.escaped() ? to_python(std::string_view(text.str())) : to_python(text.raw());
}

py::object to_python(const aster::picture& picture) {
  const auto file = picture.file();
  return file && !file->empty() ? to_python(bytes(*file)) : py::none();
}

py::object to_python(const aster::permissions& can) {
  const auto& wire = can.wire();
  return py::make_tuple(wire[0], wire[1], wire[2]);
}

py::object to_python(const aster::user& user) {
  static constinit record type = value("UserData", {"uuid", "name", "pfp", "groups"});
  const py::object groups =
      user.groups.present() || !user.group ? to_python(user.groups) : py::make_tuple(*user.group);
  return type.make(user.uuid, to_python(user.name), to_python(user.pfp), groups);
}

py::object to_python(const aster::channel& channel) {
  static constinit record type = value("ChannelData", {"uuid", "name", "position"});
  return type.make(channel.uuid, to_python(channel.name), to_python(channel.position));
}

py::object to_python(const aster::group& group) {
  static constinit record type = value("GroupData", {"uuid", "name", "colour", "position", "permissions"});
  return type.make(group.uuid, to_python(group.name), group.colour, group.position,
                   to_python(group.permissions));
}

py::object to_python(const aster::message& message) {
  static constinit record type =
      value("MessageData", {"uuid", "content", "author", "channel", "date", "edited", "reply"});
  return type.make(message.uuid, to_python(message.content), message.author, message.channel, message.date,
                   message.edited, to_python(message.reply));
}

py::object to_python(const aster::emoji& emoji) {
  static constinit record type = value("EmojiData", {"uuid", "name", "data"});
  return type.make(emoji.uuid, to_python(emoji.name), to_python(emoji.data));
}

py::object to_python(const aster::emoji_name& emoji) {
  return py::make_tuple(to_python(emoji.name), to_python(emoji.uuid));
}

py::object to_python(const aster::sync_profile& profile) {
  static constinit record type = value("SyncProfile", {"uname", "pfp"});
  return type.make(to_python(profile.uname), to_python(profile.pfp));
}

py::object to_python(const aster::sync_server& server) {
  static constinit record type =
      value("SyncServerData", {"idx", "ip", "port", "name", "pfp", "uname", "uuid"});
  return type.make(server.idx, to_python(server.ip), server.port, to_python(server.name),
                   to_python(server.pfp), to_python(server.uname), to_python(server.uuid));
}

py::object to_python(const aster::last_read& read) {
  return py::make_tuple(to_python(read.date), to_python(read.unread));
}

py::object to_python(const aster::version& version) {
  return py::make_tuple(version.major, version.minor, version.patch);
}

py::object aster_error(std::error_code why, std::string_view packet) {
  return py::module_::import("gamewire.aster.errors")
      .attr("aster_error")(error_object(why, packet), to_bytes(packet));
}

}  // namespace gamewire::python
