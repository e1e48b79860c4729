#include <new>
#include <utility>

#include <gamewire/rcon/session.hpp>

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

client::client(const options& chosen) noexcept : session_(new(std::nothrow) session(chosen)) {
  unborn_ = session_ == nullptr;
}
client::client(client&&) noexcept = default;
client& client::operator=(client&&) noexcept = default;
client::~client() = default;

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

void client::receive(bytes piece, time_point now) noexcept {
  if (session_) session_->receive(piece, now);
}
void client::receive_end(std::error_code why, time_point now) noexcept {
  if (session_) session_->receive_end(why, now);
}
void client::on_timeout(time_point now) noexcept {
  if (session_) session_->on_timeout(now);
}
bytes client::poll_transmit(time_point now) noexcept {
  return session_ ? session_->poll_transmit(now) : bytes{};
}
void client::transmitted(std::size_t size, time_point now) noexcept {
  if (session_) session_->transmitted(size, now);
}
void client::close(time_point now) noexcept {
  if (session_) session_->close(now);
}
time_point client::deadline() const noexcept { return session_ ? session_->deadline() : never; }
bool client::done() const noexcept { return session_ ? session_->done() : !unborn_; }
bool client::wants_transport() const noexcept { return session_ && session_->wants_transport(); }
void client::opened(time_point now) noexcept {
  if (session_) session_->opened(now);
}
bytes client::shown_transmit() const noexcept { return session_ ? session_->shown_transmit() : bytes{}; }

std::optional<client::event> client::poll_event() noexcept {
  if (session_) return session_->poll_event();
  if (!unborn_) return std::nullopt;
  unborn_ = false;
  return closed{make_error_code(gamewire::errc::no_memory), {}};
}

}  // namespace gamewire::inline v0::rcon
