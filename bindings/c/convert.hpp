/// Between the words of C++ and those of C.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <expected>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include <gamewire/endpoint.hpp>
#include <gamewire/error.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/reconnect.hpp>

#include "gamewire.h"

namespace gamewire::c {

// The codes of C are the conditions.
static_assert(static_cast<int>(condition::timeout) == GW_TIMEOUT &&
              static_cast<int>(condition::unsupported) == GW_UNSUPPORTED);

inline gw_code code_of(std::error_code error) noexcept {
  return error ? static_cast<gw_code>(condition_of(error)) : GW_OK;
}

inline gw_error to_c(std::error_code error) noexcept {
  return {code_of(error), error.value(), error.category().name(), &error.category()};
}
/// An errno that a transport ended with; 0 is no error.
inline std::error_code from_errno(int error) noexcept { return {error, std::system_category()}; }

inline gw_text to_c(std::string_view text) noexcept { return {text.data(), text.size()}; }
inline gw_bytes to_c(bytes in) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(in.data()), in.size()};
}
inline bytes from_c(gw_bytes in) noexcept { return {reinterpret_cast<const std::byte*>(in.data), in.size}; }
inline bytes from_c(const void* data, std::size_t size) noexcept {
  return {static_cast<const std::byte*>(data), data != nullptr ? size : 0};
}
inline std::string_view from_c(gw_text text) noexcept {
  return {text.data, text.data != nullptr ? text.size : 0};
}
/// A text that a NUL ends; NULL is "".
inline std::string_view from_c(const char* text) noexcept {
  return text != nullptr ? text : std::string_view{};
}

inline time_point at(gw_time now) noexcept { return time_point(nanoseconds(now)); }
inline gw_time to_c(time_point when) noexcept { return when.time_since_epoch().count(); }

inline gw_endpoint to_c(const endpoint& of) noexcept {
  gw_endpoint made{};
  std::ranges::copy(of.address(), made.address);
  made.scope = of.scope();
  made.port = of.port();
  made.family = static_cast<std::uint8_t>(of.family());
  return made;
}

inline endpoint from_c(const gw_endpoint& of) noexcept {
  std::array<std::uint8_t, 16> address{};
  std::ranges::copy(of.address, address.begin());
  if (of.family == GW_FAMILY_V4)
    return endpoint::v4({address[0], address[1], address[2], address[3]}, of.port);
  if (of.family == GW_FAMILY_V6) return endpoint::v6(address, of.port, of.scope);
  return {};
}
inline endpoint from_c(const gw_endpoint* of) noexcept { return of != nullptr ? from_c(*of) : endpoint{}; }

inline gw_reconnect to_c(const reconnect_options& of) noexcept {
  return {of.attempts, of.delay.count(), of.max_delay.count()};
}
inline reconnect_options from_c(const gw_reconnect& of) noexcept {
  return {of.attempts, nanoseconds(of.delay), nanoseconds(of.max_delay)};
}

/// Writes a text with a NUL behind it, as far as it fits; how long all of it is.
inline std::size_t write_text(std::string_view text, char* out, std::size_t size) noexcept {
  if (out == nullptr || size == 0) return text.size();
  const std::size_t fits = std::min(text.size(), size - 1);
  if (fits != 0) std::memcpy(out, text.data(), fits);
  out[fits] = '\0';
  return text.size();
}

/// What a command says, for C.
inline gw_code give(const accepted& said, std::uint32_t* id) noexcept {
  if (!said) return code_of(said.error());
  if (id != nullptr) *id = std::to_underlying(*said);
  return GW_OK;
}

/// What an encoder says, for C.
inline gw_code give(const std::expected<bytes, std::error_code>& said, std::size_t* written) noexcept {
  if (!said) return code_of(said.error());
  if (written != nullptr) *written = said->size();
  return GW_OK;
}

/// An array of the caller's in the words of C++, for as long as a call lasts.
template <class To, class From, class Convert>
std::expected<std::unique_ptr<To[]>, gw_code> convert(const From* from, std::size_t count,
                                                      Convert how) noexcept {
  if (from == nullptr && count != 0) return std::unexpected(GW_USAGE);
  std::unique_ptr<To[]> made(new (std::nothrow) To[count]);
  if (!made) return std::unexpected(GW_LIMIT);
  std::transform(from, from + count, made.get(), how);
  return made;
}

}  // namespace gamewire::c
