/// Whom a TLS client trusts.
#pragma once

#include <array>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

struct ssl_ctx_st;

namespace gamewire::inline v0::tls {

/// Authorities whose word counts. Reading the system's takes tens of milliseconds and most of a megabyte, so that many
/// connections share one: copies are cheap, what is behind them is constant, and threads may share it.
class trust {
 public:
  /// What can be trusted, or why it cannot be read.
  using made = std::expected<trust, std::error_code>;

  /// Nobody.
  trust() = default;

  /// Those whom the system trusts: OpenSSL's own places, which SSL_CERT_FILE and SSL_CERT_DIR replace. Error, here and
  /// below: also `gamewire::errc::no_memory`.
  static made system() noexcept;
  /// Those in a file of PEM certificates, and no others. Error: `errc::bad_authorities`.
  static made file(const std::string& path) noexcept;
  /// The same from memory.
  static made pem(std::string_view certificates) noexcept;

  /// Is nobody trusted? A client then reads the system's authorities for itself.
  [[nodiscard]] bool empty() const noexcept { return context_ == nullptr; }

 private:
  friend class client;

  explicit trust(std::shared_ptr<ssl_ctx_st> context) noexcept : context_(std::move(context)) {}

  std::shared_ptr<ssl_ctx_st> context_;
};

/// What a pin names: SHA-256 of a public key, as a certificate has it (its SubjectPublicKeyInfo, RFC 7469 section 2.4).
/// It outlives the certificate as long as that is renewed with the same key.
using key_digest = std::array<std::byte, 32>;

/// Of the first certificate in a PEM text. Error: `errc::bad_certificate`.
std::expected<key_digest, std::error_code> digest_of_key(std::string_view certificate) noexcept;

}  // namespace gamewire::inline v0::tls
