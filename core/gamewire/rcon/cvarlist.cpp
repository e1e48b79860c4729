#include <algorithm>
#include <array>
#include <charconv>

#include <gamewire/rcon/cvarlist.hpp>

namespace gamewire::inline v0::rcon {
namespace {

constexpr std::string_view rule = "--------------";
constexpr std::size_t name_width = 40;
constexpr std::size_t value_width = 8;
constexpr std::size_t flags_width = 16;

std::string_view without_padding(std::string_view text) noexcept {
  const std::size_t last = text.find_last_not_of(" \r");
  return text.substr(0, last + 1);  // 0 when there is none
}

/// Takes the first line off the text.
std::string_view take_line(std::string_view& text) noexcept {
  const std::size_t newline = text.find('\n');
  const std::string_view line = text.substr(0, newline);
  text.remove_prefix(newline == text.npos ? text.size() : newline + 1);
  return line;
}

/// Where the next " : " begins. At the end of a line its last blank may be gone.
std::size_t find_separator(std::string_view line, std::size_t from) noexcept {
  for (std::size_t at = line.find(" :", from); at != line.npos; at = line.find(" :", at + 2))
    if (at + 2 == line.size() || line[at + 2] == ' ') return at;
  return line.npos;
}

std::string_view between(std::string_view line, std::size_t begin, std::size_t end) noexcept {
  return begin < end ? line.substr(begin, end - begin) : std::string_view{};
}

/// Takes the first word off a flags column of Source; nothing when it goes on otherwise.
std::optional<std::string_view> take_quoted_flag(std::string_view& column) noexcept {
  if (!column.starts_with(", \"")) return std::nullopt;
  const std::size_t quote = column.find('"', 3);
  if (quote == column.npos) return std::nullopt;
  const std::string_view word = column.substr(3, quote - 3);
  column.remove_prefix(quote + 1);
  return word;
}

constexpr std::string_view goldsource_head = "CVar List";
constexpr std::array<std::string_view, 3> goldsource_flags{", a", ", sv", ", i"};  // in their order

std::optional<std::string_view> take_flag(std::string_view& column) noexcept {
  for (const std::string_view flag : goldsource_flags) {
    if (!column.starts_with(flag) || column.substr(flag.size()).find_first_not_of(", ") == 0) continue;
    column.remove_prefix(flag.size());
    return flag.substr(2);
  }
  return take_quoted_flag(column);
}

/// Flags, or the blanks in their place: never fewer than the column is wide.
bool is_flags_column(std::string_view column) noexcept {
  const bool padded = column.size() >= flags_width;
  const std::string_view words = without_padding(column);
  std::string_view rest = words;
  while (take_quoted_flag(rest)) {
  }
  return rest.empty() && (padded || !words.empty());
}

std::optional<std::uint32_t> declared_by(std::string_view line) noexcept {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), count);
  if (error != std::errc{}) return std::nullopt;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  const bool foot = line.starts_with(" total convars/concommands") ||
                    line.starts_with(" convars/concommands for [") || line == " Total CVars" ||
                    line.starts_with(" CVars for [");
  return foot ? std::optional(count) : std::nullopt;
}

/// Whatever else stands around the lines of the tables.
bool is_frame(std::string_view line) noexcept {
  return line.empty() || line == rule || line == "cvar list" || line == goldsource_head ||
         line == "CvarList ? for syntax";
}

/// Name, " : ", and the flags at the end: what is between is the value.
std::optional<cvar_view> decode_goldsource_cvar(std::string_view line) noexcept {
  line = without_padding(line);
  const std::size_t name_end = find_separator(line, 0);
  if (name_end == line.npos) return std::nullopt;
  const std::string_view name = without_padding(line.substr(0, name_end));
  if (name.empty() || name.find_first_of(" \t") != name.npos) return std::nullopt;
  const std::string_view rest = line.substr(std::min(name_end + 3, line.size()));
  std::string_view value = rest;
  for (auto flag = goldsource_flags.rbegin(); flag != goldsource_flags.rend(); ++flag)
    if (value.ends_with(*flag)) value.remove_suffix(flag->size());
  const cvar_flags flags(rest.substr(value.size()));
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return cvar_view{name, value, flags, {}};
}

bool is_one_line(std::string_view text) noexcept {
  return text.find_first_of(std::string_view("\n\r\0", 3)) == text.npos;
}

void put(byte_writer& writer, std::string_view text, std::size_t width) noexcept {
  constexpr std::string_view blanks = "                                        ";
  static_assert(blanks.size() == name_width);
  writer.raw(as_bytes(text));
  if (text.size() < width) writer.raw(as_bytes(blanks.substr(0, width - text.size())));
}

