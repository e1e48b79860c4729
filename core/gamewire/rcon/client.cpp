#include <gamewire/rcon/session.hpp>
#include <gamewire/session_machine_impl.hpp>

namespace gamewire::inline v0::rcon {
namespace {

constexpr std::size_t minecraft_payload = 1446;  // of the 1460 bytes that it reads at once
constexpr std::size_t source_payload = 4086;     // of a packet with the size 4096

}  // namespace

std::size_t client_options::max_command() const noexcept {
  const bool may_be_minecraft = profile == profile::automatic || profile == profile::minecraft;
  return may_be_minecraft ? minecraft_payload : source_payload;
}

std::error_code client_options::validate() const noexcept {
  const bool times = login_timeout > nanoseconds::zero() && deadline > nanoseconds::zero() &&
                     quiet_time > nanoseconds::zero() && keep_alive >= nanoseconds::zero();
  const bool limits = max_frame >= 4096 && max_reply != 0 && max_commands != 0 && max_in_flight != 0;
  const bool word = password.size() <= max_command() && password.find('\0') == password.npos;
  return times && limits && word ? reconnect.validate() : make_error_code(gamewire::errc::invalid_options);
}

reply::owned own(const reply& reply) {
  return {std::string(as_text(reply.body)), reply.partial, reply.round_trip};
}

accepted client::execute(std::string_view command) noexcept {
  if (!session_) return std::unexpected(make_error_code(gamewire::errc::closed));
  return session_->open(command, false);
}

accepted client::execute_unanswered(std::string_view command) noexcept {
  if (!session_) return std::unexpected(make_error_code(gamewire::errc::closed));
  return session_->open(command, true);
}

std::error_code client::cancel(request_id id) noexcept {
  return session_ ? session_->cancel(id) : make_error_code(gamewire::errc::unknown_request);
}

std::error_code client::expire(request_id id) noexcept {
  return session_ ? session_->expire(id) : make_error_code(gamewire::errc::unknown_request);
}

bool client::wants_transport() const noexcept { return session_ && session_->wants_transport(); }
void client::opened(time_point now) noexcept {
  if (session_) session_->opened(now);
}
bytes client::shown_transmit() const noexcept { return session_ ? session_->shown_transmit() : bytes{}; }

std::optional<client::event> client::poll_event() noexcept { return poll<event>(); }

}  // namespace gamewire::inline v0::rcon

namespace gamewire::inline v0 {

template class session_machine<rcon::session, rcon::client_options>;

}  // namespace gamewire::inline v0
