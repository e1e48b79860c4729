#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <gamewire/tls/error.hpp>
#include <gamewire/tls/failure.hpp>

namespace gamewire::inline v0::tls {
namespace {

errc fault_of_certificate(long verdict) noexcept {
  switch (verdict) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return errc::expired;
    case X509_V_ERR_CERT_NOT_YET_VALID: return errc::not_yet_valid;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: return errc::self_signed;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: return errc::unknown_issuer;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return errc::wrong_host;
    case X509_V_ERR_APPLICATION_VERIFICATION: return errc::wrong_key;
    case X509_V_ERR_CERT_REVOKED: return errc::revoked;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK: return errc::weak_certificate;
    default: return errc::bad_certificate;
  }
}

/// Before a cipher is chosen, that the other is not understood means something else than after.
bool has_agreed(const SSL& of) noexcept { return SSL_get_current_cipher(&of) != nullptr; }

std::error_code alert(const SSL& of, int number) noexcept {
  if (number == SSL_AD_PROTOCOL_VERSION && !has_agreed(of)) return errc::version;
  return {static_cast<int>(errc::alert) + number, category()};
}

errc fault_of_peer(const SSL& of, int reason) noexcept {
  if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED) return fault_of_certificate(SSL_get_verify_result(&of));
  if (has_agreed(of)) return errc::protocol;
  switch (reason) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_UNKNOWN_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_WRONG_SSL_VERSION: return errc::version;
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_BAD_RECORD_TYPE:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_RECORD_LENGTH_MISMATCH:
    case SSL_R_ENCRYPTED_LENGTH_TOO_LONG: return errc::not_tls;
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_SUITABLE_KEY_SHARE:
    case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
    case SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS:
    case SSL_R_NO_APPLICATION_PROTOCOL: return errc::no_agreement;
    default: return errc::protocol;
  }
}

}  // namespace

std::error_code cause_of_failure(const SSL& of, int what) noexcept {
  const unsigned long first = ERR_peek_error();
  const int reason = ERR_GET_REASON(first);
  if (reason == ERR_R_MALLOC_FAILURE) return gamewire::errc::no_memory;
  if (what != SSL_ERROR_SSL || ERR_GET_LIB(first) != ERR_LIB_SSL) return errc::protocol;
  return reason >= SSL_AD_REASON_OFFSET ? alert(of, reason - SSL_AD_REASON_OFFSET)
                                        : fault_of_peer(of, reason);
}

}  // namespace gamewire::inline v0::tls