void put_help(byte_writer& writer, std::string_view help) noexcept {
  for (const char c : help) {
    const bool blank = c == '\n' || c == '\r' || c == '\t' || c == '\0';
    writer.u8(static_cast<std::uint8_t>(blank ? ' ' : c));
  }
}

}  // namespace

void cvar_flags::iterator::read() noexcept { word_ = take_flag(rest_).value_or(std::string_view{}); }

bool cvar_flags::contains(std::string_view word) const noexcept {
  return std::ranges::find(begin(), end(), word) != end();
}

std::optional<cvar_view> decode_cvar(std::string_view line) noexcept {
  line = line.substr(0, line.ends_with('\r') ? line.size() - 1 : line.npos);
  const std::size_t name_end = find_separator(line, 0);
  if (name_end == line.npos) return std::nullopt;
  const std::string_view name = without_padding(line.substr(0, name_end));
  if (name.empty() || name.find_first_of(" \t\r") != name.npos) return std::nullopt;

  const std::size_t value_at = std::min(name_end + 3, line.size());
  // Two columns may share a blank: a search for the next begins at the last one of the separator before.
  for (std::size_t value_end = find_separator(line, name_end + 2); value_end != line.npos;) {
    const std::size_t flags_end = find_separator(line, value_end + 2);
    if (flags_end == line.npos) return std::nullopt;
    const std::string_view flags = between(line, value_end + 3, flags_end);
    if (is_flags_column(flags))
      return cvar_view{name, without_padding(between(line, value_at, value_end)),
                       cvar_flags(without_padding(flags)),
                       without_padding(line.substr(std::min(flags_end + 3, line.size())))};
    value_end = flags_end;
  }
  return std::nullopt;
}

void cvarlist_view::iterator::read() noexcept {
  cvar_.reset();
  while (!cvar_ && !rest_.empty()) cvar_ = decode_(take_line(rest_));
}

cvarlist_view::decoder* cvarlist_view::decoder_of(std::string_view text) noexcept {
  return text.starts_with(goldsource_head) ? decode_goldsource_cvar : decode_cvar;
}

cvarlist_view::summary cvarlist_view::summarize() const noexcept {
  summary found;
  decoder* const decode = decoder_of(text_);
  for (std::string_view rest = text_; !rest.empty();) {
    const std::string_view whole = take_line(rest);
    const std::string_view line = without_padding(whole);
    if (decode(whole))  // as a walk does
      ++found.complete;
    else if (const auto count = declared_by(line))
      found.declared = count;
    else if (!is_frame(line))
      ++found.unread_lines;
  }
  return found;
}

std::expected<bytes, std::error_code> encode_cvar(const cvar_view& cvar, std::span<std::byte> out) noexcept {
  const bool named = !cvar.name.empty() && cvar.name.find_first_of(" \t") == cvar.name.npos;
  std::string_view flags = without_padding(cvar.flags.column());
  while (take_quoted_flag(flags)) {
  }
  if (!named || !flags.empty() || !is_one_line(cvar.name) || !is_one_line(cvar.value) ||
      !is_one_line(cvar.flags.column()))
    return std::unexpected(make_error_code(gamewire::errc::invalid_argument));

  byte_writer writer(out);
  put(writer, cvar.name, name_width);
  put(writer, " : ", 0);
  put(writer, cvar.value, value_width);
  put(writer, " : ", 0);
  put(writer, cvar.flags.column(), flags_width);
  put(writer, " : ", 0);
  put_help(writer, cvar.help);
  put(writer, "\n", 0);
  return writer.result();
}

std::expected<bytes, std::error_code> encode_cvarlist_foot(std::uint32_t count,
                                                           std::span<std::byte> out) noexcept {
  std::array<char, 10> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), count).ptr;
  const std::string_view number(digits.data(), static_cast<std::size_t>(end - digits.data()));
  byte_writer writer(out);
  put(writer, rule, 0);
  put(writer, "\n", 0);
  put(writer, {}, number.size() < 3 ? 3 - number.size() : 0);
  put(writer, number, 0);
  put(writer, " total convars/concommands\n", 0);
  return writer.result();
}

cvar own(const cvar_view& view) {
  cvar owned{std::string(view.name), std::string(view.value), {}, std::string(view.help), view.command()};
  for (const std::string_view flag : view.flags) owned.flags.emplace_back(flag);
  return owned;
}

cvarlist own(const cvarlist_view& view) {
  const auto found = view.summarize();
  cvarlist owned{.partial = found.partial()};
  owned.list.reserve(found.complete);
  for (const cvar_view& one : view) owned.list.push_back(own(one));
  return owned;
}

}  // namespace gamewire::inline v0::rcon
