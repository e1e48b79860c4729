#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <gamewire/json/read.hpp>
#include <gamewire/text.hpp>
#include <gamewire/webapi/interfaces.hpp>

namespace gamewire::inline v0::webapi {
namespace {

constexpr std::string_view first_line = "gamewire interfaces 1\n";
constexpr std::string_view array_mark = "[0]";

// ---------------------------------------------------------------------------------- as the server lists them

struct listed_parameter {
  json::text name;
  json::text type;
  json::maybe<bool> optional;
  json::maybe<json::text> description;
};
constexpr auto json_members(std::type_identity<listed_parameter>) {
  using is = listed_parameter;
  return json::members<is>(json::member<&is::name>("name"), json::member<&is::type>("type"),
                           json::member<&is::optional>("optional"),
                           json::member<&is::description>("description"));
}

struct listed_method {
  json::text name;
  std::uint32_t version = 0;
  json::text http_method;
  json::maybe<json::text> description;
  json::list<listed_parameter> parameters;
};
constexpr auto json_members(std::type_identity<listed_method>) {
  using is = listed_method;
  return json::members<is>(json::member<&is::name>("name"), json::member<&is::version>("version"),
                           json::member<&is::http_method>("httpmethod"),
                           json::member<&is::description>("description"),
                           json::member<&is::parameters>("parameters"));
}

struct listed_interface {
  json::text name;
  json::value methods;
};
constexpr auto json_members(std::type_identity<listed_interface>) {
  using is = listed_interface;
  return json::members<is>(json::member<&is::name>("name"), json::member<&is::methods>("methods"));
}

bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// ------------------------------------------------------------------------------------------- as they are kept

bool is_name(std::string_view text) noexcept {
  return !text.empty() && std::ranges::none_of(text, [](char c) { return is_control(c) || c == ' '; });
}

std::optional<std::uint32_t> to_version(std::string_view text) noexcept {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && value != 0 ? std::optional(value) : std::nullopt;
}

/// A line, from which the tabs in front were taken.
bool is_row(std::string_view line, std::size_t depth) noexcept {
  if (std::ranges::any_of(line, [](char c) { return is_control(c) && c != '\t'; })) return false;
  if (!is_name(take_field(line, '\t'))) return false;
  if (depth == interface_row::depth) return line.empty();
  if (depth == method_row::depth) {
    if (!to_version(take_field(line, '\t'))) return false;
    const std::string_view verb = take_field(line, '\t');
    return verb == "GET" || verb == "POST";
  }
  if (!is_name(take_field(line, '\t'))) return false;
  const std::string_view need = take_field(line, '\t');
  return need == "optional" || need == "required";
}

bool is_table(std::string_view text) noexcept {
  if (!text.starts_with(first_line) || !text.ends_with('\n') || !is_utf8(text)) return false;
  text.remove_prefix(first_line.size());
  std::size_t may_be = 0;  // how deep the next line may be
  while (!text.empty()) {
    const std::string_view line = take_field(text, '\n');
    const std::size_t depth = depth_of(line);
    if (depth > may_be || !is_row(line.substr(depth), depth)) return false;
    may_be = std::min(depth + 1, parameter_row::depth);
  }
  return true;
}

// ------------------------------------------------------------------------------------------- from one to the other

/// Writes lines. A failed allocation is remembered.
class table_writer {
 public:
  explicit table_writer(byte_buffer& out) noexcept : out_(out) {}

  [[nodiscard]] bool ok() const noexcept { return ok_; }

  void put(std::string_view text) noexcept { ok_ = ok_ && out_.append(as_bytes(text)); }

  /// Those that can be called: one that is odd is left out. False where there is no list to its end, or where all are odd.
  bool write_interfaces(const json::list<json::value>& all) noexcept {
    const std::size_t before = out_.size();
    for (const json::value& each : all) {
      const auto one = json::read<listed_interface>(each);
      if (!one || !put_row(*one, interface_row::depth)) continue;
      for (const json::value& method : json::list<json::value>(one->methods)) write_method(method);
    }
    return all.complete() && (all.empty() || out_.size() != before);
  }

 private:
  void write_method(const json::value& from) noexcept {
    const std::size_t before = out_.size();
    const auto one = json::read<listed_method>(from);
    bool fine = one && put_row(*one, method_row::depth);
    if (!fine) return;
    for (const listed_parameter& each : one->parameters) fine = fine && put_row(each, parameter_row::depth);
    if (!fine || !one->parameters.complete()) ok_ = out_.resize(before) && ok_;
  }

