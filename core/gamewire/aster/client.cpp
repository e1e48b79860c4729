#include <gamewire/aster/session.hpp>
#include <gamewire/session_machine_impl.hpp>
#include <gamewire/text.hpp>

namespace gamewire::inline v0::aster {

std::error_code client_options::validate() const noexcept {
  const bool times = login_timeout > nanoseconds::zero() && deadline > nanoseconds::zero() &&
                     keep_alive >= nanoseconds::zero();
  const bool limits =
      max_line >= 1024 && max_line <= std::size_t{1} << 30U && max_requests != 0 && max_queued_bytes != 0;
  const bool named = enter == entry::none || !name.empty() || (enter == entry::login && uuid);
  const bool words = is_utf8(name) && is_utf8(password);
  return times && limits && named && words ? reconnect.validate()
                                           : make_error_code(gamewire::errc::invalid_options);
}

answer::owned own(const answer& answer) {
  return {answer.which, std::string(answer.line), answer.round_trip};
}

json::value answer::owned::read(json::document& document) const noexcept {
  const auto packet = read_packet(as_bytes(line), document);
  return packet ? packet->root : json::value();
}

accepted client::ask(command which, void (*write)(field_writer&, const void*) noexcept, const void* what,
                     nanoseconds deadline) noexcept {
  if (!session_) return std::unexpected(make_error_code(gamewire::errc::closed));
  return session_->ask(
      [&] { return request_line::make(which, write, what, row(which).is(traits::ambiguous)); }, deadline);
}
accepted client::ask(const call& what, nanoseconds deadline) noexcept {
  if (!session_) return std::unexpected(make_error_code(gamewire::errc::closed));
  return session_->ask([&] { return request_line::make(what.packet); }, deadline);
}

std::error_code client::cancel(request_id id) noexcept {
  return session_ ? session_->cancel(id) : make_error_code(gamewire::errc::unknown_request);
}
std::string_view client::last_packet() const noexcept {
  return session_ ? session_->last_packet() : std::string_view{};
}
bool client::wants_transport() const noexcept { return session_ && session_->wants_transport(); }
void client::opened(time_point now) noexcept {
  if (session_) session_->opened(now);
}
bytes client::shown_transmit() const noexcept { return session_ ? session_->shown_transmit() : bytes{}; }

std::optional<client::event> client::poll_event() noexcept { return poll<event>(); }

}  // namespace gamewire::inline v0::aster

namespace gamewire::inline v0 {

template class session_machine<aster::session, aster::client_options>;

}  // namespace gamewire::inline v0
