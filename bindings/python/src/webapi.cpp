/// The client of Steam's Web API, and the table of what it can be asked.
#include <string>
#include <utility>
#include <vector>

#include "choice.hpp"
#include "webapi_events.hpp"

namespace gamewire::python {

namespace {

using pairs = std::vector<std::pair<std::string, std::string>>;

constexpr choice<webapi::key_carrier, 2> carriers{
    {{"header", webapi::key_carrier::header}, {"parameter", webapi::key_carrier::parameter}}};

webapi::format format_named(std::string_view name) {
  for (const auto one : {webapi::format::json, webapi::format::vdf, webapi::format::xml})
    if (webapi::name_of(one) == name) return one;
  raise_usage("a format is json, vdf or xml");
}

std::vector<webapi::argument> arguments_of(const pairs& given) {
  std::vector<webapi::argument> made;
  for (const auto& [name, value] : given) made.push_back({name, std::string_view(value)});
  return made;
}

/// Which parameter of the call is wrong, and what it should be.
[[noreturn]] void raise_mistake(std::error_code why, const webapi::interfaces& table,
                                const webapi::call& what) {
  const auto wrong = webapi::check(table, what, {.has_key = true});
  if (!wrong) raise(why, what.method);
  std::string detail(what.method);
  if (!wrong->parameter.empty()) detail.append(", ").append(wrong->parameter);
  if (!wrong->type.empty()) detail.append(", which is ").append(wrong->type);
  raise(wrong->error, detail);
}

using self = held<webapi_client>;

std::uint32_t call(self& m, std::string_view interface, std::string_view method, const pairs& given,
                   std::uint32_t version, std::string_view input_json, std::string_view format,
                   std::optional<double> deadline) {
  const auto arguments = arguments_of(given);
  const webapi::call what{.interface_name = interface,
                          .method = method,
                          .version = version,
                          .arguments = arguments,
                          .input_json = input_json,
                          .answer_as = format_named(format)};
  const accepted id = m.call([&](webapi_client& c) { return (*c).call(what, to_patience(deadline)); });
  if (!id) raise_mistake(id.error(), (*m.machine()).table(), what);
  return id_of(id);
}

std::uint32_t call_unlisted(self& m, std::string_view http_method, std::string_view interface,
                            std::string_view method, std::uint32_t version, const pairs& given,
                            std::string_view format, std::optional<double> deadline) {
  if (http_method != "GET" && http_method != "POST") raise_usage("methods are called by GET or by POST");
  const auto arguments = arguments_of(given);
  const webapi::unlisted_call what{.what = {.interface_name = interface,
                                            .method = method,
                                            .version = version,
                                            .arguments = arguments,
                                            .answer_as = format_named(format)},
                                   .is_post = http_method == "POST"};
  return id_of(m.call([&](webapi_client& c) { return (*c).call(what, to_patience(deadline)); }));
}

/// What GetSupportedAPIList answers, or what `table` gave.
webapi::interfaces table_of(std::string_view text) {
  if (!text.starts_with('{')) return unwrap(webapi::interfaces::load(text));
  json::document document;
  return unwrap(webapi::interfaces::read(unwrap(document.read(as_bytes(text)))));
}

std::unique_ptr<self> make_client(const std::string& host, std::uint16_t port, const std::string& base_path,
                                  const std::optional<std::string>& key, std::string_view key_in, bool secure,
                                  const py::object& ca, bool verify, double deadline, std::uint8_t retries,
                                  double first_pause) {
  const webapi::client_options client{.host = host,
                                      .port = port,
                                      .secure = secure,
                                      .base_path = base_path,
                                      .key = key ? std::string_view(*key) : std::string_view(),
                                      .key_goes_in = chosen(carriers, key_in, "what a key goes in"),
                                      .deadline = to_nanoseconds(deadline),
                                      .retries = retries,
                                      .first_pause = to_nanoseconds(first_pause)};
  check(client.validate());
  return std::make_unique<self>(
      webapi_client::options{client, tls_below(secure, host, ca, verify, "http/1.1")});
}

void bind_calls(py::class_<self>& to) {
  to.def(
      "discover",
      [](self& m, std::optional<double> deadline) {
        return id_of(m.call([&](webapi_client& c) { return (*c).discover(to_patience(deadline)); }));
      },
      "deadline"_a = py::none(),
      "Asks for the table of interfaces, which is used then: `Discovered` or `Failed`.");
  to.def("call", &call, "interface"_a, "method"_a, "arguments"_a = pairs(), "version"_a = 0,
         "input_json"_a = "", "format"_a = "json", "deadline"_a = py::none(),
         "Calls a method of the table: `Answer` or `Failed`. Arguments are (name, value), elements of an "
         "array one by "
         "one; version 0 is the newest. What is not as the table has it is not sent: UsageError.");
  to.def("call_unlisted", &call_unlisted, "http_method"_a, "interface"_a, "method"_a, "version"_a,
         "arguments"_a = pairs(), "format"_a = "json", "deadline"_a = py::none(),
         "The same without a look at the table.");
  to.def(
      "load",
      [](self& m, std::string_view text) { m.call([&](webapi_client& c) { (*c).use(table_of(text)); }); },
      "text"_a, "Uses this table: what `table` gave, or the JSON that GetSupportedAPIList answers.");
  to.def(
      "cancel",
      [](self& m, std::uint32_t id) {
        check(m.call([&](webapi_client& c) { return (*c).cancel(request_id{id}); }));
      },
      "id"_a, "Ends an open call: its event is `Failed`.");
}

}  // namespace

void bind_webapi(py::module_& module) {
  auto made = bind_machine<webapi_client>(
      module, "WebAPIClient", "The client of Steam's Web API, with no socket: calls over TLS, or plain TCP.");
  made.def(py::init(&make_client), py::kw_only(), "host"_a = "api.steampowered.com", "port"_a = 443,
           "base_path"_a = "", "key"_a = py::none(), "key_in"_a = "header", "secure"_a = true,
           "ca"_a = py::none(), "verify"_a = true, "deadline"_a = 30.0, "retries"_a = 2,
           "first_pause"_a = 1.0);
  bind_calls(made);
  made.def_property_readonly(
      "table", [](const self& m) { return to_python((*m.machine()).table().text()); },
      "The table that is used, as text to be kept.");
  made.def_property_readonly(
      "paused_until",
      [](const self& m) {
        const auto at = (*m.machine()).paused_until();
        return at ? std::optional(to_seconds(*at)) : std::nullopt;
      },
      "Until when nothing is sent, because the server was asked too often.");
  module.def(
      "webapi_methods", [](std::string_view table) { return methods_of(table_of(table)); }, "table"_a,
      "The methods of a table.");
}

}  // namespace gamewire::python
