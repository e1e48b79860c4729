#include <algorithm>
#include <array>

#include <gamewire/http1/characters.hpp>
#include <gamewire/http1/message_writer.hpp>

namespace gamewire::inline v0::http1 {
namespace {

constexpr std::array<std::string_view, 9> own_fields{
    "accept-encoding", "connection",        "content-length", "expect", "host", "te",
    "trailer",         "transfer-encoding", "upgrade"};

bool is_token(std::string_view text) noexcept { return !text.empty() && all_are(token_character, text); }

}  // namespace

void message_writer::percent_encoded(std::string_view text) noexcept {
  constexpr std::string_view digits = "0123456789ABCDEF";
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain != text.size() && is(unreserved_character, text[plain])) ++plain;
    put(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) return;
    const auto value = static_cast<unsigned char>(text.front());
    const std::array escape{'%', digits[value >> 4U], digits[value & 15U]};
    put({escape.data(), escape.size()});
    text.remove_prefix(1);
  }
}

bool may_add(const header& one) noexcept {
  const bool own = std::ranges::any_of(own_fields, [&](auto name) { return same_word(name, one.name); });
  return is_token(one.name) && !own && is_value(one.value);
}

bool is_value(std::string_view text) noexcept {
  const char* const end = text.data() + text.size();
  return find_control(text.data(), end) == end && trimmed(text).size() == text.size();
}

bool is_protocol(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  return is_token(text.substr(0, slash)) && (slash == text.npos || is_token(text.substr(slash + 1)));
}

bool escapes_are_whole(std::string_view text) noexcept {
  for (std::size_t at = text.find('%'); at != text.npos; at = text.find('%', at + 1))
    if (text.size() - at < 3 || !all_are(hex_character, text.substr(at + 1, 2))) return false;
  return true;
}

bool is_base_path(std::string_view text) noexcept {
  if (text.empty()) return true;
  return text.starts_with('/') && !text.ends_with('/') && all_are(target_character, text) &&
         escapes_are_whole(text);
}

}  // namespace gamewire::inline v0::http1
