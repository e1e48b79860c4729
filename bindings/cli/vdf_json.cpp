#include "vdf_json.hpp"

#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>
#include <unordered_map>

#include <fmt/core.h>

namespace gamewire::cli {
namespace {

struct json_of_value {
  json operator()(std::string_view text) const { return std::string(text); }
  json operator()(std::int32_t number) const { return number; }
  json operator()(vdf::pointer to) const { return to.address; }
  json operator()(std::uint64_t number) const { return fmt::format("{}", number); }
  json operator()(std::int64_t number) const { return fmt::format("{}", number); }
  json operator()(const vdf::wide_text& wide) const { return vdf::to_utf8(wide); }
  json operator()(vdf::colour of) const {
    return fmt::format("{} {} {} {}", of.red, of.green, of.blue, of.alpha);
  }
  /// 0.1 and not 0.10000000149011612: the shortest that gives the same float. JSON has no infinity.
  json operator()(float number) const {
    const std::string shortest = fmt::format("{}", number);
    if (!std::isfinite(number)) return shortest;
    double wide = 0;
    std::from_chars(shortest.data(), shortest.data() + shortest.size(), wide);
    return wide;
  }
};

/// An object that is filled in order, in linear time: that of the library searches all keys for each.
class object_builder {
 public:
  void add(std::string_view key, json value) {
    const auto [found, added] = places_.try_emplace(std::string(key), std::ssize(fields_));
    if (added) return void(fields_.emplace_back(found->first, std::move(value)));
    json& there = std::next(fields_.begin(), found->second)->second;
    if (!there.is_array()) there = json::array({std::move(there)});
    there.push_back(std::move(value));
  }

  json take() && { return std::move(fields_); }

 private:
  json::object_t fields_;
  std::unordered_map<std::string, std::ptrdiff_t> places_;
};

json to_object(vdf::tree::node_range entries) {
  object_builder object;
  for (const auto& each : entries) {
    const std::string key = to_utf8(each.key());
    if (!is_utf8(each.key())) object.add(key + "_key_hex", to_hex(as_bytes(each.key())));
    if (each.is_block()) {
      object.add(key, to_object(each.children()));
    } else if (const std::string_view text = each.text(); !is_utf8(text)) {
      object.add(key, to_utf8(text));
      object.add(key + "_hex", to_hex(as_bytes(text)));
    } else {
      object.add(key, std::visit(json_of_value{}, each.value()));
    }
  }
  return std::move(object).take();
}

/// What the parser of JSON reports goes straight into the tree.
class tree_builder {
 public:
  explicit tree_builder(bool typed) : typed_(typed) {}

  [[nodiscard]] vdf::tree take() { return std::move(tree_); }
  [[nodiscard]] fault why() const { return {kind_, error_}; }

  bool null() { return refuse("null has no place in VDF"); }
  bool boolean(bool value) { return integer(std::int64_t{value}); }
  bool number_integer(std::int64_t value) { return integer(value); }
  bool number_unsigned(std::uint64_t value) {
    if (value <= std::numeric_limits<std::int64_t>::max()) return integer(static_cast<std::int64_t>(value));
    return typed_ ? add(value) : add(fmt::format("{}", value));
  }
  bool number_float(double value, const std::string& as_written) {
    return typed_ ? add(static_cast<float>(value)) : add(as_written);
  }
  bool string(const std::string& value) { return add(value); }
  bool binary(const json::binary_t&) { return false; }  // JSON has none

  bool start_object(std::size_t) {
    if (levels_.size() > most_levels) return refuse("too many blocks inside each other", condition::limit);
    if (!levels_.empty()) tree_.begin_block(levels_.back().key);
    levels_.push_back({});
    return true;
  }
  bool key(const std::string& name) {
    levels_.back().key = name;
    return true;
  }
  bool end_object() {
    levels_.pop_back();
    if (!levels_.empty()) tree_.end_block();
    return true;
  }
  bool start_array(std::size_t) {
    if (levels_.empty()) return refuse("the root of VDF is an object");
    if (levels_.back().is_array) return refuse("an array in an array has no place in VDF");
    levels_.push_back({levels_.back().key, true});
    return true;
  }
  bool end_array() {
    levels_.pop_back();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const json::exception& error) {
    const std::string_view what = error.what();
    return refuse(what.substr(std::min(what.find("] ") + 2, what.size())));  // without its number
  }

 private:
  /// As the reader of VDF has it: what is written here can be read.
  static constexpr std::size_t most_levels = vdf::text_options{}.max_depth;

  struct level {
    std::string key;  // of what comes next
    bool is_array = false;
  };

  bool integer(std::int64_t value) {
    if (!typed_) return add(fmt::format("{}", value));
    const auto narrow = static_cast<std::int32_t>(value);
    return narrow == value ? add(narrow) : add(value);
  }
  template <class Value>
  bool add(const Value& value) {
    if (levels_.empty()) return refuse("the root of VDF is an object");
    tree_.pair(levels_.back().key, value);
    return true;
  }
  bool refuse(std::string_view why, condition kind = condition::protocol) {
    error_ = why;
    kind_ = kind;
    return false;
  }

  vdf::tree tree_;
  std::vector<level> levels_;
  std::string error_;
  condition kind_ = condition::protocol;
  bool typed_;
};

}  // namespace

json vdf_to_json(const vdf::tree& file) { return to_object(file.children()); }

std::expected<vdf::tree, fault> vdf_from_json(std::string_view text, bool typed) {
  tree_builder builder(typed);
  if (!json::sax_parse(text, &builder)) return std::unexpected(builder.why());
  return builder.take();
}

}  // namespace gamewire::cli
