/// The friend codes of Counter-Strike, `SWUWA-B2BL`, and its private queue codes, which are two of them.
///
/// A code is 13 characters of five bits; four that are always A are left out. Its 40 bits of content are the
/// eight nibbles of the account, each followed by a check bit: one of a hash of the account.
#pragma once

#include <bit>
#include <cstdint>
#include <expected>
#include <string_view>

#include <gamewire/steamid/error.hpp>
#include <gamewire/steamid/md5_word.hpp>
#include <gamewire/steamid/short_text.hpp>

namespace gamewire::inline v0::steamid {

/// For 0 to 31; and how many characters a code has.
inline constexpr std::string_view friend_code_letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
inline constexpr std::size_t friend_code_size = 10;  // a dash included
inline constexpr std::size_t queue_code_size = 21;   // three dashes included

/// Has it the outward form: a dash behind five characters, and as many as there must be? The end of an address may
/// ("id/ab-cdef"), but for its slash.
constexpr bool looks_like_friend_code(std::string_view text) noexcept {
  return text.size() == friend_code_size && text[5] == '-' && text.find('/') == text.npos;
}
constexpr bool looks_like_queue_code(std::string_view text) noexcept {
  return text.size() == queue_code_size && text[friend_code_size] == '-' &&
         looks_like_friend_code(text.substr(0, friend_code_size)) &&
         looks_like_friend_code(text.substr(friend_code_size + 1));
}

/// The code of a person's account.
constexpr short_text encode_friend_code(std::uint32_t account) noexcept {
  constexpr std::uint32_t salt = 0x4353474f;  // "OGSC"
  const std::uint32_t hash = detail::md5_word(account, salt);
  std::uint64_t content = 0;
  for (unsigned i = 0; i < 8; ++i) content = content << 5 | (account >> (4 * i) & 15) << 1 | (hash >> i & 1);
  std::uint64_t left = std::byteswap(content) >> 20;
  short_text code;
  for (unsigned i = 0; i < 9; ++i, left >>= 5) {
    if (i == 5) code.put('-');
    code.put(friend_code_letters[left & 31]);
  }
  return code;
}

/// The account. Case counts. Errors: `bad_friend_code`, `bad_check`.
constexpr std::expected<std::uint32_t, errc> decode_friend_code(std::string_view code) noexcept {
  if (!looks_like_friend_code(code)) return std::unexpected(errc::bad_friend_code);
  std::uint64_t gathered = 0;
  unsigned shift = 20;
  for (std::size_t i = 0; i < friend_code_size; ++i) {
    if (i == 5) continue;
    const std::size_t value = friend_code_letters.find(code[i]);
    if (value == code.npos) return std::unexpected(errc::bad_friend_code);
    gathered |= std::uint64_t{value} << shift;
    shift += 5;
  }
  std::uint32_t account = 0;
  std::uint64_t content = std::byteswap(gathered);
  for (unsigned i = 0; i < 8; ++i, content >>= 5) account = account << 4 | (content >> 1 & 15);
  // The check bits, and whatever lies outside of the content, are right if the account has this very code.
  if (encode_friend_code(account) != code) return std::unexpected(errc::bad_check);
  if (account == 0) return std::unexpected(errc::bad_friend_code);
  return account;
}

/// The code of a group's private queue: its account in halves, each under a 1 that stands for a group.
constexpr short_text encode_queue_code(std::uint32_t account) noexcept {
  constexpr std::uint32_t group = 1U << 16;
  short_text code = encode_friend_code(group | (account & 0xffff));
  return code.put('-').put(encode_friend_code(group | account >> 16).view());
}

/// The account of the group. Errors: those of its halves; `bad_queue_code` when they are not of a group.
constexpr std::expected<std::uint32_t, errc> decode_queue_code(std::string_view code) noexcept {
  if (!looks_like_queue_code(code)) return std::unexpected(errc::bad_queue_code);
  const auto low = decode_friend_code(code.substr(0, friend_code_size));
  const auto high = decode_friend_code(code.substr(friend_code_size + 1));
  if (!low || !high) return std::unexpected(low ? high.error() : low.error());
  const std::uint32_t account = (*low & 0xffff) | *high << 16;
  if (*low >> 16 != 1 || *high >> 16 != 1 || account == 0) return std::unexpected(errc::bad_queue_code);
  return account;
}

}  // namespace gamewire::inline v0::steamid
