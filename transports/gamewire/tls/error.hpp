/// What can go wrong with TLS.
#pragma once

#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::tls {

enum class errc {
  timeout = 1,          // no handshake in time
  closed_in_handshake,  // the connection ended before it was secure
  truncated,            // the connection ended without TLS's farewell: what was heard may not be all
  not_tls,              // what answers speaks another protocol; plain HTTP is told by this
  version,              // no version of TLS in common; 1.2 is the least
  no_agreement,         // nothing in common otherwise: ciphers, curves, the protocol above (ALPN)
  protocol,             // the peer broke the protocol
  flooded,  // the peer wants more answers of TLS's own than it takes, or there is no memory for them
  // The peer's certificate:
  expired,
  not_yet_valid,
  self_signed,     // vouches for itself
  unknown_issuer,  // nobody who is trusted vouches for it
  wrong_host,      // belongs to another name or address
  wrong_key,       // has none of the keys that are pinned
  revoked,
  weak_certificate,  // its key or signature can be forged
  bad_certificate,   // has another fault
  // Misuse:
  bad_authorities,  // no certificates where those of authorities should be
  bad_identity,     // no certificate, no key, or they do not belong together
  // The peer gave up and said why: this, and the number of its alert (RFC 8446, section 6).
  alert = 1000,
};

/// "gamewire.tls". Its errors fall under `condition::tls`; but `timeout`, `flooded` under `limit`, and misuse under
/// `usage`.
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

}  // namespace gamewire::inline v0::tls

template <>
struct std::is_error_code_enum<gamewire::tls::errc> : std::true_type {};
