#include <openssl/err.h>

#include <gamewire/tls/context.hpp>
#include <gamewire/tls/server.hpp>
#include <gamewire/tls/session.hpp>

namespace gamewire::inline v0::tls {
namespace {

bool take_certificates(SSL_CTX& context, BIO& text) noexcept {
  const certificate_ptr own = next_certificate(text);
  if (!own || SSL_CTX_use_certificate(&context, own.get()) != 1) return false;
  while (const certificate_ptr next = next_certificate(text))
    if (SSL_CTX_add1_chain_cert(&context, next.get()) != 1) return false;
  return true;
}

bool take_key(SSL_CTX& context, BIO& text) noexcept {
  const key_ptr key = key_in(text);
  return key && SSL_CTX_use_PrivateKey(&context, key.get()) == 1 && SSL_CTX_check_private_key(&context) == 1;
}

}  // namespace

std::expected<identity, std::error_code> identity::pem(std::string_view certificates,
                                                       std::string_view key) noexcept {
  context_ptr context = make_context();
  if (!context) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  const bio_ptr certificate_text = reader_of(certificates);
  const bio_ptr key_text = reader_of(key);
  const bool taken = certificate_text && key_text && take_certificates(*context, *certificate_text) &&
                     take_key(*context, *key_text);
  ERR_clear_error();
  if (!taken) return std::unexpected(make_error_code(errc::bad_identity));
  SSL_CTX_set_alpn_select_cb(context.get(), &session::choose, nullptr);
  return identity(std::move(context));
}

std::error_code server_options::validate() const noexcept {
  return !identity.empty() &&
                 session_setup::is_valid(handshake_timeout, closing_timeout, max_unsent, protocol)
             ? std::error_code{}
             : make_error_code(gamewire::errc::invalid_options);
}

connection::made server::make(const options& chosen) noexcept try {
  if (const auto error = chosen.validate()) return std::unexpected(error);
  return std::make_unique<session>(session_setup{.is = session_setup::side::server,
                                                 .context = chosen.identity.context_,
                                                 .handshake_timeout = chosen.handshake_timeout,
                                                 .closing_timeout = chosen.closing_timeout,
                                                 .max_unsent = chosen.max_unsent,
                                                 .protocols = session_setup::protocol_list(chosen.protocol)});
} catch (...) {
  return std::unexpected(make_error_code(gamewire::errc::no_memory));
}

server::server(const options& chosen) noexcept : connection(make(chosen)) {}

}  // namespace gamewire::inline v0::tls
