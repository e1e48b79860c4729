/// Text to `endpoint` and back; included by endpoint.hpp, where the declarations and their contracts stand.
/// Not for users.
#pragma once

#include <algorithm>

#include <gamewire/endpoint.hpp>

namespace gamewire::inline v0 {
namespace detail {

constexpr int digit_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

/// A whole text of digits, at most `max`; decimal ones without leading zeros.
constexpr std::optional<std::uint32_t> parse_number(std::string_view text, int base,
                                                    std::uint32_t max) noexcept {
  if (text.empty() || text.size() > 10) return std::nullopt;
  if (base == 10 && text.size() > 1 && text.front() == '0') return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (digit_value(c) >= base) return std::nullopt;
    value = value * static_cast<unsigned>(base) + static_cast<unsigned>(digit_value(c));
  }
  if (value > max) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

constexpr std::optional<std::array<std::uint8_t, 4>> parse_v4(std::string_view text) noexcept {
  std::array<std::uint8_t, 4> octets{};
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t dot = i < 3 ? text.find('.') : text.size();
    if (dot == text.npos) return std::nullopt;
    const std::string_view part = text.substr(0, dot);
    const auto value = parse_number(part, 10, 255);
    if (!value) return std::nullopt;
    octets[i] = static_cast<std::uint8_t>(*value);
    text.remove_prefix(i < 3 ? dot + 1 : dot);
  }
  return octets;
}

/// Groups of four hex digits, separated by colons, the last two perhaps as a dotted quad; the number of
/// octets written, or nothing. Handles one side of a "::".
constexpr std::optional<std::size_t> parse_groups(std::string_view text,
                                                  std::span<std::uint8_t> out) noexcept {
  std::size_t size = 0;
  while (!text.empty()) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view group = text.substr(0, colon);
    if (colon == text.size() && group.find('.') != group.npos) {
      const auto quad = parse_v4(group);
      if (!quad || size + 4 > out.size()) return std::nullopt;
      for (const auto octet : *quad) out[size++] = octet;
      return size;
    }
    const auto value = parse_number(group, 16, 0xffff);
    if (!value || group.size() > 4 || size + 2 > out.size()) return std::nullopt;
    out[size++] = static_cast<std::uint8_t>(*value >> 8);
    out[size++] = static_cast<std::uint8_t>(*value);
    if (colon == text.size()) return size;
    text.remove_prefix(colon + 1);
    if (text.empty()) return std::nullopt;  // a colon at the end
  }
  return size;
}

constexpr std::optional<std::array<std::uint8_t, 16>> parse_v6(std::string_view text) noexcept {
  std::array<std::uint8_t, 16> octets{};
  const std::size_t gap = text.find("::");
  if (gap == text.npos) {
    const auto size = parse_groups(text, octets);
    return size == std::size_t{16} ? std::optional(octets) : std::nullopt;
  }
  std::array<std::uint8_t, 14> tail{};
  const auto before = parse_groups(text.substr(0, gap), std::span(octets).first(14));
  const auto after = parse_groups(text.substr(gap + 2), tail);
  if (!before || !after || *before + *after > 14) return std::nullopt;
  if (text.substr(0, gap).find('.') != text.npos) return std::nullopt;
  std::copy_n(tail.begin(), *after, octets.end() - static_cast<std::ptrdiff_t>(*after));
  return octets;
}

struct host_and_port {
  std::string_view host;
  std::optional<std::string_view> port;
  bool bracketed;
};

/// A single colon comes before a port; several belong to a v6 address, whose port comes behind brackets.
constexpr host_and_port split_port(std::string_view text) noexcept {
  if (text.starts_with('[')) {
    const std::size_t close = std::min(text.find(']'), text.size() - 1);
    const std::string_view rest = text.substr(close);
    const std::string_view host = text.substr(1, close - 1);
    if (rest == "]") return {host, std::nullopt, true};
    if (rest.starts_with("]:")) return {host, rest.substr(2), true};
    return {{}, std::nullopt, true};  // no address
  }
  const std::size_t colon = text.find(':');
  if (colon == text.npos || colon != text.rfind(':')) return {text, std::nullopt, false};
  return {text.substr(0, colon), text.substr(colon + 1), false};
}

}  // namespace detail

constexpr std::optional<endpoint> endpoint::parse(std::string_view text,
                                                  std::uint16_t default_port) noexcept {
  auto [host, port, bracketed] = detail::split_port(text);
  std::uint16_t number = default_port;
  if (port) {
    const auto value = detail::parse_number(*port, 10, 65535);
    if (!value) return std::nullopt;
    number = static_cast<std::uint16_t>(*value);
  }
  if (!bracketed)
    if (const auto quad = detail::parse_v4(host)) return v4(*quad, number);

  std::uint32_t scope = 0;
  if (const std::size_t percent = host.find('%'); percent != host.npos) {
    const auto value = detail::parse_number(host.substr(percent + 1), 10, 0xffffffff);
    if (!value) return std::nullopt;
    scope = *value;
    host = host.substr(0, percent);
  }
  const auto octets = detail::parse_v6(host);
  return octets ? std::optional(v6(*octets, number, scope)) : std::nullopt;
}

constexpr endpoint_text::endpoint_text(const endpoint& of) noexcept {
  if (of.is_v4()) {
    for (std::size_t i = 0; i < 4; ++i) {
      if (i != 0) put('.');
      put_number(of.address()[i], 10);
    }
  } else if (of.is_v6()) {
    put('[');
    put_v6(of.address());
    if (of.scope() != 0) put('%'), put_number(of.scope(), 10);
    put(']');
  } else {
    put('-');
  }
  put(':');
  put_number(of.port(), 10);
}

constexpr void endpoint_text::put_number(std::uint32_t value, std::uint32_t base) noexcept {
  std::array<char, 10> digits{};
  std::size_t count = 0;
  do digits[count++] = "0123456789abcdef"[value % base];
  while ((value /= base) != 0);
  while (count != 0) put(digits[--count]);
}

constexpr void endpoint_text::put_v6(const std::array<std::uint8_t, 16>& octets) noexcept {
  std::array<std::uint32_t, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i)
    groups[i] = static_cast<std::uint32_t>(octets[2 * i] << 8 | octets[2 * i + 1]);

  // The first longest run of at least two zero groups is written as "::".
  std::size_t gap = 8;
  std::size_t gap_size = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t run = 0;
    while (i + run < 8 && groups[i + run] == 0) ++run;
    if (run > gap_size) gap = i, gap_size = run;
  }
  for (std::size_t i = 0; i < 8;) {
    if (i == gap) {
      put(':'), put(':');
      i += gap_size;
      continue;
    }
    if (i != 0 && i != gap + gap_size) put(':');
    put_number(groups[i++], 16);
  }
}

}  // namespace gamewire::inline v0
