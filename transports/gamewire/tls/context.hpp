/// What all connections of a kind share. Not for users.
#pragma once

#include <expected>
#include <string_view>

#include <gamewire/tls/openssl.hpp>
#include <gamewire/tls/trust.hpp>

namespace gamewire::inline v0::tls {

/// For either side; none when memory is out.
context_ptr make_context() noexcept;
/// For clients, who judge certificates in a way of their own; see session_begin.cpp.
context_ptr make_client_context() noexcept;

/// A PEM text to read from.
bio_ptr reader_of(std::string_view text) noexcept;
/// The next certificate in it; none at the end. Whatever went wrong does not stay behind.
certificate_ptr next_certificate(BIO& text) noexcept;
/// The key in it. None when it is encrypted.
key_ptr key_in(BIO& text) noexcept;

std::expected<key_digest, std::error_code> digest_of_key(const X509& certificate) noexcept;

}  // namespace gamewire::inline v0::tls
