#include <algorithm>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <gamewire/tls/context.hpp>
#include <gamewire/tls/session.hpp>

namespace gamewire::inline v0::tls {

std::string session_setup::protocol_list(std::string_view one) {
  if (one.empty()) return {};
  return static_cast<char>(static_cast<unsigned char>(one.size())) + std::string(one);
}

bool session_setup::is_valid(nanoseconds handshake, nanoseconds closing, std::size_t max_unsent,
                             std::string_view protocol) {
  return handshake > nanoseconds::zero() && closing > nanoseconds::zero() && max_unsent >= 1024 &&
         protocol.size() <= 255;
}

void session::begin() noexcept {
  wire_.clear();
  handshake_due_ = closing_due_ = never;
  cut_.reset();
  end_.reset();
  begun_ = secure_ = shut_ = failed_ = broken_ = false;
  ERR_clear_error();
  ssl_.reset(SSL_new(setup_.context.get()));
  if (!ssl_ || !equip(*ssl_)) fail(gamewire::errc::no_memory);
}

bool session::equip(SSL& made) noexcept {
  BIO* const bio = wire_.make_bio();
  if (bio == nullptr) return false;
  SSL_set_bio(&made, bio, bio);
  if (SSL_set_ex_data(&made, 0, this) != 1) return false;
  if (setup_.is == session_setup::side::server) return SSL_set_accept_state(&made), true;
  SSL_set_connect_state(&made);
  const auto* protocols = reinterpret_cast<const unsigned char*>(setup_.protocols.data());
  // Unlike its sisters it returns 0 when all is well.
  if (!setup_.protocols.empty() &&
      SSL_set_alpn_protos(&made, protocols, static_cast<unsigned>(setup_.protocols.size())) != 0)
    return false;
  if (setup_.wall_time)
    X509_VERIFY_PARAM_set_time(SSL_get0_param(&made), setup_.wall_time->time_since_epoch().count());
  return setup_.host.empty() || expect_host(made);
}

/// An address is no name: it is not told to the peer (RFC 6066, section 3).
bool session::expect_host(SSL& made) noexcept {
  X509_VERIFY_PARAM* const expected = SSL_get0_param(&made);
  if (X509_VERIFY_PARAM_set1_ip_asc(expected, setup_.host.c_str()) == 1) return true;
  ERR_clear_error();
  X509_VERIFY_PARAM_set_hostflags(expected,
                                  X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  return X509_VERIFY_PARAM_set1_host(expected, setup_.host.data(), setup_.host.size()) == 1 &&
         SSL_ctrl(&made, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, setup_.host.data()) == 1;
}

int session::judge(X509_STORE_CTX* chain, void*) noexcept {
  const auto* of = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(chain, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const auto& setup = static_cast<const session*>(SSL_get_ex_data(of, 0))->setup_;
  if (setup.verify && X509_verify_cert(chain) != 1) return 0;
  if (setup.pins.empty()) return 1;
  const X509* const shown = X509_STORE_CTX_get0_cert(chain);
  const auto key = digest_of_key(*shown);
  if (key && std::ranges::find(setup.pins, *key) != setup.pins.end()) return 1;
  X509_STORE_CTX_set_error(chain, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

int session::choose(SSL* of, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned offered_size, void*) noexcept {
  const std::string& wanted = static_cast<const session*>(SSL_get_ex_data(of, 0))->setup_.protocols;
  if (wanted.empty()) return SSL_TLSEXT_ERR_NOACK;
  unsigned char* found = nullptr;
  const int result =
      SSL_select_next_proto(&found, size, reinterpret_cast<const unsigned char*>(wanted.data()),
                            static_cast<unsigned>(wanted.size()), offered, offered_size);
  *chosen = found;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace gamewire::inline v0::tls
