/// The options of TLS.
#include "tls.hpp"

#include <string>

using namespace gamewire;
using namespace gamewire::c;

namespace {

/// They belong to the header, and do not depend on what is built in.
gw_tls_options tls_defaults() noexcept {
  gw_tls_options to{};
  to.verify = true;
  to.handshake_timeout = GW_SECONDS(10);
  return to;
}

}  // namespace

void gw_tls_options_init(gw_tls_options* out, size_t size) noexcept {
  write_options(tls_defaults(), out, size);
}

#ifdef GAMEWIRE_TLS

namespace gamewire::c {
namespace {

tls::trust::made read_trust(const gw_tls_options& of) noexcept {
  const std::string_view pem = from_c(of.authorities_pem);
  const std::string_view file = from_c(of.authorities_file);
  if (!pem.empty()) return tls::trust::pem(pem);
  if (file.empty()) return tls::trust();
  try {
    return tls::trust::file(std::string(file));
  } catch (const std::bad_alloc&) {
    return std::unexpected(make_error_code(errc::no_memory));
  }
}

std::span<const tls::key_digest> pins_of(const gw_tls_options& of) noexcept {
  static_assert(sizeof(tls::key_digest) == 32 && alignof(tls::key_digest) == 1);
  return {reinterpret_cast<const tls::key_digest*>(of.pins), of.pin_count};
}

}  // namespace

std::expected<tls::client_options, gw_code> tls_options(const tls_choice& of) noexcept {
  const auto given = read_options(of.options, tls_defaults());
  if (!given) return std::unexpected(given.error());
  // No pins would be any key: not what somebody wants who counts some.
  if (given->pins == nullptr && given->pin_count != 0) return std::unexpected(GW_USAGE);
  const auto trust = read_trust(*given);
  if (!trust) return std::unexpected(code_of(trust.error()));
  const std::string_view host = from_c(given->host);
  tls::client_options to{.host = host.empty() ? from_c(of.host) : host,
                         .trust = *trust,
                         .pins = pins_of(*given),
                         .verify = given->verify,
                         .protocol = of.protocol,
                         .handshake_timeout = nanoseconds(given->handshake_timeout)};
  if (given->wall_time != 0) to.wall_time = std::chrono::sys_seconds(std::chrono::seconds(given->wall_time));
  return to;
}

}  // namespace gamewire::c

#endif
