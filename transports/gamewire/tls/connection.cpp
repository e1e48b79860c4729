#include <utility>

#include <gamewire/session_layer_impl.hpp>
#include <gamewire/tls/connection.hpp>
#include <gamewire/tls/context.hpp>
#include <gamewire/tls/session.hpp>

namespace gamewire::inline v0::tls {

connection::connection(made made) noexcept : session_layer(std::move(made)) {}

bool connection::secure() const noexcept { return session_ && session_->secure() != nullptr; }

std::string_view connection::version() const noexcept {
  return secure() ? SSL_get_version(session_->secure()) : "";
}

std::string_view connection::protocol() const noexcept {
  const unsigned char* text = nullptr;
  unsigned size = 0;
  if (secure()) SSL_get0_alpn_selected(session_->secure(), &text, &size);
  return {reinterpret_cast<const char*>(text), size};
}

std::optional<key_digest> connection::peer_key() const noexcept {
  const X509* const shown = secure() ? SSL_get0_peer_certificate(session_->secure()) : nullptr;
  if (shown == nullptr) return {};
  const auto digest = digest_of_key(*shown);
  return digest ? std::optional(*digest) : std::nullopt;
}

}  // namespace gamewire::inline v0::tls

namespace gamewire::inline v0 {

template class session_layer<tls::session>;

}  // namespace gamewire::inline v0
