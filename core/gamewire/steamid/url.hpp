/// The addresses of Steam's site, taken apart.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include <gamewire/ascii.hpp>

namespace gamewire::inline v0::steamid {

/// Whose name it is; the numbers are those of ResolveVanityURL's `url_type`.
enum class vanity_kind : unsigned char { person = 1, group = 2, game_group = 3 };

/// A name that its owner chose for the address of a profile or group. A view into what was parsed.
struct vanity {
  vanity_kind kind;
  std::string_view name;

  friend constexpr bool operator==(const vanity&, const vanity&) noexcept = default;
};

namespace detail {

/// Takes `prefix` off the front, in any case.
constexpr bool take_word(std::string_view& text, std::string_view prefix) noexcept {
  if (!same_word(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// Takes what is in front of the next slash, and the slash, off the front.
constexpr std::string_view take_segment(std::string_view& path) noexcept {
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(std::min(segment.size() + 1, path.size()));
  return segment;
}

/// What a page is about: "profiles", "7656…". What follows in the path, a query and a fragment do not matter.
struct page {
  std::string_view kind;
  std::string_view name;
};

/// Does a path begin with one of the pages that are somebody's?
constexpr bool is_path(std::string_view url) noexcept {
  constexpr std::string_view kinds[]{"profiles", "gid", "user", "id", "groups", "games"};
  return std::ranges::find(kinds, take_segment(url)) != std::end(kinds);
}

/// Nothing if it is not on a site of Steam's, nor the path of a page alone. The pages of s.team, whose only kind is p,
/// and which are those of user/ on the large site, become such.
constexpr std::optional<page> split_url(std::string_view url) noexcept {
  url = url.substr(0, url.find_first_of("?#"));
  const bool alone = is_path(url);
  if (!take_word(url, "https://")) take_word(url, "http://");
  if (take_word(url, "s.team/")) {
    if (take_segment(url) != "p") return std::nullopt;
    return page{"user", take_segment(url)};
  }
  if (!alone && !take_word(url, "my.steamchina.com/")) {
    take_word(url, "www.");
    if (!take_word(url, "steamcommunity.com/")) return std::nullopt;
  }
  const std::string_view kind = take_segment(url);
  return page{kind, take_segment(url)};
}

constexpr std::optional<vanity_kind> vanity_kind_of(std::string_view page_kind) noexcept {
  if (page_kind == "id") return vanity_kind::person;
  if (page_kind == "groups") return vanity_kind::group;
  if (page_kind == "games") return vanity_kind::game_group;
  return std::nullopt;
}

constexpr bool is_vanity_name(std::string_view name) noexcept {
  const auto allowed = [](char c) {
    return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return name.size() >= 2 && name.size() <= 32 && std::ranges::all_of(name, allowed);
}

}  // namespace detail

}  // namespace gamewire::inline v0::steamid
