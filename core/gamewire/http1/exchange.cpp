#include <gamewire/http1/session.hpp>
#include <gamewire/session_machine_impl.hpp>

namespace gamewire::inline v0::http1 {
namespace {

constexpr std::size_t longest_name = 255;

bool is_host(const exchange_options& of) noexcept {
  std::array<char, 264> room;
  return of.host.size() <= longest_name && format_host(of.host, of.port, of.secure, room).has_value();
}

}  // namespace

std::error_code exchange_options::validate() const noexcept {
  const bool times = deadline > nanoseconds::zero() && idle_timeout > nanoseconds::zero();
  const bool bounds = max_requests != 0 && max_queued_bytes != 0 && !limits.validate();
  return times && bounds && is_host(*this) ? std::error_code{}
                                           : make_error_code(gamewire::errc::invalid_options);
}

answer::owned own(const answer& answer) {
  answer::owned copy{answer.head.status, std::string(answer.head.reason), {}, {}, answer.round_trip};
  for (const field& one : answer.head.fields) copy.fields.emplace_back(one.name, one.value);
  copy.body.reserve(answer.body.size() + body_padding);
  copy.body = as_text(answer.body);
  return copy;
}

accepted exchange::send(const request& what, delivery how, nanoseconds deadline) noexcept {
  if (!session_) return std::unexpected(make_error_code(gamewire::errc::closed));
  return session_->send(what, how, deadline);
}

std::error_code exchange::cancel(request_id id) noexcept {
  return session_ ? session_->cancel(id) : make_error_code(gamewire::errc::unknown_request);
}

void exchange::opened(time_point now) noexcept {
  if (session_) session_->opened(now);
}
bool exchange::wants_transport() const noexcept { return session_ && session_->wants_transport(); }
bytes exchange::shown_transmit() const noexcept { return session_ ? session_->shown_transmit() : bytes{}; }
bytes exchange::trailing() const noexcept { return session_ ? session_->trailing() : bytes{}; }

std::optional<exchange::event> exchange::poll_event() noexcept { return poll<event>(); }

}  // namespace gamewire::inline v0::http1

namespace gamewire::inline v0 {

template class session_machine<http1::session, http1::exchange_options>;

}  // namespace gamewire::inline v0
