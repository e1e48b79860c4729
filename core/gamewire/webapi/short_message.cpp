#include <algorithm>
#include <span>

#include <gamewire/ascii.hpp>
#include <gamewire/hide_secret.hpp>
#include <gamewire/webapi/short_message.hpp>

namespace gamewire::inline v0::webapi {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Behind the end of an element that begins here, if it is one of this name; else 0.
std::size_t size_of_element(std::string_view html, std::string_view name) noexcept {
  if (html.size() < name.size() + 2 || !same_word(html.substr(1, name.size()), name)) return 0;
  for (std::size_t end = html.find("</"); end != html.npos; end = html.find("</", end + 2))
    if (same_word(html.substr(end + 2, name.size()), name)) return html.find('>', end);
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

}  // namespace

void short_message::hide(std::string_view secret) noexcept {
  hide_secret(std::span(text_).first(size_), secret, size_ == text_.size());
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
