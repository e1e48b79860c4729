/// Whom a client believes, and whom not.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "pair.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

constexpr std::chrono::sys_seconds year(int which) {
  return std::chrono::sys_days{std::chrono::year{which} / 1 / 1};
}

/// What the client says to a server with this certificate: "secure", or why not.
std::string verdict(const credentials& server, const tls::client_options& options = client_of_test()) {
  tls_pair both(options, {.identity = identity_of(server)});
  both.run();
  CHECK(both.client.layer.secure() == both.server.layer.secure());
  CHECK(both.client.heard.empty());
  return both.client.layer.secure() ? "secure" : both.client.end();
}

credentials server_for(std::vector<std::string> names) {
  return make_certificate({.name = "server", .alternatives = std::move(names)}, &test_authority());
}

std::string verdict_for(const credentials& server, std::string_view host) {
  auto options = client_of_test();
  options.host = host;
  return verdict(server, options);
}

const std::string secure = "secure";
std::string refused(tls::errc why) { return make_error_code(why).message(); }

}  // namespace

TEST_CASE("tls: names have to match, by subject alternative names alone") {
  const credentials one =
      server_for({"DNS:play.example", "DNS:*.games.example", "IP:192.0.2.1", "IP:2001:db8::1", "IP:fe80::1"});
  for (const char* host : {"play.example", "PLAY.example", "play.example.", "a.games.example", "192.0.2.1",
                           "2001:db8::1", "fe80::1", "fe80::1%lo"})
    CHECK(verdict_for(one, host) == secure);
  for (const char* host : {"example", "a.play.example", "games.example", "a.b.games.example", "192.0.2.2",
                           "2001:db8::2", "fe80::2%lo", "play.example%lo"})
    CHECK(verdict_for(one, host) == refused(tls::errc::wrong_host));
  const credentials by_subject = make_certificate({.name = "play.example"}, &test_authority());
  CHECK(verdict_for(by_subject, "play.example") == refused(tls::errc::wrong_host));
  CHECK(verdict_for(server_for({"DNS:192.0.2.1"}), "192.0.2.1") == refused(tls::errc::wrong_host));
  CHECK(verdict_for(server_for({"DNS:pl*.games.example"}), "play.games.example") ==
        refused(tls::errc::wrong_host));
}

TEST_CASE("tls: certificates have their time, which is given") {
  auto options = client_of_test();
  for (const auto& [when, what] : {std::pair{year(2019), refused(tls::errc::not_yet_valid)},
                                   {year(2021), secure},
                                   {year(2039), secure},
                                   {year(2041), refused(tls::errc::expired)}}) {
    options.wall_time = when;
    CHECK(verdict(test_server(), options) == what);
  }
  options.wall_time.reset();  // the system's
  CHECK(verdict(test_server(), options) == secure);
  const credentials old = make_certificate(
      {.alternatives = {"DNS:play.example"}, .until = std::chrono::sys_days{std::chrono::year{2021} / 1 / 1}},
      &test_authority());
  CHECK(verdict(old, options) == refused(tls::errc::expired));
}

TEST_CASE("tls: somebody who is trusted has to vouch for it") {
  const certificate_plan plan{.name = "play.example", .alternatives = {"DNS:play.example"}};
  CHECK(verdict(make_certificate(plan)) == refused(tls::errc::self_signed));
  const credentials other = make_certificate({.name = "Another Authority", .authority = true});
  CHECK(verdict(make_certificate(plan, &other)) == refused(tls::errc::unknown_issuer));
  // A certificate that is nobody's authority vouches for nothing.
  const credentials between = make_certificate({.name = "no authority"}, &test_authority());
  credentials below = make_certificate(plan, &between);
  below.certificate += between.certificate;
  CHECK(verdict(below) == refused(tls::errc::bad_certificate));
  // One that is does, when it is sent along.
  const credentials middle = make_certificate({.name = "Middle", .authority = true}, &test_authority());
  below = make_certificate(plan, &middle);
  CHECK(verdict(below) == refused(tls::errc::unknown_issuer));
  below.certificate += middle.certificate;
  CHECK(verdict(below) == secure);
  // The system's authorities do not know ours.
  auto options = client_of_test();
  options.trust = {};
  CHECK(verdict(test_server(), options) == refused(tls::errc::unknown_issuer));
}