  /// Nothing, if it makes no row.
  template <class Listed>
  bool put_row(const Listed& one, std::size_t depth) noexcept {
    const std::size_t before = out_.size();
    put(std::string_view("\t\t").substr(0, depth));
    write(one);
    if (!ok_) return false;
    const std::string_view line = as_text(out_.view().subspan(before + depth));
    const bool fine = is_row(line, depth) && is_utf8(line);
    fine ? put("\n") : void(ok_ = out_.resize(before));
    return fine;
  }

  void write(const listed_interface& one) noexcept { put(one.name); }
  void write(const listed_method& one) noexcept {
    put(one.name);
    put("\t");
    number(one.version);
    put("\t");
    put(one.http_method);
    put("\t");
    put(*one.description);
  }
  void write(const listed_parameter& one) noexcept {
    put(one.name);
    put("\t");
    put(one.type);
    put(one.optional.value_or(true) ? "\toptional\t" : "\trequired\t");
    put(*one.description);
  }

  void number(std::uint32_t value) noexcept {
    std::array<char, 10> digits;
    put({digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr});
  }
  /// With a blank for what would end a field or a line.
  void put(const json::text& what) noexcept {
    const std::size_t before = out_.size();
    ok_ = ok_ && what.append_to(out_);
    if (!ok_) return;
    for (std::byte& each : out_.data().subspan(before))
      if (is_control(static_cast<char>(each))) each = std::byte{' '};
  }

  byte_buffer& out_;
  bool ok_ = true;
};

}  // namespace

value_type type_named(std::string_view name) noexcept {
  struct named {
    std::string_view name;
    value_type type;
  };
  static constexpr std::array all{
      named{"uint32", value_type::uint32},     named{"uint64", value_type::uint64},
      named{"bool", value_type::boolean},      named{"int32", value_type::int32},
      named{"int64", value_type::int64},       named{"{enum}", value_type::int32},
      named{"{message}", value_type::message}, named{"rawbinary", value_type::raw},
      named{"float", value_type::floating},    named{"double", value_type::floating},
  };
  const auto found = std::ranges::find(all, name, &named::name);
  return found == all.end() ? value_type::text : found->type;
}

parameter_row::parameter_row(std::string_view line, std::string_view) noexcept
    : name(take_field(line, '\t')),
      type(take_field(line, '\t')),
      optional(take_field(line, '\t') == "optional"),
      array(name.ends_with(array_mark)) {
  description = line;
  if (array) name.remove_suffix(array_mark.size());
}

method_row::method_row(std::string_view line, std::string_view below) noexcept
    : name(take_field(line, '\t')),
      version(to_version(take_field(line, '\t')).value_or(0)),
      is_post(take_field(line, '\t') == "POST"),
      below_(below) {
  description = line;
}

interfaces::made interfaces::read(const json::value& answer) noexcept {
  const auto list = json::read<json::list<json::value>>(answer.member("apilist").member("interfaces"));
  if (!list || !list->present()) return std::unexpected(make_error_code(errc::not_a_list));
  interfaces table;
  table_writer out(table.text_);
  out.put(first_line);
  const bool whole = out.write_interfaces(*list);
  if (!out.ok()) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  if (!whole) return std::unexpected(make_error_code(errc::not_a_list));
  return table;
}

interfaces::made interfaces::load(std::string_view text) noexcept {
  if (!is_table(text)) return std::unexpected(make_error_code(errc::bad_table));
  interfaces table;
  if (!table.text_.reserve(text.size()) || !table.text_.append(as_bytes(text)))
    return std::unexpected(make_error_code(gamewire::errc::no_memory));
  return table;
}

rows<interface_row> interfaces::all() const noexcept {
  return rows<interface_row>(text().substr(std::min(first_line.size(), text_.size())));
}

std::expected<interface_row, std::error_code> interfaces::find(
    std::string_view interface_name) const noexcept {
  for (const interface_row& one : all())
    if (one.name == interface_name) return one;
  return std::unexpected(make_error_code(errc::unknown_interface));
}

std::expected<method_row, std::error_code> interfaces::find(std::string_view interface_name,
                                                            std::string_view method,
                                                            std::uint32_t version) const noexcept {
  const auto in = find(interface_name);
  if (!in) return std::unexpected(in.error());
  method_row found;
  bool named = false;
  for (const method_row& one : in->methods()) {
    if (one.name != method) continue;
    named = true;
    if (version == 0 ? one.version > found.version : one.version == version) found = one;
  }
  if (found.version != 0) return found;
  return std::unexpected(make_error_code(named ? errc::unknown_version : errc::unknown_method));
}

}  // namespace gamewire::inline v0::webapi
