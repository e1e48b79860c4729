#include "webapi/webapi_input.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/core.h>

#include <gamewire/json/number.hpp>
#include <gamewire/text.hpp>

#include "output/foreign_json.hpp"

namespace gamewire::cli {
namespace {

using webapi::value_type;

/// A parameter that was given, and its values as JSON.
struct given {
  webapi::parameter_row declared;
  std::vector<std::string> values;
};

/// A text, where there is none of this name.
webapi::parameter_row find(const webapi::method_row& method, std::string_view name) {
  for (const webapi::parameter_row& one : method.parameters())
    if (one.name == name) return one;
  webapi::parameter_row unknown;
  unknown.name = name;
  return unknown;
}

bool is_literal(value_type type, std::string_view text) {
  switch (type) {
    case value_type::boolean: return text == "true" || text == "false";
    case value_type::message: return read_foreign(text).is_object();
    case value_type::text:
    case value_type::raw: return false;
    default: return gamewire::json::is_number(text);
  }
}

std::string value_of(value_type type, const webapi::value& value) {
  std::array<char, 24> room;
  std::string text(value.sent(value_type::text, room));
  if (type == value_type::boolean && (text == "1" || text == "0")) return text == "1" ? "true" : "false";
  return is_literal(type, text) ? text : json(text).dump();
}

void add(std::vector<given>& all, const webapi::parameter_row& declared, std::string value) {
  const auto same = std::ranges::find(all, declared.name, [](const given& one) { return one.declared.name; });
  if (same == all.end()) return all.push_back({declared, {std::move(value)}});
  if (!declared.array) throw command_error(usage_fault(fmt::format("{} is given twice", declared.name)));
  same->values.push_back(std::move(value));
}

std::string joined(const given& one) {
  std::string list;
  for (const std::string& value : one.values) (list += list.empty() ? "" : ",") += value;
  return fmt::format(fmt::runtime(one.declared.array ? "{}:[{}]" : "{}:{}"), json(one.declared.name).dump(),
                     list);
}

}  // namespace

std::optional<std::string> input_of(const webapi::interfaces& table, const webapi::call& what) {
  const auto method = table.find(what.interface_name, what.method, what.version);
  if (!method || !webapi::interface_row(what.interface_name, {}).is_service()) return std::nullopt;
  std::vector<given> all;
  for (const webapi::argument& one : what.arguments) {
    std::array<char, 24> room;
    if (one.name.ends_with(']') || !is_utf8(one.name) || !is_utf8(one.value.sent(value_type::text, room)))
      return std::nullopt;
    const auto declared = find(*method, one.name);
    add(all, declared, value_of(declared.kind(), one.value));
  }
  const auto is_message = [](const given& one) { return one.declared.kind() == value_type::message; };
  if (std::ranges::none_of(all, is_message)) return std::nullopt;
  std::string object;
  for (const given& one : all) (object += object.empty() ? "{" : ",") += joined(one);
  return object + '}';
}

}  // namespace gamewire::cli
