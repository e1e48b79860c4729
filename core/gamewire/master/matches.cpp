/// What filters mean to a responder.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <gamewire/ascii.hpp>
#include <gamewire/master/filter.hpp>
#include <gamewire/master/responder.hpp>

namespace gamewire::inline v0::master {
namespace {

using verdict = std::optional<bool>;  // nothing: it judges nothing

/// The value of a key of the server; nothing when it has none.
std::optional<std::string_view> value_of(std::string_view info, std::string_view key) noexcept {
  for (filter_reader reader(info); !reader.empty();) {
    const auto pair = reader.next();
    if (pair && pair->key == key) return pair->value;
  }
  return std::nullopt;
}

std::uint64_t number_of(std::string_view info, std::string_view key) noexcept {
  const std::string_view text = value_of(info, key).value_or("");
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// With * for any text. Linear but for what one * takes back.
bool fits(std::string_view pattern, std::string_view text) noexcept {
  std::size_t star = pattern.npos;
  std::size_t taken = 0;  // of the text, by the last *
  std::size_t p = 0;
  for (std::size_t t = 0; t < text.size();) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && ascii_lower(pattern[p]) == ascii_lower(text[t])) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == pattern.npos;
}

/// Calls `is_it` for each word between commas until it says yes.
template <class IsIt>
bool any_word(std::string_view list, IsIt is_it) noexcept {
  while (true) {
    const auto end = list.find(',');
    if (is_it(list.substr(0, end))) return true;
    if (end == list.npos) return false;
    list.remove_prefix(end + 1);
  }
}

bool has_tag(std::string_view tags, std::string_view wanted) noexcept {
  return any_word(tags, [&](std::string_view tag) { return same_word(tag, wanted); });
}

bool is_at(const endpoint& address, std::string_view wanted) noexcept {
  const auto given = endpoint::parse(wanted, address.port());
  return given && *given == address;
}

struct judge {
  using rule = verdict (*)(const registration&, std::string_view key, std::string_view value);
  std::string_view key;
  rule says;
};

verdict is_flag(const registration& server, std::string_view key, std::string_view value) {
  return (value_of(server.info, key).value_or("0") == "1") == (value == "1");
}

constexpr auto about_players = [](const registration& server, std::string_view key, std::string_view value) {
  const std::uint64_t players = number_of(server.info, "players");
  const bool so = key == "empty"  ? players != 0
                  : key == "full" ? players < number_of(server.info, "max")
                                  : players == 0;
  return value == "0" ? verdict{} : verdict{so};
};

verdict is_other_app(const registration& server, std::string_view, std::string_view value) {
  return value_of(server.info, "appid").value_or("") != value;
}

verdict has_all_tags(const registration& server, std::string_view key, std::string_view value) {
  const std::string_view tags = value_of(server.info, key).value_or("");
  return !any_word(value, [&](std::string_view each) { return !has_tag(tags, each); });
}

verdict has_any_tag(const registration& server, std::string_view, std::string_view value) {
  const std::string_view tags = value_of(server.info, "gamedata").value_or("");
  return any_word(value, [&](std::string_view each) { return has_tag(tags, each); });
}

verdict fits_text(const registration& server, std::string_view key, std::string_view value) {
  return fits(value, value_of(server.info, key.substr(0, key.find('_'))).value_or(""));
}

verdict is_at_address(const registration& server, std::string_view, std::string_view value) {
  return is_at(server.address, value);
}

verdict judges_nothing(const registration&, std::string_view, std::string_view) { return {}; }

constexpr std::array judges{
    judge{"secure", is_flag},          judge{"dedicated", is_flag},
    judge{"linux", is_flag},           judge{"password", is_flag},
    judge{"proxy", is_flag},           judge{"white", is_flag},
    judge{"empty", about_players},     judge{"full", about_players},
    judge{"noplayers", about_players}, judge{"napp", is_other_app},
    judge{"nappid", is_other_app},     judge{"gametype", has_all_tags},
    judge{"gamedata", has_all_tags},   judge{"gamedataor", has_any_tag},
    judge{"name_match", fits_text},    judge{"version_match", fits_text},
    judge{"gameaddr", is_at_address},  judge{"collapse_addr_hash", judges_nothing},
};

verdict is_met(const registration& server, const filter_reader::pair& condition) noexcept {
  const auto known = std::ranges::find(judges, condition.key, &judge::key);
  if (known != judges.end()) return known->says(server, condition.key, condition.value);
  const auto value = value_of(server.info, condition.key);
  return value ? verdict{same_word(*value, condition.value)} : verdict{};
}

/// One operator whose pairs are being read.
struct group {
  logic how = logic::all;
  std::uint32_t left = 0;  // pairs
  bool any = false;
  bool every = true;
  bool judged = false;

  void add(verdict one) noexcept {
    if (!one) return;
    judged = true;
    any |= *one;
    every &= *one;
  }
  [[nodiscard]] verdict result() const noexcept {
    if (!judged) return {};
    switch (how) {
      case logic::nor: return !any;
      case logic::nand: return !every;
      case logic::any: return any;
      case logic::all: return every;
    }
    return {};
  }
};

/// Groups within groups: as deep as anybody has reason to nest them.
constexpr std::size_t deepest = 16;

}  // namespace

std::expected<bool, std::error_code> matches(std::string_view filter, const registration& server) noexcept {
  const auto bad = [] { return std::unexpected(make_error_code(errc::bad_filter)); };
  std::array<group, deepest> open{};
  std::size_t depth = 0;  // open[0] is the whole filter
  for (filter_reader reader(filter); !reader.empty();) {
    const auto pair = reader.next();
    if (!pair) return std::unexpected(pair.error());
    for (std::size_t i = 1; i <= depth; ++i) --open[i].left;
    if (const auto how = logic_named(pair->key)) {
      group next{.how = *how};
      const char* end = pair->value.data() + pair->value.size();
      const auto read = std::from_chars(pair->value.data(), end, next.left);
      const bool fits_outside = depth == 0 || next.left <= open[depth].left;
      if (read.ec != std::errc{} || read.ptr != end || next.left == 0 || !fits_outside ||
          depth + 1 == deepest)
        return bad();
      open[++depth] = next;
    } else {
      open[depth].add(is_met(server, *pair));
    }
    for (; depth != 0 && open[depth].left == 0; --depth) open[depth - 1].add(open[depth].result());
  }
  if (depth != 0) return bad();
  return open[0].result().value_or(true);
}

}  // namespace gamewire::inline v0::master
