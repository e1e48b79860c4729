#include <array>

#include "asf_machines.hpp"

namespace gamewire::python {

namespace {

constexpr const char* module = "gamewire.asf";
constexpr std::array<std::string_view, 7> levels{"UNKNOWN", "TRACE", "DEBUG", "INFO",
                                                 "WARN",    "ERROR", "FATAL"};

/// What the server says of it, if it is more than that it failed.
std::string message_of(const asf::reply& of) {
  return of.message.empty() ? of.problem_title.str() : of.message.str();
}

py::object error_of(const asf::reply& of, const std::string& message) {
  if (!of.error) return py::none();
  if (!of.location.empty()) return error_object(of.error, of.location);
  return error_object(of.error, message == "Failed!" ? "" : message);
}

}  // namespace

py::object teller<asf_client>::operator()(const asf::answer& told) const {
  static constinit record type(module, "Answer",
                               {"id", "status", "content_type", "body", "success", "message", "error",
                                "connection_lost", "round_trip"});
  const asf::reply& of = told.reply;
  const std::string message = message_of(of);
  return type.make(std::to_underlying(told.id), of.status, told.content_type, of.body, of.success,
                   std::string_view(message), error_of(of, message), of.connection_lost, told.round_trip);
}

py::object log_line_object(const asf::log_entry& entry, bool history, bool after_gap) {
  static constinit record type(
      module, "LogLine", {"level", "logger", "time", "message", "raw", "history", "after_gap", "process"});
  return type.make(levels[std::to_underlying(entry.level)], entry.logger, entry.time,
                   entry.parsed() ? entry.message : entry.raw, entry.raw, history, after_gap, entry.process);
}

py::object teller<asf_log>::operator()(const asf::log_line& line) const {
  return log_line_object(line.entry, line.history, line.after_gap);
}

py::object teller<asf_log>::operator()(const asf::disconnected& lost) const {
  static constinit record type(module, "Disconnected", {"error", "retry_in"});
  return type.make(lost.error ? error_object(lost.error) : py::none(), lost.retry_in);
}

}  // namespace gamewire::python
