#include <gamewire/websocket/client.hpp>
#include <gamewire/websocket/session.hpp>

namespace gamewire::inline v0::websocket {
namespace {

using made_opening = std::expected<std::unique_ptr<client_opening>, std::error_code>;

made_opening make_opening(const client_options& chosen) noexcept try {
  if (!session_setup::is_valid(chosen))
    return std::unexpected(make_error_code(gamewire::errc::invalid_options));
  auto made = std::make_unique<client_opening>(chosen);
  if (const auto error = made->error()) return std::unexpected(error);
  return made;
} catch (...) {
  return std::unexpected(make_error_code(gamewire::errc::no_memory));
}

template <class Made>
Made make(const client_options& chosen, framing plain) noexcept try {
  auto first = make_opening(chosen);
  if (!first) return std::unexpected(first.error());
  return std::make_unique<session>(session_setup::of(side::client, plain, chosen), std::move(*first),
                                   chosen.secret);
} catch (...) {
  return std::unexpected(make_error_code(gamewire::errc::no_memory));
}

}  // namespace

std::error_code client_options::validate() const noexcept {
  const auto made = make_opening(*this);
  return made ? std::error_code{} : made.error();
}

messages::messages(const options& chosen) noexcept : connection(make<made>(chosen, plain)) {}
lines::lines(const options& chosen) noexcept : connection(make<made>(chosen, plain)) {}

}  // namespace gamewire::inline v0::websocket
