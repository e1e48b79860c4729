/// What both sides of TLS are: a layer (layer.hpp states the contract).
///
/// There is no I/O in it: OpenSSL reads what `receive` was given where it lies, and writes to a buffer that
/// `poll_transmit` shows. It takes the time of day to judge certificates from the system, unless the options give it,
/// and its randomness too. Renegotiation, compression and resumption are off.
///
/// Memory: what is not transmitted is bounded by `max_unsent` and 128 KiB for TLS's own messages, of which more end the
/// connection. OpenSSL takes 17 KiB for a connection that is idle and up to 60 KiB in the handshake; besides, a record
/// that has not come whole takes 16 KiB, and so does one that is being read. An allocation that fails ends the
/// connection with an error.
#pragma once

#include <optional>
#include <string_view>

#include <gamewire/session_layer.hpp>
#include <gamewire/tls/error.hpp>
#include <gamewire/tls/trust.hpp>

namespace gamewire::inline v0::tls {

class session;

/// `plain_end` is {} when the peer has said farewell. `errc::truncated`: it has not, and whether something is missing only the
/// machine can know. Else what broke the handshake or the connection.
class connection : public session_layer<session> {
 public:
  /// What it carries.
  static constexpr framing plain = framing::stream;

  /// To look at. The handshake is over, and the peer is who it should be.
  [[nodiscard]] bool secure() const noexcept;
  /// "TLSv1.3"; empty before.
  [[nodiscard]] std::string_view version() const noexcept;
  /// What ALPN agreed on; may be empty. Valid until the next call that is not const.
  [[nodiscard]] std::string_view protocol() const noexcept;
  /// The peer's key, for pins.
  [[nodiscard]] std::optional<key_digest> peer_key() const noexcept;

 protected:
  explicit connection(made made) noexcept;
};

}  // namespace gamewire::inline v0::tls

namespace gamewire::inline v0 {

extern template class session_layer<tls::session>;

}  // namespace gamewire::inline v0
