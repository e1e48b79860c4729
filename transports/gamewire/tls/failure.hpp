/// What OpenSSL's errors mean. Not for users.
#pragma once

#include <system_error>

#include <gamewire/tls/openssl.hpp>

namespace gamewire::inline v0::tls {

/// Why the last operation failed, by OpenSSL's queue of errors and `what`, which SSL_get_error gave.
std::error_code cause_of_failure(const SSL& of, int what) noexcept;

}  // namespace gamewire::inline v0::tls
