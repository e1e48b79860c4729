#include <utility>

#include <gamewire/tls/connection.hpp>
#include <gamewire/tls/context.hpp>
#include <gamewire/tls/session.hpp>

namespace gamewire::inline v0::tls {

connection::connection(made made) noexcept {
  if (made)
    session_ = std::move(*made);
  else
    unborn_ = made.error();
}
connection::connection(connection&&) noexcept = default;
connection& connection::operator=(connection&&) noexcept = default;
connection::~connection() = default;

void connection::opened(time_point now) noexcept {
  if (session_) session_->opened(now);
}
void connection::receive(bytes in, time_point now) noexcept {
  if (session_) session_->receive(in, now);
}
void connection::receive_end(std::error_code why, time_point now) noexcept {
  if (session_) session_->receive_end(why, now);
}
void connection::on_timeout(time_point now) noexcept {
  if (session_) session_->on_timeout(now);
}
bytes connection::poll_transmit(time_point now) noexcept {
  return session_ ? session_->poll_transmit(now) : bytes{};
}
void connection::transmitted(std::size_t size, time_point now) noexcept {
  if (session_) session_->transmitted(size, now);
}
time_point connection::deadline() const noexcept { return session_ ? session_->deadline() : never; }
bool connection::done() const noexcept { return session_ ? session_->done() : true; }

std::optional<bytes> connection::poll_plain() noexcept {
  return session_ ? session_->poll_plain() : std::nullopt;
}
std::optional<std::error_code> connection::plain_end() const noexcept {
  return session_ ? session_->plain_end() : unborn_;
}
std::size_t connection::write(bytes in, time_point now) noexcept {
  return session_ ? session_->write(in, now) : 0;
}
void connection::shutdown(time_point now) noexcept {
  if (session_) session_->shutdown(now);
}

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
