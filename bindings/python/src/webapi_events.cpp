#include "webapi_events.hpp"

#include <string>

namespace gamewire::python {

namespace {

constexpr const char* module = "gamewire.webapi";

py::object error_of(const webapi::reply& of) {
  if (!of.error) return py::none();
  std::string detail;
  if (of.error == webapi::errc::unsuccessful) detail = "EResult " + std::to_string(of.eresult.value_or(0));
  if (of.error == webapi::errc::unexpected_status) detail = std::to_string(of.status);
  if (!detail.empty() && !of.message.empty()) detail += ": ";
  return error_object(of.error, detail.append(of.message.view()));
}

py::tuple parameters_of(const webapi::method_row& method) {
  static constinit record type(module, "Parameter", {"name", "type", "optional", "array", "description"});
  py::list all;
  for (const auto& one : method.parameters())
    all.append(type.make(one.name, one.type, one.optional, one.array, one.description));
  return py::tuple(all);
}

}  // namespace

py::list methods_of(const webapi::interfaces& table) {
  static constinit record type(module, "Method",
                               {"interface", "name", "version", "http_method", "description", "parameters"});
  py::list all;
  for (const auto& interface : table.all())
    for (const auto& one : interface.methods())
      all.append(type.make(interface.name, one.name, one.version, one.verb(), one.description,
                           py::object(parameters_of(one))));
  return all;
}

py::object teller<webapi_client>::operator()(const webapi::answer& told) const {
  static constinit record type(
      module, "Answer",
      {"id", "status", "eresult", "message", "error", "retry_after", "format", "body", "round_trip"});
  const webapi::reply& of = told.reply;
  return type.make(std::to_underlying(told.id), of.status, of.eresult, of.message.view(), error_of(of),
                   of.retry_after, webapi::name_of(of.answer_as), of.body, told.round_trip);
}

py::object teller<webapi_client>::operator()(const webapi::discovered& found) const {
  static constinit record type(module, "Discovered", {"id", "table", "round_trip"});
  return type.make(std::to_underlying(found.id), found.table->text(), found.round_trip);
}

}  // namespace gamewire::python
