#include <gamewire/tls/client.hpp>
#include <gamewire/tls/context.hpp>
#include <gamewire/tls/session.hpp>

namespace gamewire::inline v0::tls {
namespace {

/// As certificates have it. A name that ends in a dot is the same without it; the scope of an address of IPv6 is this
/// machine's own.
std::string_view in_certificates(std::string_view host) noexcept {
  if (host.ends_with('.')) host.remove_suffix(1);
  return host.contains(':') ? host.substr(0, host.find('%')) : host;
}

/// One that begins with a dot would stand for all below it.
bool is_one_name(std::string_view name) noexcept {
  return name.size() <= 253 && !name.starts_with('.') && !name.contains('\0');
}

}  // namespace

std::error_code client_options::validate() const noexcept {
  const std::string_view name = in_certificates(host);
  const bool named = name.empty() ? !verify : is_one_name(name);
  const bool rest = session_setup::is_valid(handshake_timeout, closing_timeout, max_unsent, protocol);
  return named && rest ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

connection::made client::make(const options& chosen) noexcept try {
  if (const auto error = chosen.validate()) return std::unexpected(error);
  tls::trust trust = chosen.trust;
  if (trust.empty() && chosen.verify) {
    auto made = trust::system();
    if (!made) return std::unexpected(made.error());
    trust = std::move(*made);
  }
  session_setup setup{.is = session_setup::side::client,
                      .context = trust.empty() ? make_client_context() : trust.context_,
                      .handshake_timeout = chosen.handshake_timeout,
                      .closing_timeout = chosen.closing_timeout,
                      .max_unsent = chosen.max_unsent,
                      .protocols = session_setup::protocol_list(chosen.protocol),
                      .host = std::string(in_certificates(chosen.host)),
                      .pins = {chosen.pins.begin(), chosen.pins.end()},
                      .wall_time = chosen.wall_time,
                      .verify = chosen.verify};
  if (!setup.context) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  return std::make_unique<session>(std::move(setup));
} catch (...) {
  return std::unexpected(make_error_code(gamewire::errc::no_memory));
}

client::client(const options& chosen) noexcept : connection(make(chosen)) {}

}  // namespace gamewire::inline v0::tls
