#include <gamewire/rcon/server_session.hpp>
#include <gamewire/session_machine_impl.hpp>

namespace gamewire::inline v0::rcon {

std::error_code responder_options::validate() const noexcept {
  const bool times = login_timeout > nanoseconds::zero() && stall_timeout > nanoseconds::zero() &&
                     closing_timeout > nanoseconds::zero() && verdict_delay >= nanoseconds::zero() &&
                     idle_timeout >= nanoseconds::zero();
  const bool limits = max_failures != 0 && max_frame >= 64 && max_backlog != 0 && max_unsent >= 4096;
  const bool word = password.find('\0') == password.npos && password.size() + frame_overhead <= max_frame;
  return times && limits && word ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

std::error_code responder::answer(request_id id, bytes text) noexcept {
  return session_ ? session_->answer(id, text, true) : make_error_code(gamewire::errc::closed);
}
std::error_code responder::answer_part(request_id id, bytes text) noexcept {
  return session_ ? session_->answer(id, text, false) : make_error_code(gamewire::errc::closed);
}

std::error_code responder::print(bytes text) noexcept {
  return session_ ? session_->print(text) : make_error_code(gamewire::errc::closed);
}

std::optional<responder::event> responder::poll_event() noexcept { return poll<event>(); }

}  // namespace gamewire::inline v0::rcon

namespace gamewire::inline v0 {

template class session_machine<rcon::server_session, rcon::responder_options>;

}  // namespace gamewire::inline v0
