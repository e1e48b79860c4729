/// Text to SteamIDs; included by parse.hpp, where the declarations and their contracts stand. Not for users.
#pragma once

#include <algorithm>
#include <iterator>

#include <gamewire/steamid/letter.hpp>
#include <gamewire/steamid/parse.hpp>

namespace gamewire::inline v0::steamid {
namespace detail {

inline constexpr std::uint64_t largest_universe = 5;
inline constexpr std::uint64_t largest_account = 0xffffffff;

/// What stands between the brackets of a Steam3.
constexpr std::expected<id, errc> parse_steam3_content(std::string_view text) noexcept {
  const auto row = std::ranges::find(letters, text.empty() ? '\0' : text.front(), &letter_row::letter);
  if (row == std::end(letters) || text.substr(1, 1) != ":") return std::unexpected(errc::bad_type);
  text.remove_prefix(2);
  std::uint64_t universe = 0;
  std::uint64_t account = 0;
  std::uint64_t instance = row->instance;
  if (!take_number(text, universe, largest_universe) || !take(text, ':'))
    return std::unexpected(errc::bad_universe);
  if (!take_number(text, account, largest_account)) return std::unexpected(errc::bad_account);
  if (take(text, ':')) {
    if (!take_number(text, instance, largest_instance) || !text.empty())
      return std::unexpected(errc::bad_instance);
    if (row->type == type::chat) instance |= row->instance;  // the letter says more than the number
  }
  if (!text.empty()) return std::unexpected(errc::bad_account);
  return *id::from({static_cast<std::uint32_t>(account), static_cast<std::uint32_t>(instance), row->type,
                    static_cast<steamid::universe>(universe)});
}

/// What servers print in place of an id.
constexpr std::expected<id, errc> parse_word(std::string_view text) noexcept {
  constexpr std::string_view nobody[]{"BOT", "HLTV", "Console", "STEAM_ID_LAN"};
  if (text == "STEAM_ID_PENDING") return *id::from({.instance = 0, .type = type::pending});
  if (text == "UNKNOWN") return id();
  const bool known = std::ranges::find(nobody, text) != std::end(nobody);
  return std::unexpected(known ? errc::no_account : errc::unknown_form);
}

constexpr std::expected<id, errc> person(std::expected<std::uint32_t, errc> account) noexcept {
  if (!account) return std::unexpected(account.error());
  return id::individual(*account);
}

constexpr std::expected<id, errc> group(std::expected<std::uint32_t, errc> account) noexcept {
  if (!account) return std::unexpected(account.error());
  return id::clan(*account);
}

/// Of a page under profiles/ or gid/: 64 bits, or a Steam3 whose brackets a browser may have escaped.
constexpr std::expected<id, errc> parse_page_id(std::string_view name) noexcept {
  if (name.starts_with('[')) return parse_steam3(name);
  if (take_word(name, "%5b")) {
    const std::size_t end = name.size() < 3 ? 0 : name.size() - 3;
    std::string_view bracket = name.substr(end);
    if (!take_word(bracket, "%5d")) return std::unexpected(errc::bad_address);
    return parse_steam3_content(name.substr(0, end));
  }
  if (name.size() <= 10) return std::unexpected(errc::bad_address);  // an account number leads nowhere
  return parse_steam64(name);
}

}  // namespace detail

constexpr std::expected<id, errc> parse_steam64(std::string_view text) noexcept {
  std::uint64_t number = 0;
  if (detail::take_number(text, number, ~std::uint64_t{0}) && text.empty())
    return number <= detail::largest_account ? id::individual(static_cast<std::uint32_t>(number))
                                             : id(number);
  return std::unexpected(detail::starts_with_digit(text) ? errc::number_too_large : errc::unknown_form);
}

constexpr std::expected<id, errc> parse_steam2(std::string_view text) noexcept {
  if (!text.starts_with("STEAM_")) return std::unexpected(errc::unknown_form);
  text.remove_prefix(6);
  std::uint64_t x = 0;
  std::uint64_t y = 0;
  std::uint64_t z = 0;
  if (!detail::take_number(text, x, detail::largest_universe) || !detail::take(text, ':'))
    return std::unexpected(errc::bad_universe);
  if (!detail::take_number(text, y, 1) || !detail::take(text, ':')) return std::unexpected(errc::bad_parity);
  if (!detail::take_number(text, z, detail::largest_account >> 1) || !text.empty())
    return std::unexpected(errc::bad_account);
  const auto universe = x == 0 ? universe::public_ : static_cast<steamid::universe>(x);
  return *id::from({.account = static_cast<std::uint32_t>(z << 1 | y), .universe = universe});
}

constexpr std::expected<id, errc> parse_steam3(std::string_view text) noexcept {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']')
    return std::unexpected(errc::unknown_form);
  return detail::parse_steam3_content(text.substr(1, text.size() - 2));
}

constexpr std::expected<id, errc> parse_url(std::string_view text) noexcept {
  const auto page = detail::split_url(text);
  if (!page) return std::unexpected(errc::bad_address);
  if (page->kind == "profiles" || page->kind == "gid") return detail::parse_page_id(page->name);
  if (page->kind == "user") return detail::person(decode_invite_code(page->name));
  return std::unexpected(find_vanity(text) ? errc::needs_lookup : errc::bad_address);
}

constexpr std::expected<vanity, errc> find_vanity(std::string_view text) noexcept {
  const auto page = detail::split_url(text);
  if (!page) return std::unexpected(errc::bad_address);
  const auto kind = detail::vanity_kind_of(page->kind);
  if (!kind || !detail::is_vanity_name(page->name)) return std::unexpected(errc::bad_address);
  return vanity{*kind, page->name};
}

constexpr std::expected<id, errc> parse(std::string_view text) noexcept {
  if (text.starts_with('[')) return parse_steam3(text);
  if (text.starts_with("STEAM_") && !text.starts_with("STEAM_ID")) return parse_steam2(text);
  if (looks_like_friend_code(text)) return detail::person(decode_friend_code(text));
  if (looks_like_queue_code(text)) return detail::group(decode_queue_code(text));
  if (detail::starts_with_digit(text)) return parse_steam64(text);
  if (text.find('/') != text.npos) return parse_url(text);
  if (text.find_first_not_of("-") != text.npos && text.find_first_not_of("bcdfghjkmnpqrtvw-") == text.npos)
    return detail::person(decode_invite_code(text));
  return detail::parse_word(text);
}

}  // namespace gamewire::inline v0::steamid
