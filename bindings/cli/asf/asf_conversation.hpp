/// What `asf` says to the server, on whatever carries it.
#pragma once

#include <concepts>
#include <utility>

#include <gamewire/asf/client.hpp>

#include "asf/asf_server.hpp"
#include "session.hpp"
#include "target/target.hpp"
#include "terminal/interrupt.hpp"
#include "transport/machines.hpp"

namespace gamewire::cli {

/// Views into `server`. Throws `command_error` for an address that no API can have.
asf::client_options asf_client_options(const common_options& common, const asf_server& server, bool legacy);

#ifdef GAMEWIRE_TLS
/// Views into `server`. Throws `command_error` where the file of authorities is none.
tls::client_options tls_options_of(const asf_server& server, const asf_arguments& arguments);
#endif

/// Runs `client` until it is done: then {}. `hear(M&, event)` may give it commands once it needs the views in its event
/// no more. `at` becomes where the server was found. Errors: the transport's; `operation_canceled` after a signal
/// (`interrupted_by`).
template <machine M>
std::error_code run_through(session& with, const asf_server& server, auto client, endpoint& at, auto& hear) {
  const auto peer = with.via->connect({server.host, server.port}, std::move(client), driver_options_of(with));
  if (!peer) return peer.error();
  const auto machine = [&]() -> M& {
    if constexpr (std::same_as<decltype(client), M>)
      return (*peer)->machine();
    else
      return *(*peer)->machine();
  };
  const on_interrupt stopping([&] { (*peer)->stop(); });
  return (*peer)->run([&](const auto& event) {
    at = (*peer)->remote();
    hear(machine(), event);
  });
}

/// The same, on TLS where the server's address says so. Throws `command_error`.
template <machine M>
std::error_code converse(session& with, const asf_server& server,
                         [[maybe_unused]] const asf_arguments& arguments, M client, endpoint& at, auto hear) {
  if (!server.secure) return run_through<M>(with, server, std::move(client), at, hear);
#ifdef GAMEWIRE_TLS
  over<tls::client, M> secure(tls::client(tls_options_of(server, arguments)), std::move(client));
  return run_through<M>(with, server, std::move(secure), at, hear);
#else
  throw command_error({condition::unsupported, "this build knows no TLS"});
#endif
}

}  // namespace gamewire::cli
