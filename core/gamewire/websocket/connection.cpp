#include <utility>

#include <gamewire/websocket/connection.hpp>
#include <gamewire/websocket/session.hpp>

namespace gamewire::inline v0::websocket {

connection::connection(made made) noexcept : session_(std::move(made.session)) {
  if (!session_) unborn_ = std::optional(made.error);
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
bytes connection::shown_transmit() const noexcept { return session_ ? session_->shown_transmit() : bytes{}; }

std::optional<bytes> connection::poll_plain() noexcept {
  return session_ ? session_->poll_plain() : std::nullopt;
}
std::optional<std::error_code> connection::plain_end() const noexcept {
  if (session_) return session_->plain_end();
  return unborn_;
}
std::size_t connection::write(bytes in, time_point now) noexcept {
  return session_ ? session_->write(in, now) : 0;
}
void connection::shutdown(time_point now) noexcept {
  if (session_) session_->shutdown(now);
}

bool connection::open() const noexcept { return session_ && session_->open(); }
bool connection::has_secret() const noexcept { return !session_ || session_->has_secret(); }

}  // namespace gamewire::inline v0::websocket
