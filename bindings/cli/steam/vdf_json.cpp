#include "steam/vdf_json.hpp"

#include <charconv>
#include <cmath>
#include <deque>
#include <limits>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "output/json_text.hpp"
#include "steam/vdf_raw_values.hpp"

namespace gamewire::cli {
namespace {

/// Writes a value as JSON has it.
class value_writer {
 public:
  explicit value_writer(std::string& to) : to_(to) {}

  void operator()(std::string_view text) const { append_json(to_, text); }
  void operator()(std::int32_t number) const { to_ += fmt::format("{}", number); }
  void operator()(vdf::pointer to) const { to_ += fmt::format("{}", to.address); }
  void operator()(std::uint64_t number) const { to_ += fmt::format("\"{}\"", number); }
  void operator()(std::int64_t number) const { to_ += fmt::format("\"{}\"", number); }
  void operator()(const vdf::wide_text& wide) const { append_json(to_, vdf::to_utf8(wide)); }
  void operator()(vdf::colour of) const {
    to_ += fmt::format("\"{} {} {} {}\"", of.red, of.green, of.blue, of.alpha);
  }
  /// 0.1 and not 0.10000000149011612: the shortest that gives the same float. JSON has no infinity.
  void operator()(float number) const {
    const std::string shortest = fmt::format("{}", number);
    if (!std::isfinite(number)) return append_json(to_, shortest);
    double wide = 0;
    std::from_chars(shortest.data(), shortest.data() + shortest.size(), wide);
    append_json(to_, wide);
  }

 private:
  std::string& to_;
};

/// The entries of a block by their keys as JSON shows them, in the order of the file, each key where it is first.
class gathered {
 public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  struct row {
    vdf::tree::node entry;
    std::size_t next = none;  // of the same key
    bool first = false;
  };

  explicit gathered(vdf::tree::node_range entries) {
    for (const auto& each : entries) {
      const auto [found, is_new] = last_.try_emplace(shown(each.key()), rows_.size());
      if (!is_new) rows_[std::exchange(found->second, rows_.size())].next = rows_.size();
      rows_.push_back({.entry = each, .first = is_new});
    }
  }

  [[nodiscard]] const std::vector<row>& rows() const noexcept { return rows_; }

  /// A name for what goes with a key, which nothing else in the block has.
  std::string_view companion(std::string_view name) {
    std::string& made = made_.emplace_back(name);
    while (!last_.try_emplace(made, none).second) made += "_hex";
    return made;
  }

 private:
  std::string_view shown(std::string_view key) {
    return is_utf8(key) ? key : std::string_view(made_.emplace_back(to_utf8(key)));
  }

  std::vector<row> rows_;
  std::unordered_map<std::string_view, std::size_t> last_;  // the last row of each key
  std::deque<std::string> made_;                            // names that are not in the tree
};

/// Blocks are as deep inside each other as the reader lets them be, so recursion will do.
class object_writer {
 public:
  explicit object_writer(std::string& to) : to_(to) {}

  void write(vdf::tree::node_range entries) {
    gathered block(entries);
    to_ += '{';
    for (const gathered::row& each : block.rows())
      if (each.first) write_field(block, each);
    to_ += '}';
  }

 private:
  using row = gathered::row;

  void write_field(gathered& block, const row& first) {
    const auto key_of = [](const row& of) { return of.entry.key(); };
    const auto text_of = [](const row& of) { return of.entry.text(); };
    const std::string key = to_utf8(first.entry.key());
    write_bytes(block, first, key + "_key_hex", key_of);
    begin(key);
    write_each(block, first, [this](const row& of) { write_value(of.entry); });
    write_bytes(block, first, key + "_hex", text_of);
  }

  void write_value(const vdf::tree::node& of) {
    of.is_block() ? write(of.children()) : std::visit(value_writer(to_), of.value());
  }

  /// The bytes of what is not UTF-8, if there is any.
  template <class Part>
  void write_bytes(gathered& block, const row& first, const std::string& name, Part part) {
    bool any = false;
    for_each(block, first, [&](const row& of) { any = any || !is_utf8(part(of)); });
    if (!any) return;
    begin(block.companion(name));
    write_each(block, first, [&](const row& of) {
      is_utf8(part(of)) ? void(to_ += "null") : append_json(to_, to_hex(as_bytes(part(of))));
    });
  }

