#include <algorithm>

#include <gamewire/http1/session.hpp>

namespace gamewire::inline v0::http1 {
namespace {

constexpr nanoseconds an_instant{1};

bool has_secrets(const request& what) noexcept {
  const auto is_secret = [](const auto& one) { return one.secret; };
  return what.secret_body || std::ranges::any_of(what.headers, is_secret) ||
         std::ranges::any_of(what.target.query, is_secret);
}

/// Where the request before it stood, if there is room; then it is gone through only once.
std::error_code write_wire(const request& what, std::size_t most, secret& out) noexcept {
  const std::size_t room = std::min(out.capacity(), most);
  if (room != 0 && !out.allocate(room)) return gamewire::errc::no_memory;
  if (const auto written = encode(what, out.data())) return out.shrink(written->size()), std::error_code{};
  const auto size = encoded_size(what);
  if (!size) return size.error();
  if (*size > most) return gamewire::errc::busy;
  if (!out.allocate(*size)) return gamewire::errc::no_memory;
  const auto written = encode(what, out.data());
  return written ? std::error_code{} : written.error();
}

std::error_code write(const request& what, std::size_t most, ask& out) noexcept {
  if (const auto error = write_wire(what, most, out.wire)) return error;
  if (!has_secrets(what)) return {};
  if (!out.shown.resize(out.wire.view().size())) return gamewire::errc::no_memory;
  const auto shown = encode_shown(what, out.shown.data());
  return shown ? std::error_code{} : shown.error();
}

}  // namespace

session::session(const exchange_options& chosen) noexcept : options_(chosen), reader_(chosen.limits) {
  if (const auto invalid = chosen.validate()) {
    end(invalid);
    return;
  }
  host_ = *format_host(chosen.host, chosen.port, chosen.secure, host_room_);
  options_.host = {};
}

accepted session::send(const request& given, delivery how, nanoseconds time) noexcept {
  const auto refuse = [](std::error_code why) { return std::unexpected(why); };
  if (phase_ != phase::open) return refuse(gamewire::errc::closed);
  request what = given;
  if (what.host.empty()) what.host = host_;
  if (requests_ == options_.max_requests) return refuse(gamewire::errc::busy);
  std::unique_ptr<ask> made = spares_.take();
  if (!made) return refuse(gamewire::errc::no_memory);
  if (const auto error = write(what, options_.max_queued_bytes - queued_bytes_, *made)) {
    spares_.put(std::move(made));
    return refuse(error);
  }
  if (++last_request_ == 0) ++last_request_;
  made->id = request_id{last_request_};
  made->to_head = what.method == "HEAD";
  made->to_upgrade = !what.upgrade.empty();
  made->safe = is_safe(what.method);
  made->last = what.close;
  made->in_pieces = how == delivery::pieces;
  made->time = time > nanoseconds::zero() ? time : options_.deadline;
  ++requests_;
  queued_bytes_ += made->wire.view().size();
  open_.push(std::move(made));
  return request_id{last_request_};
}

std::error_code session::cancel(request_id id) noexcept {
  for (ask* one = open_.first(); one != nullptr; one = one->next.get()) {
    if (one->id != id) continue;
    if (one == open_.first() && in_flight()) release_link();
    finish(*one, gamewire::errc::cancelled);
    return {};
  }
  return gamewire::errc::unknown_request;
}

void session::close(time_point now) noexcept {
  advance(now);
  if (phase_ != phase::open) return;
  phase_ = phase::closing;
  start_deadlines();
}

void session::advance(time_point now) noexcept { now_ = std::max(now_, now); }

void session::start_deadlines() noexcept {
  for (ask* one = open_.first(); one != nullptr; one = one->next.get())
    if (one->deadline == never) one->deadline = later(now_, one->time);
}

void session::on_timeout(time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  for (ask* one = open_.first(); one != nullptr;) {
    ask& due = *one;
    one = one->next.get();
    if (now_ < due.deadline) continue;
    if (&due == open_.first() && in_flight()) release_link();
    finish(due, errc::timeout);
  }
  if (now_ >= idle_at()) release_link();
  if (link_ == link::released && now_ >= reopen_at_) link_ = link::none;
}

time_point session::deadline() const noexcept {
  if (!alive()) return never;
  time_point first = idle_at();
  for (const ask* one = open_.first(); one != nullptr; one = one->next.get())
    first = std::min(first, one->deadline);
  return link_ == link::released && !open_.empty() ? std::min(first, reopen_at_) : first;
}

time_point session::idle_at() const noexcept {
  return link_ == link::up && open_.empty() ? later(last_used_, options_.idle_timeout) : never;
}

bool session::wants_transport() const noexcept {
  return alive() && (link_ == link::up || (link_ == link::none && !open_.empty()));
}

void session::opened(time_point now) noexcept {
  advance(now);
  if (link_ == link::up || !wants_transport()) return;
  link_ = link::up;
  taken_ = 0;
  proven_ = false;
  last_used_ = now_;
}

/// Nothing more goes over this connection.
void session::release_link() noexcept {
  link_ = link::released;
  reopen_at_ = later(now_, an_instant);
  reader_ = response_reader(options_.limits);  // and with it what it has kept
  taken_ = 0;
}

bytes session::poll_transmit(time_point now) noexcept {
  advance(now);
  if (!alive()) return {};
  start_deadlines();
  return unsent();
}

bytes session::unsent() const noexcept {
  if (link_ != link::up || open_.empty()) return {};
  return open_.first()->wire.view().subspan(taken_);
}

bytes session::shown_transmit() const noexcept {
  if (unsent().empty() || open_.first()->shown.empty()) return unsent();
  return open_.first()->shown.view().subspan(taken_);
}

void session::transmitted(std::size_t size, time_point now) noexcept {
  advance(now);
  size = std::min(size, unsent().size());
  if (!alive() || size == 0) return;
  ask& sending = *open_.first();
  if (taken_ == 0) reader_.expect({sending.to_head, sending.to_upgrade});
  taken_ += size;
  sending.sent_at = now_;
}

/// Whatever ends a request goes through here.
void session::finish(ask& one, std::error_code why) noexcept {
  one.answered = !why;
  one.error = why;
  one.shown.clear();
  --requests_;
  queued_bytes_ -= one.wire.view().size();
  one.wire.clear();
  ended_.push(open_.take(one));
}

void session::end(std::error_code why) noexcept {
  phase_ = phase::closed;
  error_ = why;
  link_ = link::none;
}

}  // namespace gamewire::inline v0::http1
