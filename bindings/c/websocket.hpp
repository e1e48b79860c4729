/// WebSocket below machines.
#pragma once

#include <gamewire/websocket/client.hpp>

#include "tls.hpp"

namespace gamewire::c {

/// GW_USAGE without a secret: what stands between could foretell the masks.
template <class M>
gw_code make_on_websocket(const websocket::client_options& socket, const typename M::options& chosen,
                          const tls_choice& below, gw_machine** out) noexcept {
  if (socket.secret == siphash_key{}) return GW_USAGE;
  return make_stream<over<websocket::messages, M>>({socket, chosen}, below, out);
}

}  // namespace gamewire::c
