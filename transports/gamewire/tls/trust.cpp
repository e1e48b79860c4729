#include <openssl/err.h>

#include <gamewire/tls/context.hpp>
#include <gamewire/tls/error.hpp>
#include <gamewire/tls/trust.hpp>

namespace gamewire::inline v0::tls {
namespace {

/// A context, and what `fill` puts into it.
template <class Fill>
std::expected<context_ptr, std::error_code> filled_context(Fill fill) noexcept {
  context_ptr context = make_client_context();
  if (!context) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  const bool filled = fill(*context);
  ERR_clear_error();
  if (!filled) return std::unexpected(make_error_code(errc::bad_authorities));
  return context;
}

}  // namespace

trust::made trust::system() noexcept {
  auto made =
      filled_context([](SSL_CTX& context) { return SSL_CTX_set_default_verify_paths(&context) == 1; });
  if (!made) return std::unexpected(made.error());
  return trust(std::move(*made));
}

trust::made trust::file(const std::string& path) noexcept {
  auto made =
      filled_context([&](SSL_CTX& context) { return SSL_CTX_load_verify_file(&context, path.c_str()) == 1; });
  if (!made) return std::unexpected(made.error());
  return trust(std::move(*made));
}

trust::made trust::pem(std::string_view certificates) noexcept {
  auto made = filled_context([&](SSL_CTX& context) {
    const bio_ptr text = reader_of(certificates);
    std::size_t count = 0;
    while (const certificate_ptr one = text ? next_certificate(*text) : nullptr) {
      if (X509_STORE_add_cert(SSL_CTX_get_cert_store(&context), one.get()) != 1) return false;
      ++count;
    }
    return count != 0;
  });
  if (!made) return std::unexpected(made.error());
  return trust(std::move(*made));
}

std::expected<key_digest, std::error_code> digest_of_key(std::string_view certificate) noexcept {
  const bio_ptr text = reader_of(certificate);
  const certificate_ptr one = text ? next_certificate(*text) : nullptr;
  if (!one) return std::unexpected(make_error_code(errc::bad_certificate));
  return digest_of_key(*one);
}

}  // namespace gamewire::inline v0::tls
