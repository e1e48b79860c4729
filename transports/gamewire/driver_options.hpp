/// What drivers let their users choose.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include <gamewire/endpoint.hpp>
#include <gamewire/resolve.hpp>
#include <gamewire/trace.hpp>

namespace gamewire::inline v0 {

struct driver_options {
  /// The address to send from; addresses of the other family are then left out. A hub is bound by its own
  /// argument.
  std::optional<endpoint> local = std::nullopt;
  /// Which addresses of a name, and in which order.
  ip_preference prefer = ip_preference::any;
  /// Bytes of the kernel's receive buffer; 0 leaves it as it is. A burst that does not fit is lost.
  std::size_t receive_buffer = 0;
  /// Of a hub: IP is not to cut its datagrams in pieces, and nobody's word is taken for how small a link is (as
  /// QUIC has it, RFC 9000, 14). For who sends no more than 1200 bytes at once, such as a fleet: it spares the
  /// kernel the choice of an identification for each, a tenth of what a query costs.
  bool never_fragment = false;
  /// Is shown all that is sent and received.
  trace_hook trace = nullptr;
  /// Asked for names, and not for literal addresses, in a thread that nobody waits for: it may be at work still
  /// when the driver is gone, so what it uses has to be its own.
  resolver resolve = gamewire::resolve;
};

/// Those of many connections, which are the same.
using shared_options = std::shared_ptr<const driver_options>;

}  // namespace gamewire::inline v0
