/// Owners of what OpenSSL gives out. Not for users: no public header includes OpenSSL's.
#pragma once

#include <memory>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace gamewire::inline v0::tls {

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* what) const noexcept {
    Free(what);
  }
};

using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free>>;
using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freed_by<X509_free>>;
using ssl_ptr = std::unique_ptr<SSL, freed_by<SSL_free>>;
using context_ptr = std::shared_ptr<SSL_CTX>;

}  // namespace gamewire::inline v0::tls
