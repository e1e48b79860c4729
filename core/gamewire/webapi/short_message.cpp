#include <algorithm>
#include <array>
#include <span>

#include <gamewire/http1/characters.hpp>
#include <gamewire/webapi/short_message.hpp>

namespace gamewire::inline v0::webapi {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Behind the end of an element that begins here, if it is one of this name; else 0.
std::size_t size_of_element(std::string_view html, std::string_view name) noexcept {
  if (html.size() < name.size() + 2 || !http1::same_word(html.substr(1, name.size()), name)) return 0;
  for (std::size_t end = html.find("</"); end != html.npos; end = html.find("</", end + 2))
    if (http1::same_word(html.substr(end + 2, name.size()), name)) return html.find('>', end);
  return 0;
}

/// How much there is of a tag, or of an element that is not shown. Not closed, it is all there is.
std::size_t size_of_hidden(std::string_view html) noexcept {
  std::size_t size = 0;
  for (const std::string_view name : {"title", "style", "script"})
    if (size == 0) size = size_of_element(html, name);
  if (size == 0) size = html.find('>');
  return std::min(html.size() - 1, size) + 1;
}

/// Does it begin with this character, percent-encoded? What is cut off may be it.
bool is_encoded(std::string_view text, char c, bool cut) noexcept {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  const std::array whole{'%', digits[byte >> 4U], digits[byte & 15U]};
  const std::string_view seen = text.substr(0, whole.size());
  const auto same = [](char a, char b) { return a == b || (a >= 'A' && a <= 'F' && a + ('a' - 'A') == b); };
  return (cut || seen.size() == whole.size()) &&
         std::ranges::equal(seen, std::span(whole).first(seen.size()), same);
}

/// How many bytes at the front say the secret, as it is or percent-encoded; 0: they do not. At the end of what was cut
/// off, the beginning of one counts.
std::size_t said_at_the_front(std::string_view text, std::string_view secret, bool cut) noexcept {
  const std::size_t size = text.size();
  for (const char c : secret) {
    if (text.empty()) return cut ? size : 0;
    if (text.front() == c)
      text.remove_prefix(1);
    else if (is_encoded(text, c, cut))
      text.remove_prefix(std::min<std::size_t>(3, text.size()));
    else
      return 0;
  }
  return size - text.size();
}

}  // namespace

void short_message::hide(std::string_view secret) noexcept {
  if (secret.empty()) return;
  const bool cut = size_ == text_.size();
  for (std::size_t at = 0; at != size_; ++at)
    std::fill_n(text_.begin() + static_cast<std::ptrdiff_t>(at),
                said_at_the_front(view().substr(at), secret, cut), '*');
}

short_message text_of_page(std::string_view html) noexcept {
  short_message text;
  bool blank = false;
  while (!html.empty()) {
    const bool tag = html.front() == '<';
    if (!tag && !is_blank(html.front())) {
      if (blank && !text.empty()) text.put(' ');
      text.put(html.front());
      blank = false;
    } else {
      blank = true;
    }
    html.remove_prefix(tag ? size_of_hidden(html) : 1);
  }
  return text;
}

}  // namespace gamewire::inline v0::webapi
