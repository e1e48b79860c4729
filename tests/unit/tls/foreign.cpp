/// Peers that do what ours never would: older versions, new keys in the middle, renegotiation.
#include <array>
#include <memory>

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "pair.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

/// OpenSSL as it comes, with a certificate, on memory BIOs.
class foreign_server {
 public:
  explicit foreign_server(int oldest = TLS1_2_VERSION, int newest = TLS1_3_VERSION)
      : context_(SSL_CTX_new(TLS_server_method())) {
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), oldest);
    SSL_CTX_set_max_proto_version(context_.get(), newest);
    const std::string& text = test_server().certificate;
    const std::string& key_text = test_server().key;
    BIO* in = BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
    X509* certificate = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    in = BIO_new_mem_buf(key_text.data(), static_cast<int>(key_text.size()));
    EVP_PKEY* key = PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    REQUIRE(SSL_CTX_use_certificate(context_.get(), certificate) == 1);
    REQUIRE(SSL_CTX_use_PrivateKey(context_.get(), key) == 1);
    X509_free(certificate);
    EVP_PKEY_free(key);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(ssl_.get());
  }

  SSL* operator*() const { return ssl_.get(); }
  void hear(bytes in) {
    BIO_write(SSL_get_rbio(ssl_.get()), in.data(), static_cast<int>(in.size()));
    std::array<char, 4096> buffer;
    for (int got = 1; got > 0;) {
      got = SSL_read(ssl_.get(), buffer.data(), buffer.size());
      if (got > 0) heard.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }
  std::string take() {
    std::string out(BIO_ctrl_pending(SSL_get_wbio(ssl_.get())), '\0');
    if (!out.empty()) BIO_read(SSL_get_wbio(ssl_.get()), out.data(), static_cast<int>(out.size()));
    return out;
  }
  void say(std::string_view text) {
    REQUIRE(SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size())) ==
            static_cast<int>(text.size()));
  }

  std::string heard;

 private:
  struct freed {
    void operator()(SSL_CTX* what) const { SSL_CTX_free(what); }
    void operator()(SSL* what) const { SSL_free(what); }
  };
  std::unique_ptr<SSL_CTX, freed> context_;
  std::unique_ptr<SSL, freed> ssl_;
};

constexpr time_point now{1s};

/// Until nothing moves.
void run(party<tls::client>& client, foreign_server& server) {
  for (bool moved = true; moved;) {
    moved = false;
    if (const bytes out = client.layer.poll_transmit(now); !out.empty()) {
      server.hear(out);
      client.layer.transmitted(out.size(), now);
      moved = true;
    }
    if (const std::string out = server.take(); !out.empty()) client.hear(as_bytes(out), now), moved = true;
  }
}

}  // namespace

TEST_CASE("tls: 1.2 is spoken, older versions are not") {
  party<tls::client> client(client_of_test());
  foreign_server old(TLS1_2_VERSION, TLS1_2_VERSION);
  run(client, old);
  CHECK(client.layer.secure());
  CHECK(client.layer.version() == "TLSv1.2");
  old.say("in good order");
  run(client, old);
  CHECK(client.heard == "in good order");
  party<tls::client> stricter(client_of_test());
  foreign_server ancient(TLS1_1_VERSION, TLS1_1_VERSION);
  run(stricter, ancient);
  CHECK(stricter.layer.plain_end() == tls::errc::version);
}

TEST_CASE("tls: a peer that changes its keys is followed, and one that asks for it gets new ones") {
  party<tls::client> client(client_of_test());
  foreign_server server;
  run(client, server);
  REQUIRE(client.layer.version() == "TLSv1.3");
  for (int i = 0; i < 3; ++i) {
    REQUIRE(SSL_key_update(*server, SSL_KEY_UPDATE_REQUESTED) == 1);
    server.say("a");
    run(client, server);
    CHECK(client.layer.write(as_bytes("b"), now) == 1);
    run(client, server);
  }
  CHECK(client.heard == "aaa");
  CHECK(server.heard == "bbb");
}

TEST_CASE("tls: a flood of key updates ends where the answers have no room any more") {
  party<tls::client> client(client_of_test());
  foreign_server server;
  run(client, server);
  std::size_t most = 0;
  for (int i = 0; i < 20000 && client.end() == "none"; ++i) {
    REQUIRE(SSL_key_update(*server, SSL_KEY_UPDATE_REQUESTED) == 1);
    REQUIRE(SSL_do_handshake(*server) == 1);
    client.hear(as_bytes(server.take()), now);
    most = std::max(most, client.layer.poll_transmit(now).size());
  }
  CHECK(most <= client_of_test().max_unsent + 128 * 1024);
  CHECK(client.layer.plain_end() == tls::errc::flooded);
  CHECK(*client.layer.plain_end() == condition::limit);
  client.layer.opened(now);
  foreign_server next;
  run(client, next);
  CHECK(client.layer.secure());
  CHECK(client.end() == "none");
}

TEST_CASE("tls: renegotiation is refused") {
  party<tls::client> client(client_of_test());
  foreign_server server(TLS1_2_VERSION, TLS1_2_VERSION);
  run(client, server);
  REQUIRE(client.layer.secure());
  REQUIRE(SSL_renegotiate(*server) == 1);
  SSL_do_handshake(*server);
  client.hear(as_bytes(server.take()), now);
  // By an alert; a handshake would be of type 0x16.
  const bytes answer = client.layer.poll_transmit(now);
  REQUIRE_FALSE(answer.empty());
  CHECK(answer[0] == std::byte{0x15});
  CHECK(answer.size() < 60);
}

TEST_CASE("tls: certificates without end are not read to their end") {
  party<tls::client> client(client_of_test());
  (void)client.layer.poll_transmit(now);
  // A handshake message of 16 MB, in records as large as there may be.
  std::string record("\x16\x03\x03\x40\x00", 5);
  record += std::string("\x02\xff\xff\xff", 4) + std::string(16380, 'x');
  client.hear(as_bytes(record), now);
  CHECK(client.layer.plain_end() == tls::errc::protocol);
}
