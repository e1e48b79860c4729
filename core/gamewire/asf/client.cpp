#include <algorithm>

#include <gamewire/asf/session.hpp>
#include <gamewire/http1/message_writer.hpp>
#include <gamewire/session_machine_impl.hpp>

namespace gamewire::inline v0::asf {

std::error_code client_options::validate() const noexcept {
  const http1::exchange_options below{.host = host,
                                      .port = port,
                                      .secure = secure,
                                      .deadline = deadline,
                                      .idle_timeout = idle_timeout,
                                      .limits = limits,
                                      .max_requests = max_requests,
                                      .max_queued_bytes = max_queued_bytes};
  const bool sane = ban_pause >= nanoseconds::zero() && headers.size() <= max_own_headers &&
                    std::ranges::all_of(headers, http1::may_add);
  if (!sane) return gamewire::errc::invalid_options;
  if (const auto invalid = address{.base_path = base_path}.validate()) return invalid;
  return below.validate();
}

answer::owned own(const answer& answer) {
  const reply& of = answer.reply;
  return {of.which,
          of.status,
          std::string(answer.content_type),
          std::string(as_text(of.body)),
          std::string(of.location),
          of.error,
          of.connection_lost,
          answer.round_trip};
}

reply answer::owned::read(json::document& document, dialect speaks) const noexcept {
  if (connection_lost) return {.which = which, .connection_lost = true};
  return read_answer({which, status, content_type, as_bytes(body), location}, document, speaks);
}

accepted client::ask(route which, composer::writes write, const void* what, nanoseconds deadline) noexcept {
  if (!session_) return std::unexpected(make_error_code(gamewire::errc::closed));
  return session_->ask(which, write, what, deadline);
}

std::error_code client::set_password(std::string_view password) noexcept {
  return session_ ? session_->set_password(password) : make_error_code(gamewire::errc::closed);
}
std::error_code client::cancel(request_id id) noexcept {
  return session_ ? session_->cancel(id) : make_error_code(gamewire::errc::unknown_request);
}
asf::standing client::standing() const noexcept {
  return session_ ? session_->standing() : standing::welcome;
}
time_point client::banned_until() const noexcept {
  return session_ ? session_->banned_until() : time_point{};
}

void client::opened(time_point now) noexcept {
  if (session_) session_->opened(now);
}
bool client::wants_transport() const noexcept { return session_ && session_->wants_transport(); }
bytes client::shown_transmit() const noexcept { return session_ ? session_->shown_transmit() : bytes{}; }

std::optional<client::event> client::poll_event() noexcept { return poll<event>(); }

}  // namespace gamewire::inline v0::asf

namespace gamewire::inline v0 {

template class session_machine<asf::session, asf::client_options>;

}  // namespace gamewire::inline v0
