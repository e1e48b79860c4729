/// The server side of TLS, a layer for machines that speak over streams; one for each connection.
///
///     auto me = tls::identity::pem(certificates, key);           // once
///     over<tls::server, rcon::responder> one({.lower = {.identity = *me}, .upper = {…}});
#pragma once

#include <expected>
#include <memory>
#include <string_view>
#include <system_error>

#include <gamewire/tls/connection.hpp>

struct ssl_ctx_st;

namespace gamewire::inline v0::tls {

/// A certificate, those between it and its authority, and its key. Copies are cheap, what is behind them is constant,
/// and threads may share it.
class identity {
 public:
  /// Nobody: no client accepts it.
  identity() = default;
  /// Of PEM texts; the server's own certificate comes first. The key must not be encrypted. Errors:
  /// `errc::bad_identity`, `gamewire::errc::no_memory`.
  static std::expected<identity, std::error_code> pem(std::string_view certificates,
                                                      std::string_view key) noexcept;

  /// Is it nobody's?
  [[nodiscard]] bool empty() const noexcept { return context_ == nullptr; }

 private:
  friend class server;

  explicit identity(std::shared_ptr<ssl_ctx_st> context) noexcept : context_(std::move(context)) {}

  std::shared_ptr<ssl_ctx_st> context_;
};

/// Everything is copied by the server.
struct server_options {
  /// Who the server is; not empty.
  tls::identity identity = {};
  /// What is spoken above, as ALPN calls it. A client that offers only others is refused; nothing: whatever it offers
  /// is ignored.
  std::string_view protocol = {};
  /// As of clients (client.hpp).
  nanoseconds handshake_timeout = std::chrono::seconds(10);
  nanoseconds closing_timeout = std::chrono::seconds(2);
  std::size_t max_unsent = std::size_t{64} << 10U;

  /// `errc::invalid_options` as for clients, and for an empty identity.
  [[nodiscard]] std::error_code validate() const noexcept;
};

class server : public connection {
 public:
  using options = server_options;

  /// When options are not valid or memory is out, it is over from the start, and `plain_end` says why.
  explicit server(const options& chosen) noexcept;

 private:
  static made make(const options& chosen) noexcept;
};

static_assert(layer<server>);

}  // namespace gamewire::inline v0::tls
