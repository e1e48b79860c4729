#include <climits>

#include <openssl/err.h>
#include <openssl/pem.h>

#include <gamewire/tls/context.hpp>
#include <gamewire/tls/session.hpp>

namespace gamewire::inline v0::tls {

namespace {
/// Else OpenSSL would ask at the terminal.
int no_password(char*, int, int, void*) noexcept { return -1; }
}  // namespace

context_ptr make_context() noexcept try {
  context_ptr made(SSL_CTX_new(TLS_method()), freed_by<SSL_CTX_free>());
  if (!made) return made;
  SSL_CTX* const context = made.get();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  // What is idle gives its buffers back; what is written may lie elsewhere the next time.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return made;
} catch (...) {
  return nullptr;
}

context_ptr make_client_context() noexcept {
  context_ptr made = make_context();
  if (!made) return made;
  SSL_CTX_set_verify(made.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(made.get(), &session::judge, nullptr);
  return made;
}

bio_ptr reader_of(std::string_view text) noexcept {
  if (text.empty() || text.size() > INT_MAX) return nullptr;
  return bio_ptr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

certificate_ptr next_certificate(BIO& text) noexcept {
  certificate_ptr next(PEM_read_bio_X509(&text, nullptr, no_password, nullptr));
  ERR_clear_error();
  return next;
}

key_ptr key_in(BIO& text) noexcept {
  key_ptr key(PEM_read_bio_PrivateKey(&text, nullptr, no_password, nullptr));
  ERR_clear_error();
  return key;
}

std::expected<key_digest, std::error_code> digest_of_key(const X509& certificate) noexcept {
  unsigned char* encoded = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(&certificate), &encoded);
  if (size <= 0) return std::unexpected(make_error_code(errc::bad_certificate));
  key_digest digest;
  static_assert(sizeof digest == 32);
  const bool digested =
      EVP_Digest(encoded, static_cast<std::size_t>(size), reinterpret_cast<unsigned char*>(digest.data()),
                 nullptr, EVP_sha256(), nullptr) == 1;
  OPENSSL_free(encoded);
  if (!digested) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  return digest;
}

}  // namespace gamewire::inline v0::tls
