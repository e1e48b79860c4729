#include <algorithm>
#include <charconv>

#include <gamewire/a2s/dialects.hpp>

namespace gamewire::inline v0::a2s {
namespace {

bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// How long the key is that the text starts with, 0 if it starts with none. A key is a word in upper case
/// (OWNINGID), or one in any case that ends in the letter of its type (ModId_l), with a colon behind it.
std::size_t key_size(std::string_view text) noexcept {
  if (text.empty() || !is_upper(text.front())) return 0;
  std::size_t size = 0;
  bool any_lower = false;
  while (size < text.size() &&
         (is_upper(text[size]) || is_lower(text[size]) || is_digit(text[size]) || text[size] == '_'))
    any_lower |= is_lower(text[size++]);
  if (size == text.size() || text[size] != ':') return 0;
  const bool typed = size > 2 && text[size - 2] == '_' && is_lower(text[size - 1]);
  return typed || !any_lower ? size : 0;
}

/// The number behind `prefix`, if that is all there is in the word.
template <class Number>
void read_number(std::string_view word, std::string_view prefix, std::optional<Number>& out) noexcept {
  if (!word.starts_with(prefix) || out) return;
  word.remove_prefix(prefix.size());
  Number value{};
  const char* begin = word.data();
  const char* end = begin + word.size();
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (error == std::errc{} && stop == end) out = value;
}

}  // namespace

std::optional<std::vector<std::pair<std::string_view, std::string_view>>> decode_unreal_keywords(
    std::string_view keywords) {
  if (keywords.starts_with(',')) keywords.remove_prefix(1);
  std::size_t key = key_size(keywords);
  if (key == 0) return std::nullopt;

  std::vector<std::pair<std::string_view, std::string_view>> list;
  while (key != 0) {
    const std::string_view name = keywords.substr(0, key);
    keywords.remove_prefix(key + 1);
    // The value ends at the first comma with a key behind it.
    std::size_t comma = keywords.find(',');
    key = 0;
    while (comma != keywords.npos && (key = key_size(keywords.substr(comma + 1))) == 0)
      comma = keywords.find(',', comma + 1);
    list.emplace_back(name, keywords.substr(0, comma));
    if (comma != keywords.npos) keywords.remove_prefix(comma + 1);
  }
  return list;
}

std::optional<rust_keywords> decode_rust_keywords(std::string_view keywords) noexcept {
  rust_keywords found;
  while (!keywords.empty()) {
    const std::string_view word = keywords.substr(0, keywords.find(','));
    read_number(word, "cp", found.players);
    read_number(word, "mp", found.max_players);
    read_number(word, "qp", found.queued);
    read_number(word, "v", found.protocol);
    read_number(word, "born", found.born);
    keywords.remove_prefix(std::min(word.size() + 1, keywords.size()));
  }
  if (!found.players && !found.max_players) return std::nullopt;
  return found;
}

}  // namespace gamewire::inline v0::a2s
