/// The client of ArchiSteamFarm, its log, and what goes with them.
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include <gamewire/asf/config_edit.hpp>
#include <gamewire/asf/find_route.hpp>
#include <gamewire/asf/requests.hpp>
#include <gamewire/system.hpp>

#include "asf_machines.hpp"
#include "choice.hpp"

namespace gamewire::python {

namespace {

using pairs = std::vector<std::pair<std::string, std::string>>;

std::vector<http1::header> headers_of(const pairs& given) {
  std::vector<http1::header> made;
  for (const auto& [name, value] : given) made.push_back({name, value, true});
  return made;
}

constexpr choice<asf::dialect, 3> dialects{{{"current", asf::dialect::current},
                                            {"path_command", asf::dialect::path_command},
                                            {"ipc", asf::dialect::ipc}}};

constexpr choice<asf::standing, 4> standings{{{"welcome", asf::standing::welcome},
                                              {"refused", asf::standing::refused},
                                              {"closed", asf::standing::closed},
                                              {"banned", asf::standing::banned}}};

std::string_view text_or_nothing(const std::optional<std::string>& text) {
  return text ? std::string_view(*text) : std::string_view();
}

std::unique_ptr<held<asf_client>> make_client(const std::string& host, std::uint16_t port,
                                              const std::optional<std::string>& password,
                                              const std::string& base_path, bool secure, const py::object& ca,
                                              bool verify, double deadline, std::string_view dialect,
                                              const pairs& headers) {
  const auto fields = headers_of(headers);
  const asf::client_options client{.host = host,
                                   .port = port,
                                   .secure = secure,
                                   .base_path = base_path,
                                   .password = text_or_nothing(password),
                                   .speaks = chosen(dialects, dialect, "a dialect"),
                                   .headers = fields,
                                   .deadline = to_nanoseconds(deadline)};
  check(client.validate());
  return std::make_unique<held<asf_client>>(
      asf_client::options{client, tls_below(secure, host, ca, verify, "http/1.1")});
}

/// A route that wants an object gets one, where nothing is to be in it.
accepted ask(asf::client& client, std::string_view method, std::string_view path, std::string_view json,
             nanoseconds deadline) {
  asf::call what{.method = method, .target = path, .json = json};
  if (json.empty() && asf::row(what.meant()).body == asf::body_shape::object) what.json = "{}";
  return client.ask(what, deadline);
}

void bind_client(py::module_& module) {
  using self = held<asf_client>;
  auto made = bind_machine<asf_client>(
      module, "ASFClient",
      "The client of ArchiSteamFarm's IPC, with no socket: asks over TCP, or TLS on top of it.");
  made.def(py::init(&make_client), py::kw_only(), "host"_a = "127.0.0.1", "port"_a = 1242,
           "password"_a = py::none(), "base_path"_a = "", "secure"_a = false, "ca"_a = py::none(),
           "verify"_a = true, "deadline"_a = 100.0, "dialect"_a = "current", "headers"_a = pairs());
  made.def(
      "request",
      [](self& m, std::string_view method, std::string_view path, std::string_view json,
         std::optional<double> deadline) {
        return id_of(
            m.call([&](asf_client& c) { return ask(*c, method, path, json, to_patience(deadline)); }));
      },
      "method"_a, "path"_a, "json"_a = "", "deadline"_a = py::none(),
      "Asks; the event is `Answer` or `Failed`. The path stands behind the base path, encoded; the body is "
      "JSON, "
      "or empty.");
  made.def(
      "command",
      [](self& m, std::string_view text, std::optional<double> deadline) {
        return id_of(
            m.call([&](asf_client& c) { return (*c).ask(asf::command{text}, to_patience(deadline)); }));
      },
      "text"_a, "deadline"_a = py::none(),
      "Sends a command as in Steam's chat, in the dialect that was chosen.");
  made.def(
      "cancel",
      [](self& m, std::uint32_t id) {
        check(m.call([&](asf_client& c) { return (*c).cancel(request_id{id}); }));
      },
      "id"_a, "Ends an open request: its event is `Failed`.");
  made.def(
      "set_password",
      [](self& m, const std::optional<std::string>& password) {
        check(m.call([&](asf_client& c) { return (*c).set_password(text_or_nothing(password)); }));
      },
      "password"_a, "Another one, or none, for what is sent from now on; a refusal is forgotten.");
  made.def_property_readonly(
      "standing", [](const self& m) { return name_in(standings, (*m.machine()).standing()); },
      "May one ask? \"welcome\"; \"refused\" or \"closed\": not before `set_password`; \"banned\": not "
      "before "
      "`banned_until`.");
  made.def_property_readonly(
      "banned_until",
      [](const self& m) {
        const asf::client& client = *m.machine();
        return client.standing() == asf::standing::banned ? std::optional(to_seconds(client.banned_until()))
                                                          : std::nullopt;
      },
      "When it may be tried again, if banned as far as the machine knows: to be held against the clock.");
}

std::unique_ptr<held<asf_log>> make_log(const std::string& host, std::uint16_t port,
                                        const std::optional<std::string>& password,
                                        const std::string& base_path, bool secure, const py::object& ca,
                                        bool verify, const pairs& headers, double ping_interval) {
  const auto request = unwrap(
      asf::make(asf::open_log_stream{}, {.base_path = base_path, .password = text_or_nothing(password)}));
  auto fields = headers_of(headers);
  fields.insert(fields.end(), request.headers().begin(), request.headers().end());
  websocket::client_options socket{.host = host,
                                   .port = port,
                                   .secure = secure,
                                   .path = request.target(),
                                   .headers = fields,
                                   .ping_interval = to_nanoseconds(ping_interval)};
  check(system::fill_random(std::as_writable_bytes(std::span(socket.secret))));
  check(socket.validate());
  return std::make_unique<held<asf_log>>(
      asf_log::options{{.lower = socket, .upper = {.seed = system::random_seed()}},
                       tls_below(secure, host, ca, verify, "http/1.1")});
}

void bind_log(py::module_& module) {
  auto made = bind_machine<asf_log>(
      module, "ASFLog",
      "ArchiSteamFarm's log as it is written, with no socket: over a WebSocket, which is "
      "opened again when it is lost.");
  made.def(py::init(&make_log), py::kw_only(), "host"_a = "127.0.0.1", "port"_a = 1242,
           "password"_a = py::none(), "base_path"_a = "", "secure"_a = false, "ca"_a = py::none(),
           "verify"_a = true, "headers"_a = pairs(), "ping_interval"_a = 30.0);
  made.def(
      "remember",
      [](held<asf_log>& m, std::string_view entry) {
        m.call([&](asf_log& log) { (*log)->remember(entry); });
      },
      "entry"_a, "This entry has been told by somebody else, such as the log file: it is not told again.");
}

std::uint64_t id_in(std::string_view digits) {
  std::uint64_t id = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size())
    raise_usage("an id is a number of 64 bits");
  return id;
}

asf::change change_of(std::string_view name, std::string_view kind, std::string_view value) {
  if (kind == "json") return asf::change::json(name, value);
  if (kind == "id") return asf::change::id(name, id_in(value));
  if (kind == "clear") return asf::change::clear(name);
  if (kind == "drop") return asf::change::drop(name);
  raise_usage("a change is json, id, clear or drop");
}

using triples = std::vector<std::array<std::string, 3>>;

py::object edit_config(std::string_view config, const triples& changes) {
  std::vector<asf::change> all;
  for (const auto& [name, kind, value] : changes) all.push_back(change_of(name, kind, value));
  json::document document;
  const auto root = unwrap(document.read(as_bytes(config)));
  return to_bytes(unwrap(asf::edit_config(root, all)).text());
}

}  // namespace

void bind_asf(py::module_& module) {
  bind_client(module);
  bind_log(module);
  module.def(
      "edit_config", &edit_config, "config"_a, "changes"_a,
      "A configuration with the changes made, each (name, \"json\", \"id\", \"clear\" or \"drop\", value).");
  module.def(
      "read_log_line",
      [](std::string_view raw) { return log_line_object(asf::read_log_entry(raw), false, false); }, "raw"_a,
      "An entry of the log, taken apart.");
  module.def(
      "eresult_name", [](std::uint32_t number) { return asf::name_in(asf::eresult_names, number); },
      "number"_a, "Steam's name for how something went; \"\" for what it has none for.");
  module.def(
      "purchase_result_name",
      [](std::uint32_t number) { return asf::name_in(asf::purchase_result_names, number); }, "number"_a,
      "The same for `purchase_result_details`.");
  module.def(
      "asf_is_slow",
      [](std::string_view method, std::string_view path) {
        return asf::row(asf::find_route(method, path)).is(asf::route_flags::slow);
      },
      "method"_a, "path"_a, "Is that a route that may take minutes?");
}

}  // namespace gamewire::python
