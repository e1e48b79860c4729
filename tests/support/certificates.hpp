/// Certificates for tests, made when they are needed: P-256 keys, and a time of their own.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace gamewire::test {

/// Both in PEM.
struct credentials {
  std::string certificate;
  std::string key;
};

struct certificate_plan {
  std::string name = "test";
  std::vector<std::string> alternatives = {};  // "DNS:play.example", "IP:127.0.0.1"
  std::chrono::sys_days from = std::chrono::sys_days{std::chrono::year{2020} / 1 / 1};
  std::chrono::sys_days until = std::chrono::sys_days{std::chrono::year{2040} / 1 / 1};
  bool authority = false;
  unsigned weak_rsa = 0;  // an RSA key of so many bits
};

/// When tests of certificates take place.
inline constexpr std::chrono::sys_seconds test_time = std::chrono::sys_days{std::chrono::year{2030} / 6 / 1};

/// Vouched for by `issuer`, or by itself.
credentials make_certificate(const certificate_plan& plan, const credentials* issuer = nullptr);

/// The authority that tests trust, and a server's "play.example" and 127.0.0.1 from it.
const credentials& test_authority();
const credentials& test_server();

}  // namespace gamewire::test
