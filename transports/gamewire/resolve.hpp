/// Host names to endpoints, by the system's resolver.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <gamewire/endpoint.hpp>
#include <gamewire/error.hpp>

namespace gamewire::inline v0 {

/// Where a user wants to go: a name or a literal address (v6 without brackets, perhaps with a `%scope`), and a
/// port.
struct address {
  std::string host;
  std::uint16_t port = 0;  // host order

  friend bool operator==(const address&, const address&) = default;
};

/// Reads "host", "host:port", "v6", "[v6]" or "[v6]:port". Whether a name exists is not asked here.
/// Error: `std::errc::invalid_argument` (no host, a blank or control character in it, a port that is none).
std::expected<address, std::error_code> parse_address(std::string_view text, std::uint16_t default_port);

/// Which addresses of a name are wanted, and in which order. `any` keeps the resolver's.
enum class ip_preference : unsigned char { any, v4_first, v4_only, v6_only };

/// Why a name gave no endpoint; all of them are `condition::resolve`.
enum class resolve_errc {
  not_found = 1,  // no such name
  no_address,     // it has no address of a wanted family
  try_again,      // the name server does not answer
  failed,         // the resolver is in trouble
};

/// "gamewire.resolve": that of `resolve_errc`.
const std::error_category& resolve_category() noexcept;

/// With it a `resolve_errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(resolve_errc error) noexcept {
  return {static_cast<int>(error), resolve_category()};
}

/// Is the host an address already, so that `resolve` asks nobody?
bool is_literal(const address& of) noexcept;

/// All endpoints of a name, at least one, each once. Blocks for as long as the system's resolver does, and
/// not at all for literal addresses. Errors: those of `resolve_errc`, or the system's.
std::expected<std::vector<endpoint>, std::error_code> resolve(const address& of, ip_preference prefer);

/// Of the addresses that any resolver found those that are wanted, each once, in the preferred order. Error:
/// `no_address`.
std::expected<std::vector<endpoint>, std::error_code> select(std::span<const endpoint> found,
                                                             ip_preference prefer);

/// What drivers take in place of `resolve`; driver_options.hpp says in which thread they call it.
using resolver = std::function<std::expected<std::vector<endpoint>, std::error_code>(const address& of,
                                                                                     ip_preference prefer)>;

}  // namespace gamewire::inline v0

template <>
struct std::is_error_code_enum<gamewire::resolve_errc> : std::true_type {};
