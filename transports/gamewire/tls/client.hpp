/// The client side of TLS, a layer for machines that speak over streams:
///
///     over<tls::client, rcon::client> secure({.lower = {.host = "play.example.org"}, .upper = {.password = "…"}});
///
/// It believes nobody but who shows a certificate for the host that it asked for, which an authority that the system
/// trusts vouches for, and is valid now. TLS 1.2 is the least.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

#include <gamewire/tls/connection.hpp>
#include <gamewire/tls/trust.hpp>

namespace gamewire::inline v0::tls {

/// Everything is copied by the client.
struct client_options {
  /// Whose certificate it has to be: a name, which is also told to the peer (SNI), or an address in text, without
  /// brackets; its scope, as in "fe80::1%eth0", is nobody else's business. RFC 9525: only subject alternative names count, and no partial wildcards.
  std::string_view host = {};
  /// Whom to trust. Nobody: the client reads the system's authorities for itself.
  tls::trust trust = {};
  /// The key has to be one of these besides. Of none: any.
  std::span<const key_digest> pins = {};
  /// False: whose certificate it is does not matter, nor who vouches for it nor when; the pins do. Who listens in on
  /// the way may then be the peer.
  bool verify = true;
  /// When certificates have to be valid. Nothing: now, by the system's clock.
  std::optional<std::chrono::sys_seconds> wall_time = {};
  /// What is to be spoken above, as ALPN calls it: "http/1.1". A peer that knows no ALPN is taken as well.
  std::string_view protocol = {};
  /// From the first `poll_transmit`; connecting counts, when the layer is not told when that was over.
  nanoseconds handshake_timeout = std::chrono::seconds(10);
  /// How long the rest and the farewell may take.
  nanoseconds closing_timeout = std::chrono::seconds(2);
  /// The most bytes that wait to be transmitted before `write` takes no more. TLS's own messages come on top.
  std::size_t max_unsent = std::size_t{64} << 10U;

  /// `errc::invalid_options` for: no host, unless `verify` is false; a host with a NUL, with a dot in front or longer than 253; a protocol
  /// longer than 255; times that are not positive; a `max_unsent` below 1024.
  [[nodiscard]] std::error_code validate() const noexcept;
};

class client : public connection {
 public:
  using options = client_options;

  /// When options are not valid, authorities cannot be read or memory is out, it is over from the start, and
  /// `plain_end` says why.
  explicit client(const options& chosen) noexcept;

 private:
  static made make(const options& chosen) noexcept;
};

static_assert(layer<client>);

}  // namespace gamewire::inline v0::tls
