#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <gamewire/json/text.hpp>
#include <gamewire/json/writer.hpp>
#include <gamewire/rcon/webrcon_message.hpp>
#include <gamewire/text.hpp>

namespace gamewire::inline v0::rcon {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// What a member says, if it is of a kind that matters here.
struct value {
  std::optional<json::text> text;
  std::optional<std::int32_t> number;
};

/// One object without others in it. Not json::document: RCON is to be built without simdjson.
class reader {
 public:
  explicit reader(std::string_view in) noexcept : in_(in) {}

  [[nodiscard]] bool at_end() noexcept { return skip_blanks(), in_.empty(); }

  /// The next character that is no blank, if it is this one.
  bool take(char c) noexcept {
    skip_blanks();
    if (!in_.starts_with(c)) return false;
    in_.remove_prefix(1);
    return true;
  }

  std::optional<value> take_value() noexcept {
    skip_blanks();
    if (in_.starts_with('"')) {
      const auto text = take_string();
      return text ? std::optional(value{.text = text, .number = {}}) : std::nullopt;
    }
    for (const std::string_view word : {"null", "true", "false"}) {
      if (!in_.starts_with(word)) continue;
      in_.remove_prefix(word.size());
      return value{};
    }
    return take_number();
  }

  std::optional<json::text> take_string() noexcept {
    if (!take('"')) return std::nullopt;
    for (std::size_t at = 0; at < in_.size(); ++at) {
      if (static_cast<unsigned char>(in_[at]) < 0x20) return std::nullopt;
      if (in_[at] == '\\')
        ++at;
      else if (in_[at] == '"') {
        const json::text between(in_.substr(0, at));
        in_.remove_prefix(at + 1);
        return between;
      }
    }
    return std::nullopt;
  }

 private:
  void skip_blanks() noexcept { in_.remove_prefix(std::min(in_.find_first_not_of(blanks), in_.size())); }

  std::optional<value> take_number() noexcept {
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(in_.data(), in_.data() + in_.size(), number);
    if (error != std::errc{}) return std::nullopt;
    const std::string_view digits(in_.data(), static_cast<std::size_t>(end - in_.data()));
    const std::string_view whole = digits.substr(digits.starts_with('-') ? 1 : 0);
    if (whole.size() > 1 && whole.starts_with('0')) return std::nullopt;
    in_.remove_prefix(digits.size());
    return value{.text = {}, .number = number};
  }

  std::string_view in_;
};

webrcon_type type_of(const json::text& name) noexcept {
  constexpr std::array<std::string_view, 5> names{"Generic", "Log", "Warning", "Error", "Chat"};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (name == names[i]) return static_cast<webrcon_type>(i);
  return webrcon_type::other;
}

/// What has been found; each once.
struct found {
  std::optional<std::int32_t> identifier;
  std::optional<json::text> text;
  std::optional<json::text> type;

  bool add(const json::text& name, const value& is) noexcept {
    if (name == "Identifier") return is.number && !std::exchange(identifier, is.number);
    if (name == "Message") return is.text && !std::exchange(text, is.text);
    if (name == "Type") return is.text && !std::exchange(type, is.text);
    return true;
  }
};

std::optional<found> read(reader from) noexcept {
  found all;
  if (!from.take('{')) return std::nullopt;
  do {
    const auto name = from.take_string();
    if (!name || !from.take(':')) return std::nullopt;
    const auto is = from.take_value();
    if (!is || !all.add(*name, *is)) return std::nullopt;
  } while (from.take(','));
  if (!from.take('}') || !from.at_end() || !all.identifier || !all.text) return std::nullopt;
  return all;
}

}  // namespace

std::expected<std::optional<webrcon_message>, std::error_code> decode_webrcon(bytes in,
                                                                              byte_buffer& room) noexcept {
  room.clear();
  if (!is_utf8(as_text(in))) return std::nullopt;
  const auto all = read(reader(as_text(in)));
  if (!all) return std::nullopt;
  if (!all->text->append_to(room)) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  const auto type = all->type ? type_of(*all->type) : webrcon_type::generic;
  return webrcon_message{*all->identifier, type, as_text(room.view())};
}

std::expected<bytes, std::error_code> encode_webrcon(std::int32_t identifier, std::string_view command,
                                                     std::span<std::byte> out) noexcept {
  json::writer message(out);
  message.begin_object();
  message.member("Identifier").number(identifier);
  message.member("Message").text(command);
  message.member("Name").text("gamewire");
  message.end_object();
  return message.result();
}

}  // namespace gamewire::inline v0::rcon
