#include <new>

#include <gamewire/http1/session.hpp>

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

exchange::exchange(const options& chosen) noexcept : session_(new(std::nothrow) session(chosen)) {
  unborn_ = session_ == nullptr;
}
exchange::exchange(exchange&&) noexcept = default;
exchange& exchange::operator=(exchange&&) noexcept = default;
exchange::~exchange() = default;

accepted exchange::send(const request& what, delivery how, nanoseconds deadline) noexcept {
  if (!session_) return std::unexpected(make_error_code(gamewire::errc::closed));
  return session_->send(what, how, deadline);
}

std::error_code exchange::cancel(request_id id) noexcept {
  return session_ ? session_->cancel(id) : make_error_code(gamewire::errc::unknown_request);
}

void exchange::receive(bytes piece, time_point now) noexcept {
  if (session_) session_->receive(piece, now);
}
void exchange::receive_end(std::error_code why, time_point now) noexcept {
  if (session_) session_->receive_end(why, now);
}
void exchange::on_timeout(time_point now) noexcept {
  if (session_) session_->on_timeout(now);
}
bytes exchange::poll_transmit(time_point now) noexcept {
  return session_ ? session_->poll_transmit(now) : bytes{};
}
void exchange::transmitted(std::size_t size, time_point now) noexcept {
  if (session_) session_->transmitted(size, now);
}
void exchange::close(time_point now) noexcept {
  if (session_) session_->close(now);
}
void exchange::opened(time_point now) noexcept {
  if (session_) session_->opened(now);
}
time_point exchange::deadline() const noexcept { return session_ ? session_->deadline() : never; }
bool exchange::done() const noexcept { return session_ ? session_->done() : !unborn_; }
bool exchange::wants_transport() const noexcept { return session_ && session_->wants_transport(); }
bytes exchange::shown_transmit() const noexcept { return session_ ? session_->shown_transmit() : bytes{}; }
bytes exchange::trailing() const noexcept { return session_ ? session_->trailing() : bytes{}; }

std::optional<exchange::event> exchange::poll_event() noexcept {
  if (session_) return session_->poll_event();
  if (!unborn_) return std::nullopt;
  unborn_ = false;
  return closed{make_error_code(gamewire::errc::no_memory), {}};
}

}  // namespace gamewire::inline v0::http1
