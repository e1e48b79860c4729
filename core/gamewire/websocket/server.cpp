#include <algorithm>

#include <gamewire/http1/response.hpp>
#include <gamewire/websocket/server.hpp>
#include <gamewire/websocket/session.hpp>

namespace gamewire::inline v0::websocket {
namespace {

template <class Made>
Made make(const server_options& chosen, framing plain) noexcept try {
  if (const auto error = chosen.validate()) return std::unexpected(error);
  return std::make_unique<session>(session_setup::of(side::server, plain, chosen),
                                   std::make_unique<server_opening>(chosen), siphash_key{});
} catch (...) {
  return std::unexpected(make_error_code(gamewire::errc::no_memory));
}

}  // namespace

std::error_code server_options::validate() const noexcept {
  const http1::header spoken{.name = "Sec-WebSocket-Protocol", .value = protocol};
  const bool writable = http1::encoded_size(http1::response{.headers = {&spoken, 1}}).has_value();
  return session_setup::is_valid(*this) && writable ? std::error_code{}
                                                    : make_error_code(gamewire::errc::invalid_options);
}

server_messages::server_messages(const options& chosen) noexcept : connection(make<made>(chosen, plain)) {}
server_lines::server_lines(const options& chosen) noexcept : connection(make<made>(chosen, plain)) {}

}  // namespace gamewire::inline v0::websocket