  /// An array of those that have a key in common; of one alone, that.
  template <class Write>
  void write_each(gathered& block, const row& first, Write write) {
    const bool several = first.next != gathered::none;
    if (several) to_ += '[';
    for_each(block, first, [&](const row& of) {
      if (&of != &first) to_ += ',';
      write(of);
    });
    if (several) to_ += ']';
  }

  template <class Visit>
  static void for_each(gathered& block, const row& first, Visit visit) {
    visit(first);
    for (std::size_t at = first.next; at != gathered::none; at = block.rows()[at].next)
      visit(block.rows()[at]);
  }

  void begin(std::string_view name) {
    if (to_.back() != '{') to_ += ',';
    append_json(to_, name);
    to_ += ':';
  }

  std::string& to_;
};

/// What the parser of JSON reports goes straight into the tree.
class tree_builder {
 public:
  tree_builder(raw_values raw, bool typed, std::size_t max_entries)
      : raw_(std::move(raw)), max_entries_(max_entries), typed_(typed) {}

  [[nodiscard]] vdf::tree take() { return std::move(tree_); }
  [[nodiscard]] fault why() const { return {kind_, error_}; }

  bool null() { return passes_over_ || refuse("null has no place in VDF"); }
  bool boolean(bool value) { return integer(std::int64_t{value}); }
  bool number_integer(std::int64_t value) { return integer(value); }
  bool number_unsigned(std::uint64_t value) {
    if (value <= std::numeric_limits<std::int64_t>::max()) return integer(static_cast<std::int64_t>(value));
    return typed_ ? add(value) : add(fmt::format("{}", value));
  }
  bool number_float(double value, const std::string& as_written) {
    return typed_ ? add(static_cast<float>(value)) : add(as_written);
  }
  bool string(const std::string& value) {
    const auto raw = raw_.texts.find(texts_++);
    return passes_over_ || add(raw == raw_.texts.end() ? value : raw->second);
  }
  bool binary(const json::binary_t&) { return false; }  // JSON has none

  bool start_object(std::size_t) {
    if (levels_.size() > most_levels) return refuse("too many blocks inside each other", condition::limit);
    if (tree_.size() == max_entries_) return refuse_more();
    if (!levels_.empty()) tree_.begin_block(levels_.back().key);
    levels_.push_back({});
    return true;
  }
  bool key(const std::string& name) {
    levels_.back().key = name;
    passes_over_ = raw_.companions.contains(keys_++);
    return true;
  }
  bool end_object() {
    passes_over_ = false;
    levels_.pop_back();
    if (!levels_.empty()) tree_.end_block();
    return true;
  }
  bool start_array(std::size_t) {
    if (passes_over_) return true;
    if (levels_.empty()) return refuse("the root of VDF is an object");
    if (levels_.back().is_array) return refuse("an array in an array has no place in VDF");
    levels_.push_back({levels_.back().key, true});
    return true;
  }
  bool end_array() {
    if (passes_over_) return true;
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
    if (tree_.size() == max_entries_) return refuse_more();
    tree_.pair(levels_.back().key, value);
    return true;
  }
  bool refuse_more() { return refuse(fmt::format("more than {} entries", max_entries_), condition::limit); }
  bool refuse(std::string_view why, condition kind = condition::protocol) {
    error_ = why;
    kind_ = kind;
    return false;
  }

  vdf::tree tree_;
  raw_values raw_;
  std::size_t texts_ = 0;
  std::size_t keys_ = 0;
  bool passes_over_ = false;  // the values of a companion
  std::vector<level> levels_;
  std::string error_;
  condition kind_ = condition::protocol;
  std::size_t max_entries_;
  bool typed_;
};

}  // namespace

std::string vdf_to_json(const vdf::tree& file) {
  std::string text;
  object_writer(text).write(file.children());
  return text;
}

std::expected<vdf::tree, fault> vdf_from_json(std::string_view text, bool typed, std::size_t max_entries) {
  tree_builder builder(find_raw_values(text), typed, max_entries);
  if (!json::sax_parse(text, &builder)) return std::unexpected(builder.why());
  return builder.take();
}

}  // namespace gamewire::cli
