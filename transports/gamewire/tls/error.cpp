#include <string>

#include <openssl/ssl.h>

#include <gamewire/tls/error.hpp>

namespace gamewire::inline v0::tls {
namespace {

class tls_errors final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "gamewire.tls"; }

  [[nodiscard]] std::string message(int value) const override {
    if (value >= static_cast<int>(errc::alert))
      return std::string("TLS: the peer gave up: ") +
             SSL_alert_desc_string_long(value - static_cast<int>(errc::alert));
    return std::string("TLS: ") + text(static_cast<errc>(value));
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::timeout: return condition::timeout;
      case errc::flooded: return condition::limit;
      case errc::bad_authorities:
      case errc::bad_identity: return condition::usage;
      default: return condition::tls;
    }
  }

 private:
  static const char* text(errc value) noexcept {
    switch (value) {
      case errc::timeout: return "no handshake in time";
      case errc::closed_in_handshake: return "the connection ended in the handshake";
      case errc::truncated: return "the connection was cut off; something may be missing";
      case errc::not_tls: return "the peer speaks something else on this port";
      case errc::version: return "no version in common with the peer";
      case errc::no_agreement: return "nothing in common with the peer";
      case errc::protocol: return "the peer broke the protocol";
      case errc::flooded: return "the peer wants more answers than it takes";
      case errc::expired: return "the certificate has expired";
      case errc::not_yet_valid: return "the certificate is not valid yet";
      case errc::self_signed: return "the certificate is self-signed";
      case errc::unknown_issuer: return "the certificate's issuer is not known";
      case errc::wrong_host: return "the certificate belongs to another host";
      case errc::wrong_key: return "the certificate's key is not the one that is pinned";
      case errc::revoked: return "the certificate has been revoked";
      case errc::weak_certificate: return "the certificate is too weak";
      case errc::bad_certificate: return "the certificate is not in order";
      case errc::bad_authorities: return "no certificates of authorities found";
      case errc::bad_identity: return "no certificate with its key found";
      case errc::alert: break;
    }
    return "unknown error";
  }
};

}  // namespace

const std::error_category& category() noexcept {
  static const tls_errors instance;
  return instance;
}

}  // namespace gamewire::inline v0::tls
