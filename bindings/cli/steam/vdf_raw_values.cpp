#include "steam/vdf_raw_values.hpp"

#include <optional>
#include <utility>
#include <vector>

#include <gamewire/ascii.hpp>
#include <gamewire/text.hpp>
#include <gamewire/vdf/tree.hpp>

#include "output/output.hpp"

namespace gamewire::cli {
namespace {

constexpr std::string_view suffix = "_hex";

std::optional<std::string> from_hex(std::string_view digits) {
  std::string made;
  for (; digits.size() >= 2; digits.remove_prefix(2)) {
    const unsigned high = hex_value(digits[0]), low = hex_value(digits[1]);
    if (high == no_hex_digit || low == no_hex_digit) return std::nullopt;
    made += static_cast<char>(high << 4U | low);
  }
  return digits.empty() ? std::optional(std::move(made)) : std::nullopt;
}

/// One of a member's values.
struct item {
  enum class kind : unsigned char { text, null, other };

  kind is;
  std::size_t number = 0;  // of a text
  std::string text = {};
};

struct member {
  std::string name;
  std::size_t number = 0;
  std::vector<item> items = {};
};

bool is_named_after(std::string_view name, std::string_view other) {
  while (name.size() > other.size() && name.ends_with(suffix)) {
    name.remove_suffix(suffix.size());
    if (name == other) return true;
  }
  return false;
}

/// Told by the parser of JSON.
class finder {
 public:
  [[nodiscard]] raw_values take() { return std::move(found_); }

  bool null() { return add({item::kind::null}); }
  bool boolean(bool) { return add({item::kind::other}); }
  bool number_integer(std::int64_t) { return add({item::kind::other}); }
  bool number_unsigned(std::uint64_t) { return add({item::kind::other}); }
  bool number_float(double, const std::string&) { return add({item::kind::other}); }
  bool string(const std::string& value) { return add({item::kind::text, texts_++, value}); }
  bool binary(const json::binary_t&) { return false; }

  bool start_object(std::size_t) {
    if (levels_.size() > vdf::text_options{}.max_depth) return false;
    if (!levels_.empty()) add({item::kind::other});
    levels_.emplace_back();
    return true;
  }
  bool key(const std::string& name) {
    end_member();
    levels_.back().now = member{name, keys_++};
    return true;
  }
  bool end_object() {
    end_member();
    levels_.pop_back();
    return true;
  }
  bool start_array(std::size_t) { return !levels_.empty(); }
  bool end_array() { return true; }
  bool parse_error(std::size_t, const std::string&, const json::exception&) { return false; }

 private:
  struct level {
    std::optional<member> before;
    std::optional<member> now;
  };

  bool add(item one) {
    if (levels_.empty()) return false;
    levels_.back().now->items.push_back(std::move(one));
    return true;
  }

  void end_member() {
    level& in = levels_.back();
    if (in.now && in.before && tells(*in.now, *in.before)) in.now.reset();
    if (in.now) in.before = std::exchange(in.now, std::nullopt);
  }

  /// What it tells is kept, if it does.
  bool tells(const member& companion, const member& of) {
    if (!is_named_after(companion.name, of.name) || companion.items.size() != of.items.size()) return false;
    std::vector<std::pair<std::size_t, std::string>> told;
    for (std::size_t i = 0; i < of.items.size(); ++i) {
      const item& hex = companion.items[i];
      if (hex.is == item::kind::null) continue;
      const auto raw = hex.is == item::kind::text ? from_hex(hex.text) : std::nullopt;
      const bool fits =
          raw && !is_utf8(*raw) && of.items[i].is == item::kind::text && to_utf8(*raw) == of.items[i].text;
      if (!fits) return false;
      told.emplace_back(of.items[i].number, *raw);
    }
    if (told.empty()) return false;
    for (auto& [number, raw] : told) found_.texts.emplace(number, std::move(raw));
    found_.companions.insert(companion.number);
    return true;
  }

  raw_values found_;
  std::vector<level> levels_;
  std::size_t texts_ = 0;
  std::size_t keys_ = 0;
};

}  // namespace

raw_values find_raw_values(std::string_view text) {
  finder by;
  if (text.find("_hex\"") != text.npos) (void)json::sax_parse(text, &by);
  return by.take();
}

}  // namespace gamewire::cli
