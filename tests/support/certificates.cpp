#include "support/certificates.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace gamewire::test {
namespace {

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};
using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free>>;
using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freed_by<X509_free>>;

void must(bool worked) {
  if (worked) return;
  std::fputs("OpenSSL makes no certificates\n", stderr);
  std::abort();
}

std::string text_in(BIO& bio) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(&bio, &text);
  return {text, static_cast<std::size_t>(size)};
}

bio_ptr reader_of(const std::string& text) {
  return bio_ptr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

void add_extension(X509& to, X509& issuer, int which, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, &issuer, &to, nullptr, nullptr, 0);
  X509_EXTENSION* made = X509V3_EXT_conf_nid(nullptr, &context, which, value.c_str());
  must(made != nullptr && X509_add_ext(&to, made, -1) == 1);
  X509_EXTENSION_free(made);
}

void set_time(ASN1_TIME* to, std::chrono::sys_days day) {
  must(ASN1_TIME_set(to, std::chrono::sys_seconds(day).time_since_epoch().count()) != nullptr);
}

void describe(X509& one, const certificate_plan& plan) {
  static long serial = 0;
  must(X509_set_version(&one, X509_VERSION_3) == 1);
  ASN1_INTEGER_set(X509_get_serialNumber(&one), ++serial);
  set_time(X509_getm_notBefore(&one), plan.from);
  set_time(X509_getm_notAfter(&one), plan.until);
  const auto* name = reinterpret_cast<const unsigned char*>(plan.name.c_str());
  must(X509_NAME_add_entry_by_txt(X509_get_subject_name(&one), "CN", MBSTRING_ASC, name, -1, -1, 0) == 1);
}

}  // namespace

credentials make_certificate(const certificate_plan& plan, const credentials* issuer) {
  const key_ptr key(plan.weak_rsa != 0 ? EVP_RSA_gen(plan.weak_rsa) : EVP_EC_gen("P-256"));
  const certificate_ptr made(X509_new());
  must(key && made && X509_set_pubkey(made.get(), key.get()) == 1);
  describe(*made, plan);

  certificate_ptr issuer_certificate;
  key_ptr issuer_key;
  if (issuer != nullptr) {
    issuer_certificate.reset(
        PEM_read_bio_X509(reader_of(issuer->certificate).get(), nullptr, nullptr, nullptr));
    issuer_key.reset(PEM_read_bio_PrivateKey(reader_of(issuer->key).get(), nullptr, nullptr, nullptr));
  }
  X509& by = issuer != nullptr ? *issuer_certificate : *made;
  must(X509_set_issuer_name(made.get(), X509_get_subject_name(&by)) == 1);
  add_extension(*made, by, NID_basic_constraints, plan.authority ? "critical,CA:TRUE" : "CA:FALSE");
  std::string alternatives;
  for (const std::string& one : plan.alternatives) alternatives += (alternatives.empty() ? "" : ",") + one;
  if (!alternatives.empty()) add_extension(*made, by, NID_subject_alt_name, alternatives);
  must(X509_sign(made.get(), issuer != nullptr ? issuer_key.get() : key.get(), EVP_sha256()) > 0);

  const bio_ptr certificate_text(BIO_new(BIO_s_mem()));
  const bio_ptr key_text(BIO_new(BIO_s_mem()));
  must(PEM_write_bio_X509(certificate_text.get(), made.get()) == 1);
  must(PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return {text_in(*certificate_text), text_in(*key_text)};
}

const credentials& test_authority() {
  static const credentials made = make_certificate({.name = "Test Authority", .authority = true});
  return made;
}

const credentials& test_server() {
  static const credentials made = make_certificate(
      {.name = "play.example", .alternatives = {"DNS:play.example", "IP:127.0.0.1"}}, &test_authority());
  return made;
}

}  // namespace gamewire::test
