#include <algorithm>
#include <cstring>

#include <gamewire/find_char.hpp>
#include <gamewire/vdf/condition.hpp>
#include <gamewire/vdf/text_reader.hpp>

namespace gamewire::inline v0::vdf {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

constexpr bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr bool ends_token(char c) noexcept { return is_blank(c) || c == '"' || c == '{' || c == '}'; }

bool is_utf16(std::string_view text) noexcept {
  return text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
}

std::string_view view(const char* from, const char* to) noexcept {
  return {from, static_cast<std::size_t>(to - from)};
}

}  // namespace

text_reader::text_reader(std::string_view text, const text_options& options) noexcept
    : options_(options), begin_(text.data()), end_(begin_ + text.size()), at_(begin_), place_(begin_) {
  if (is_utf16(text)) fail(errc::utf16, begin_);
  if (text.starts_with(byte_order_mark)) at_ += byte_order_mark.size();
}

bool text_reader::next() noexcept {
  do
    if (error_ || !read_item()) return false;
  while (!shown_);
  return true;
}

void text_reader::skip_block() noexcept {
  if (dropped_ == 0) dropped_ = depth_;
}

bool text_reader::read_item() noexcept {
  skip_blanks();
  if (at_ == end_) return depth_ != 0 && fail(errc::unclosed_block, at_);
  place_ = at_;
  return *at_ == '}' ? end_block() : read_entry();
}

bool text_reader::read_entry() noexcept {
  if (at('{') || at('[')) return fail(errc::missing_key, at_);
  if (!read_token(key_)) return false;
  skip_blanks();
  bool wanted = true;
  if (at('[')) {
    if (!read_condition(wanted)) return false;
    skip_blanks();
  }
  return at('{') ? begin_block(wanted) : read_value(wanted);
}

bool text_reader::read_value(bool wanted) noexcept {
  if (at_ == end_ || *at_ == '}' || *at_ == '[') return fail(errc::missing_value, place_);
  if (!read_token(value_)) return false;
  skip_blanks();
  if (at('[') && !read_condition(wanted)) return false;
  kind_ = item::pair;
  if (depth_ == 0 && key_.raw.starts_with('#')) {
    if (same_key(key_.raw, "#include")) kind_ = item::include;
    if (same_key(key_.raw, "#base")) kind_ = item::base;
  }
  shown_ = wanted && dropped_ == 0;
  return true;
}

bool text_reader::begin_block(bool wanted) noexcept {
  if (depth_ == options_.max_depth) return fail(errc::too_deep, at_);
  ++at_;
  ++depth_;
  if (!wanted) skip_block();
  kind_ = item::block;
  shown_ = dropped_ == 0;
  return true;
}

bool text_reader::end_block() noexcept {
  if (depth_ == 0) return fail(errc::unexpected_close, at_);
  ++at_;
  kind_ = item::block_end;
  shown_ = dropped_ == 0;
  if (dropped_ == depth_) dropped_ = 0;
  --depth_;
  return true;
}

bool text_reader::read_token(token& into) noexcept {
  if (*at_ == '"') return read_quoted(into);
  const char* const from = at_;
  while (at_ != end_ && !ends_token(*at_)) ++at_;
  into = {view(from, at_)};
  return true;
}

bool text_reader::read_quoted(token& into) noexcept {
  const char* const from = at_ + 1;
  bool escaped = false;
  const char* found = options_.escapes ? find_char<'"', '\\'>(from, end_) : find_char<'"'>(from, end_);
  while (found != end_ && *found == '\\') {
    escaped = true;
    found = find_char<'"', '\\'>(std::min(found + 2, end_), end_);
  }
  if (found == end_) return fail(errc::unclosed_quote, at_);
  into = {view(from, found), true, escaped};
  at_ = found + 1;
  return true;
}

bool text_reader::read_condition(bool& wanted) noexcept {
  const char* const close = std::find_if(at_, end_, [](char c) { return c == ']' || c == '\n'; });
  if (close == end_ || *close != ']') return fail(errc::bad_condition, at_);
  const auto holds = evaluate(view(at_ + 1, close), options_.symbols);
  if (!holds) return fail(errc::bad_condition, at_);
  at_ = close + 1;
  wanted = wanted && *holds;
  return true;
}

void text_reader::skip_blanks() noexcept {
  while (at_ != end_) {
    if (is_blank(*at_)) {
      ++at_;
    } else if (*at_ == '/' && end_ - at_ > 1 && at_[1] == '/') {
      const void* newline = std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
      at_ = newline != nullptr ? static_cast<const char*>(newline) : end_;
    } else {
      return;
    }
  }
}

bool text_reader::fail(errc why, const char* where) noexcept {
  error_ = why;
  place_ = where;
  return false;
}

location text_reader::where() const noexcept {
  std::string_view before = view(begin_, place_);
  if (before.starts_with(byte_order_mark)) before.remove_prefix(byte_order_mark.size());
  const auto line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
  const std::string_view in_line = before.substr(before.rfind('\n') + 1);
  const auto inside_character = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
  const auto column =
      1 + in_line.size() - static_cast<std::size_t>(std::ranges::count_if(in_line, inside_character));
  return {static_cast<std::size_t>(place_ - begin_), line, column};
}

}  // namespace gamewire::inline v0::vdf
