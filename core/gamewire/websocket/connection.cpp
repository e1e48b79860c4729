#include <utility>

#include <gamewire/session_layer_impl.hpp>
#include <gamewire/websocket/connection.hpp>
#include <gamewire/websocket/session.hpp>

namespace gamewire::inline v0::websocket {

connection::connection(made made) noexcept : session_layer(std::move(made)) {}

bytes connection::shown_transmit() const noexcept { return session_ ? session_->shown_transmit() : bytes{}; }
http1::refusal connection::refusal() const noexcept {
  return session_ ? session_->refusal() : http1::refusal();
}
bool connection::open() const noexcept { return session_ && session_->open(); }
bool connection::has_secret() const noexcept { return !session_ || session_->has_secret(); }

}  // namespace gamewire::inline v0::websocket

namespace gamewire::inline v0 {

template class session_layer<websocket::session>;

}  // namespace gamewire::inline v0
