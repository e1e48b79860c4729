#include <new>

#include <gamewire/rcon/server_session.hpp>

namespace gamewire::inline v0::rcon {

std::error_code responder_options::validate() const noexcept {
  const bool times = login_timeout > nanoseconds::zero() && stall_timeout > nanoseconds::zero() &&
                     closing_timeout > nanoseconds::zero() && verdict_delay >= nanoseconds::zero() &&
                     idle_timeout >= nanoseconds::zero();
  const bool limits = max_failures != 0 && max_frame >= 64 && max_backlog != 0 && max_unsent >= 4096;
  const bool word = password.find('\0') == password.npos && password.size() + frame_overhead <= max_frame;
  return times && limits && word ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

responder::responder(const options& chosen) noexcept : session_(new(std::nothrow) server_session(chosen)) {
  unborn_ = session_ == nullptr;
}
responder::responder(responder&&) noexcept = default;
responder& responder::operator=(responder&&) noexcept = default;
responder::~responder() = default;

std::error_code responder::answer(request_id id, bytes text) noexcept {
  return session_ ? session_->answer(id, text, true) : make_error_code(gamewire::errc::closed);
}
std::error_code responder::answer_part(request_id id, bytes text) noexcept {
  return session_ ? session_->answer(id, text, false) : make_error_code(gamewire::errc::closed);
}

std::error_code responder::print(bytes text) noexcept {
  return session_ ? session_->print(text) : make_error_code(gamewire::errc::closed);
}

void responder::receive(bytes piece, time_point now) noexcept {
  if (session_) session_->receive(piece, now);
}
void responder::receive_end(std::error_code why, time_point now) noexcept {
  if (session_) session_->receive_end(why, now);
}
void responder::on_timeout(time_point now) noexcept {
  if (session_) session_->on_timeout(now);
}
bytes responder::poll_transmit(time_point now) noexcept {
  return session_ ? session_->poll_transmit(now) : bytes{};
}
void responder::transmitted(std::size_t size, time_point now) noexcept {
  if (session_) session_->transmitted(size, now);
}
void responder::close(time_point now) noexcept {
  if (session_) session_->close(now);
}
time_point responder::deadline() const noexcept { return session_ ? session_->deadline() : never; }
bool responder::done() const noexcept { return session_ ? session_->done() : !unborn_; }

std::optional<responder::event> responder::poll_event() noexcept {
  if (session_) return session_->poll_event();
  if (!unborn_) return std::nullopt;
  unborn_ = false;
  return closed{make_error_code(gamewire::errc::no_memory), {}};
}

}  // namespace gamewire::inline v0::rcon
