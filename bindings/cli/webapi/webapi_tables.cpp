#include "webapi/webapi_tables.hpp"

#include <algorithm>

#include <fmt/core.h>

#include <gamewire/text.hpp>

#include "output/columns.hpp"

namespace gamewire::cli {
namespace {

std::string title_of(const webapi::method_row& method) {
  return fmt::format("{}/v{}", method.name, method.version);
}

json to_json(const webapi::interface_row& of) {
  json methods = json::array();
  for (const auto& each : of.methods()) methods.push_back(title_of(each));
  return {{"kind", "interface"}, {"interface", of.name}, {"methods", std::move(methods)}};
}

void put_description(json& to, std::string_view text) {
  if (!text.empty()) to["description"] = text;
}

json to_json(const webapi::parameter_row& of) {
  json object{{"name", of.name}, {"type", of.type}, {"optional", of.optional}};
  if (of.array) object["array"] = true;
  put_description(object, of.description);
  return object;
}

json to_json(const webapi::interface_row& in, const webapi::method_row& of) {
  json object{{"kind", "method"},
              {"interface", in.name},
              {"method", of.name},
              {"version", of.version},
              {"http_method", of.verb()}};
  put_description(object, of.description);
  json parameters = json::array();
  for (const auto& each : of.parameters()) parameters.push_back(to_json(each));
  object["parameters"] = std::move(parameters);
  return object;
}

std::string line_of(const webapi::parameter_row& of, std::size_t names, std::size_t types,
                    const output& out) {
  const std::string name = printable(of.name) + (of.array ? "[]" : "");
  std::string line = fmt::format("    {}  {}  {}", padded(name, names), padded(printable(of.type), types),
                                 of.optional ? "optional" : "required");
  if (!of.description.empty()) line += "  " + out.dim(printable(of.description));
  return line + '\n';
}

std::string text_of(const webapi::method_row& of, const output& out) {
  std::string text = fmt::format("{} {}\n", out.bold(printable(title_of(of))), of.verb());
  if (!of.description.empty()) text += fmt::format("    {}\n", printable(of.description));
  std::size_t names = 0;
  std::size_t types = 0;
  for (const auto& each : of.parameters()) {
    names = std::max(names, width(printable(each.name)) + (each.array ? 2 : 0));
    types = std::max(types, width(printable(each.type)));
  }
  for (const auto& each : of.parameters()) text += line_of(each, names, types, out);
  return text;
}

}  // namespace

void print_interfaces(output& out, const webapi::interfaces& table) {
  std::string text;
  for (const auto& each : table.all()) {
    if (out.as_json())
      text += out.line(to_json(each));
    else
      text += fmt::format(
          "{}  {}\n", padded(printable(each.name), 32),
          out.dim(fmt::format("{} method{}", each.methods().size(), each.methods().size() == 1 ? "" : "s")));
  }
  out.text(text);
}

void print_methods(output& out, const webapi::interface_row& of) {
  std::string text;
  for (const auto& each : of.methods())
    text += out.as_json() ? out.line(to_json(of, each)) : text_of(each, out);
  out.text(text);
}

}  // namespace gamewire::cli
