#include "aster_machine.hpp"
#include "aster_values.hpp"

namespace gamewire::python {

namespace {

constexpr record event(const char* name, std::initializer_list<const char*> fields) {
  return {"gamewire.aster.events", name, fields};
}

py::object failure(request_id id, std::error_code error, std::string_view packet) {
  static constinit record type("gamewire.events", "Failed", {"id", "error"});
  return type.make(std::to_underlying(id), aster_error(error, packet));
}

py::object name_of(const aster::answer& answer) {
  if (answer.which != aster::command::other) return to_python(row(answer.which).name);
  return to_python(json::read<json::text>(answer.packet.member("command")).value_or(json::text()));
}

}  // namespace

py::object teller<aster_machine>::operator()(const aster::ready& what) const {
  static constinit record type = event("Ready", {"self_uuid", "version", "line"});
  return type.make(what.self, to_python(what.version), line());
}

py::object teller<aster_machine>::operator()(const aster::answer& what) const {
  static constinit record type = event("Answer", {"id", "command", "result", "round_trip", "line"});
  const auto result = result_object(what);
  if (!result) return failure(what.id, aster::errc::malformed, {});
  return type.make(std::to_underlying(what.id), name_of(what), *result, what.round_trip, to_bytes(what.line));
}

py::object teller<aster_machine>::operator()(const failed& what) const {
  return failure(what.id, what.error, what.detail);
}

py::object teller<aster_machine>::operator()(const aster::posted& what) const {
  static constinit record type = event("Posted", {"message", "line"});
  return type.make(to_python(what.what), line());
}

py::object teller<aster_machine>::operator()(const aster::edited& what) const {
  static constinit record type = event("Edited", {"message", "content", "line"});
  return type.make(what.message, to_python(what.content), line());
}

py::object teller<aster_machine>::operator()(const aster::deleted& what) const {
  static constinit record type = event("Deleted", {"message", "line"});
  return type.make(what.message, line());
}

py::object teller<aster_machine>::operator()(const aster::users_changed& what) const {
  static constinit record type = event("UsersChanged", {"users", "line"});
  return type.make(to_python(what.users), line());
}

py::object teller<aster_machine>::operator()(const aster::online_changed& what) const {
  static constinit record type = event("OnlineChanged", {"users", "line"});
  return type.make(to_python(what.users), line());
}

py::object teller<aster_machine>::operator()(const aster::channels_changed& what) const {
  static constinit record type = event("ChannelsChanged", {"channels", "line"});
  return type.make(to_python(what.channels), line());
}

py::object teller<aster_machine>::operator()(const aster::groups_changed& what) const {
  static constinit record type = event("GroupsChanged", {"groups", "line"});
  return type.make(to_python(what.groups), line());
}

py::object teller<aster_machine>::operator()(const aster::unsolicited& what) const {
  static constinit record type = event("Unsolicited", {"error", "line"});
  return type.make(what.error ? aster_error(what.error, {}) : py::none(), to_bytes(what.line));
}

py::object teller<aster_machine>::operator()(const aster::disconnected& what) const {
  static constinit record type = event("Disconnected", {"error", "retry_in"});
  return type.make(aster_error(what.error, what.detail), what.retry_in);
}

py::object teller<aster_machine>::operator()(const closed& what) const {
  static constinit record type("gamewire.events", "Closed", {"error"});
  return type.make(what.error ? aster_error(what.error, what.detail) : py::none());
}

}  // namespace gamewire::python