TEST_CASE("tls: keys that can be guessed do not count") {
  const credentials weak =
      make_certificate({.alternatives = {"DNS:play.example"}, .weak_rsa = 1024}, &test_authority());
  // OpenSSL may not even let a server have it.
  const auto identity = tls::identity::pem(weak.certificate, weak.key);
  if (identity)
    CHECK(verdict(weak) == refused(tls::errc::weak_certificate));
  else
    CHECK(identity.error() == tls::errc::bad_identity);
}

TEST_CASE("tls: pins hold besides all that, and instead of it where that is given up") {
  const auto key = tls::digest_of_key(test_server().certificate);
  const auto other = tls::digest_of_key(test_authority().certificate);
  REQUIRE(key);
  REQUIRE(other);
  CHECK(*key != *other);
  const std::vector<tls::key_digest> right{*other, *key}, wrong{*other};
  auto options = client_of_test();
  options.pins = right;
  CHECK(verdict(test_server(), options) == secure);
  options.host = "elsewhere.example";
  CHECK(verdict(test_server(), options) == refused(tls::errc::wrong_host));
  options.verify = false;
  CHECK(verdict(test_server(), options) == secure);
  options.pins = wrong;
  CHECK(verdict(test_server(), options) == refused(tls::errc::wrong_key));
  options.verify = true;
  options.host = "play.example";
  CHECK(verdict(test_server(), options) == refused(tls::errc::wrong_key));
  tls_pair both;
  CHECK_FALSE(both.client.layer.peer_key());
  both.run();
  CHECK(both.client.layer.peer_key() == *key);
  CHECK_FALSE(both.server.layer.peer_key());
}

TEST_CASE("tls: who gives up verifying takes anybody") {
  const credentials nobody =
      make_certificate({.name = "x", .until = std::chrono::sys_days{std::chrono::year{2021} / 1 / 1}});
  CHECK(verdict(nobody, {.verify = false}) == secure);
  CHECK(verdict(nobody, {.host = "play.example", .verify = false}) == secure);
}

TEST_CASE("tls: authorities and identities that are none are the caller's mistake") {
  CHECK(tls::trust::pem("").error() == tls::errc::bad_authorities);
  CHECK(tls::trust::pem("no certificate").error() == tls::errc::bad_authorities);
  CHECK(tls::trust::pem(test_server().key).error() == tls::errc::bad_authorities);
  CHECK(tls::trust::file("/nowhere/to/be/found.pem").error() == tls::errc::bad_authorities);
  CHECK(tls::identity::pem(test_server().certificate, test_authority().key).error() ==
        tls::errc::bad_identity);
  CHECK(tls::identity::pem(test_server().key, test_server().key).error() == tls::errc::bad_identity);
  CHECK(tls::identity::pem("", "").error() == tls::errc::bad_identity);
  CHECK(tls::identity::pem("", "").error() == condition::usage);
  CHECK_FALSE(tls::digest_of_key("no certificate"));
  // A key under a password asks nobody for it.
  const std::string encrypted =
      "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "
      "AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n"
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n-----END EC PRIVATE KEY-----\n";
  CHECK(tls::identity::pem(test_server().certificate, encrypted).error() == tls::errc::bad_identity);
}

TEST_CASE("tls: authorities from a file, and several of them") {
  const std::string path = (std::filesystem::temp_directory_path() / "gamewire-tls-test").string() + ".pem";
  const credentials other = make_certificate({.name = "Another Authority", .authority = true});
  std::ofstream(path) << other.certificate << "text between\n" << test_authority().certificate;
  const auto trusted = tls::trust::file(path);
  std::remove(path.c_str());
  REQUIRE(trusted);
  auto options = client_of_test();
  options.trust = *trusted;
  CHECK(verdict(test_server(), options) == secure);
  options.trust = trust_in({other.certificate + test_authority().certificate, {}});
  CHECK(verdict(test_server(), options) == secure);
}
