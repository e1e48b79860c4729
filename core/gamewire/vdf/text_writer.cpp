#include <algorithm>

#include <gamewire/vdf/writer.hpp>

namespace gamewire::inline v0::vdf {
namespace {

/// How the character is written where there are escapes; "" when as itself.
constexpr std::string_view escape_of(char c) noexcept {
  switch (c) {
    case '\n': return "\\n";
    case '\t': return "\\t";
    case '\\': return "\\\\";
    case '"': return "\\\"";
    default: return "";
  }
}

}  // namespace

void text_writer::begin_block(std::string_view key) noexcept {
  indent();
  token(key);
  put("\n");
  indent();
  put("{\n");
  ++depth_;
}

void text_writer::end_block() noexcept {
  if (depth_ == 0) return fail(gamewire::errc::invalid_argument);
  --depth_;
  indent();
  put("}\n");
}

void text_writer::pair(std::string_view key, const value& of) {
  indent();
  token(key);
  put("\t\t");
  if (const auto* text = std::get_if<std::string_view>(&of))
    token(*text);
  else
    token(to_text(of));
  put("\n");
}

std::error_code text_writer::finish() noexcept {
  if (depth_ != 0) fail(gamewire::errc::invalid_argument);
  return error_;
}

void text_writer::indent() noexcept {
  for (std::size_t i = 0; i < depth_; ++i) put("\t");
}

void text_writer::token(std::string_view text) noexcept {
  if (!form_.escapes && text.find('"') != text.npos) return fail(errc::unwritable);
  put("\"");
  while (form_.escapes && !text.empty()) {
    const std::size_t plain = std::min(text.find_first_of("\n\t\\\""), text.size());
    put(text.substr(0, plain));
    if (plain != text.size()) put(escape_of(text[plain]));
    text.remove_prefix(std::min(plain + 1, text.size()));
  }
  put(text);
  put("\"");
}

void text_writer::put(std::string_view text) noexcept {
  if (!error_ && !out_.append(as_bytes(text))) fail(gamewire::errc::no_memory);
}

void text_writer::fail(std::error_code why) noexcept {
  if (!error_) error_ = why;
}

}  // namespace gamewire::inline v0::vdf
