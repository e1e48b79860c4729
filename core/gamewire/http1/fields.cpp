#include <algorithm>

#include <gamewire/find_char.hpp>
#include <gamewire/http1/characters.hpp>
#include <gamewire/http1/fields.hpp>

namespace gamewire::inline v0::http1 {

void fields::iterator::read() noexcept {
  if (at_ == end_) return;
  const char* const colon = find_char<':'>(at_, end_);
  const char* value = std::min(colon + 1, end_);
  while (value != end_ && is_blank(*value)) ++value;
  const char* const line_end = find_char<'\r'>(value, end_);
  const char* value_end = line_end;
  while (value_end != value && is_blank(value_end[-1])) --value_end;
  now_ = {{at_, colon}, {value, value_end}};
  next_ = end_ - line_end > 2 ? line_end + 2 : end_;
}

std::optional<std::string_view> fields::find(std::string_view name) const noexcept {
  for (const field& one : *this)
    if (same_word(one.name, name)) return one.value;
  return std::nullopt;
}

bool fields::lists(std::string_view name, std::string_view word) const noexcept {
  return std::ranges::any_of(
      *this, [&](const field& one) { return same_word(one.name, name) && lists_word(one.value, word); });
}

bool is_html(std::string_view content_type) noexcept {
  return same_word(trimmed(content_type.substr(0, content_type.find(';'))), "text/html");
}

bool lists_word(std::string_view list, std::string_view word) noexcept {
  bool found = false;
  for_each_word(list, [&](std::string_view one) { found |= same_word(one, word); });
  return found;
}

}  // namespace gamewire::inline v0::http1
