/// Machines of streams with TLS below them, or without.
#pragma once

#include "machine.hpp"
#include "options.hpp"

#ifdef GAMEWIRE_TLS
#include <gamewire/tls/client.hpp>
#endif

namespace gamewire::c {

/// HTTP and WebSocket, as ALPN calls both (RFC 7301, 6).
inline constexpr const char* http_1_1 = "http/1.1";

/// What options say about TLS.
struct tls_choice {
  bool secure;
  const gw_tls_options* options;
  const char* host;           // of the machine, for options that name none
  const char* protocol = "";  // spoken above, as ALPN calls it
};

#ifdef GAMEWIRE_TLS

/// The options of the layer. Borrowed texts, but for the authorities, which are read here.
std::expected<tls::client_options, gw_code> tls_options(const tls_choice& of) noexcept;

template <class M>
gw_code make_stream(const typename M::options& chosen, const tls_choice& below, gw_machine** out) noexcept {
  if (!below.secure) return make_machine<M>(chosen, out);
  const auto lower = tls_options(below);
  return lower ? make_machine<over<tls::client, M>>({*lower, chosen}, out) : lower.error();
}

#else

template <class M>
gw_code make_stream(const typename M::options& chosen, const tls_choice& below, gw_machine** out) noexcept {
  return below.secure ? GW_UNSUPPORTED : make_machine<M>(chosen, out);
}

#endif

}  // namespace gamewire::c
