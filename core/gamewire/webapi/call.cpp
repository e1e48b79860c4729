#include <algorithm>
#include <charconv>
#include <limits>

#include <gamewire/json/document.hpp>
#include <gamewire/json/read.hpp>
#include <gamewire/text.hpp>
#include <gamewire/webapi/call.hpp>
#include <gamewire/webapi/parameter_name.hpp>

namespace gamewire::inline v0::webapi {
namespace {

constexpr unsigned max_input_depth = 32;

/// All of it one number of this type?
template <class T>
bool reads_as(std::string_view text) noexcept {
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

bool is_flag(std::string_view text) noexcept {
  return text == "1" || text == "0" || text == "true" || text == "false";
}

// ---------------------------------------------------------------------------------------- one by one, by name

/// How many arguments are for this parameter.
std::ptrdiff_t given(const call& what, const parameter_row& one) noexcept {
  return std::ranges::count_if(what.arguments, [&](const argument& each) { return is_for(each.name, one); });
}

/// Elements either all have no index, or they have those from 0 on, each once: servers stop at a gap, and nobody knows
/// which of two counts.
bool are_elements(const call& what, const parameter_row& one, std::size_t count) noexcept {
  std::size_t with_index = 0;
  for (const argument& each : what.arguments) {
    if (each.name == one.name || !is_for(each.name, one)) continue;
    const auto index = index_of(each.name);
    const auto has_it = [&](const argument& other) {
      return is_for(other.name, one) && index_of(other.name) == index;
    };
    if (*index >= count || std::ranges::count_if(what.arguments, has_it) != 1) return false;
    ++with_index;
  }
  return with_index == 0 || with_index == count;
}

std::optional<mistake> check_declared(const call& what, const parameter_row& one, bool has_key) noexcept {
  if (one.name == key_name) {
    if (one.optional || has_key) return std::nullopt;
    return mistake{make_error_code(errc::no_key), one.name, one.type};
  }
  const auto count = given(what, one);
  if (count == 0 && !one.optional)
    return mistake{make_error_code(errc::missing_parameter), one.name, one.type};
  if (count > 1 && !one.array) return mistake{make_error_code(errc::repeated_parameter), one.name, one.type};
  if (one.array && !are_elements(what, one, static_cast<std::size_t>(count)))
    return mistake{make_error_code(errc::wrong_index), one.name};
  return std::nullopt;
}

std::optional<mistake> check_given(const method_row& method, const argument& one) noexcept {
  const auto declared = declaration_of(method, one.name);
  if (!declared) return mistake{make_error_code(errc::unknown_parameter), one.name};
  if (one.value.is(declared->kind())) return std::nullopt;
  return mistake{make_error_code(errc::wrong_type), one.name, declared->type};
}

// ------------------------------------------------------------------------------------------ all at once, as JSON

/// Could a JSON value be sent for a parameter of this type?
bool is_of(const json::value& what, value_type type) noexcept {
  const auto number = [&]<class T>(T) { return json::read<T>(what).has_value(); };
  switch (type) {
    case value_type::boolean: return what.kind() == json::kind::boolean;
    case value_type::int32: return number(std::int32_t{});
    case value_type::uint32: return number(std::uint32_t{});
    case value_type::int64: return number(std::int64_t{});
    case value_type::uint64: return number(std::uint64_t{});
    case value_type::floating: return number(double{});
    case value_type::message: return what.kind() == json::kind::object;
    default: return what.kind() == json::kind::text;
  }
}

bool is_of(const json::value& what, const parameter_row& declared) noexcept {
  const value_type type = declared.kind();
  if (what.kind() != json::kind::array) return is_of(what, type);
  const json::list<json::value> all(what);
  return std::ranges::all_of(all, [type](const json::value& one) { return is_of(one, type); });
}

std::optional<mistake> check_members(const method_row& method, const json::value& input,
                                     bool has_key) noexcept {
  for (const auto& [name, value] : json::map<json::value>(input)) {
    const auto declared = declaration_of(method, name.raw());
    if (!declared) return mistake{make_error_code(errc::unknown_parameter), name.raw()};
    if (!is_of(value, *declared))
      return mistake{make_error_code(errc::wrong_type), declared->name, declared->type};
  }
  for (const parameter_row& one : method.parameters()) {
    if (one.optional || (one.name == key_name && has_key)) continue;
    const errc missing = one.name == key_name ? errc::no_key : errc::missing_parameter;
    if (one.name == key_name || input.member(one.name).absent())
      return mistake{make_error_code(missing), one.name, one.type};
  }
  return std::nullopt;
}

std::optional<mistake> check_input(const call& what, const method_row& method, bool has_key) noexcept {
  const mistake bad{make_error_code(errc::bad_input_json), input_json_name};
  if (!interface_row(what.interface_name, {}).is_service() || !what.arguments.empty()) return bad;
  json::document document;
  const auto input = document.read(as_bytes(what.input_json));
  if (!input && input.error() == gamewire::errc::no_memory) return mistake{input.error()};
  if (!input || input->kind() != json::kind::object || !input->check(max_input_depth)) return bad;
  return check_members(method, *input, has_key);
}

}  // namespace

std::string_view value::shown(std::span<char, 24> room) const noexcept {
  if (!is_number_) return text_;
  char* const end = room.data() + room.size();
  const auto written = negative_ ? std::to_chars(room.data(), end, static_cast<std::int64_t>(number_))
                                 : std::to_chars(room.data(), end, number_);
  return {room.data(), written.ptr};
}

bool value::is(value_type type) const noexcept {
  std::array<char, 24> room;
  const std::string_view text = shown(room);
  if (bool_) return type == value_type::boolean;
  switch (type) {
    case value_type::boolean: return is_flag(text);
    case value_type::int32: return reads_as<std::int32_t>(text);
    case value_type::uint32: return reads_as<std::uint32_t>(text);
    case value_type::int64: return reads_as<std::int64_t>(text);
    case value_type::uint64: return reads_as<std::uint64_t>(text);
    case value_type::floating: return json::is_number(text);
    case value_type::message: return false;
    case value_type::raw: return true;
    default: return is_utf8(text);
  }
}

std::string_view value::sent(value_type type, std::span<char, 24> room) const noexcept {
  const std::string_view text = shown(room);
  if (type == value_type::boolean && text == "true") return "1";
  if (type == value_type::boolean && text == "false") return "0";
  return text;
}

std::string_view name_of(format which) noexcept {
  constexpr std::array<std::string_view, 3> names{"json", "vdf", "xml"};
  return names[static_cast<std::size_t>(which) % names.size()];
}

std::optional<mistake> check(const interfaces& table, const call& what, const circumstances& in) noexcept {
  const auto method = table.find(what.interface_name, what.method, what.version);
  if (!method) return mistake{method.error()};
  if (!what.input_json.empty()) return check_input(what, *method, in.has_key);
  for (const argument& one : what.arguments)
    if (auto wrong = check_given(*method, one)) return wrong;
  for (const parameter_row& one : method->parameters())
    if (auto wrong = check_declared(what, one, in.has_key)) return wrong;
  return std::nullopt;
}

}  // namespace gamewire::inline v0::webapi
