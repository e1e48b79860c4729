#include <algorithm>
#include <utility>

#include <gamewire/http1/responder_session.hpp>
#include <gamewire/session_machine_impl.hpp>

namespace gamewire::inline v0::http1 {

std::error_code responder_options::validate() const noexcept {
  const auto times = {request_timeout, idle_timeout, stall_timeout, closing_timeout};
  const bool valid =
      std::ranges::all_of(times, [](nanoseconds time) { return time > nanoseconds::zero(); }) &&
      !limits.validate();
  return valid ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

responder_session::responder_session(const responder_options& chosen) noexcept
    : options_(chosen), reader_(chosen.limits) {
  if (const auto invalid = chosen.validate()) end(invalid);
}

// What comes.

void responder_session::receive(bytes piece, time_point now) noexcept {
  pass(now);
  const bool wanted = phase_ == phase::open || (phase_ == phase::closing && upgraded_);
  if (piece.empty() || peer_ended_ || !wanted) return;
  reader_.feed(piece);
  read();
}

void responder_session::read() noexcept {
  while (reads()) {
    const auto next = reader_.next();
    bool kept = true;
    if (!next) return refuse(next.error().error);
    if (const auto* head = std::get_if<request_head>(&*next))
      kept = take_head(*head);
    else if (const auto* data = std::get_if<bytes>(&*next))
      kept = body_.append(*data);
    else if (const auto* whole = std::get_if<message_end>(&*next))
      kept = take_end(*whole);
    else
      break;
    if (!kept) return end(gamewire::errc::no_memory);
  }
  if (const auto error = reader_.keep()) return end(error);
  if (peer_ended_ && reads()) return start_closing();
  const bool begun = reads() && !reader_.idle();
  if (!begun)
    request_due_ = never;
  else if (request_due_ == never)
    request_due_ = later(now_, options_.request_timeout);
}

/// Copied: the piece that it came in may be gone when the rest is there.
bool responder_session::take_head(const request_head& head) noexcept {
  head_bytes_.clear();
  body_.clear();
  const std::string_view lines = head.fields.lines();
  const std::size_t size = head.method.size() + head.target.size() + head.authority.size() + lines.size();
  if (!head_bytes_.reserve(size)) return false;
  const auto kept = [this](std::string_view part) {
    const std::size_t at = head_bytes_.size();
    static_cast<void>(head_bytes_.append(as_bytes(part)));  // there is room
    return as_text(head_bytes_.view()).substr(at);
  };
  head_ = {kept(head.method), kept(head.target), head.minor_version, fields(kept(lines)),
           kept(head.authority)};
  const bool waits = head.minor_version != 0 && head_.fields.lists("Expect", "100-continue");
  return !waits || send({.status = 100});
}

bool responder_session::take_end(const message_end& end) noexcept {
  request_ = request::untold;
  if (++last_request_ == 0) ++last_request_;
  trailers_.clear();
  return trailers_.append(as_bytes(end.trailers.lines()));
}

/// What comes cannot be read on.
void responder_session::refuse(std::error_code why) noexcept {
  refused_ = true;
  error_ = why;
  if (!send({.status = status_of(why), .close = true})) return end(gamewire::errc::no_memory);
  start_closing();
}

void responder_session::receive_end(std::error_code why, time_point now) noexcept {
  pass(now);
  if (!alive()) return;
  if (why) return end(why);
  peer_ended_ = true;
  if (reads()) start_closing();
}

// What goes.

std::error_code responder_session::answer(request_id id, const response& given) noexcept {
  if (!alive() || request_ != request::told || id != request_id{last_request_})
    return gamewire::errc::unknown_request;
  const bool upgrade = given.status == switching_protocols;
  const bool old = head_.minor_version == 0;
  const bool asked_for = !old && head_.fields.lists("Connection", "upgrade") && head_.fields.find("Upgrade");
  if (given.status < 200 && !(upgrade && asked_for)) return gamewire::errc::invalid_argument;
  response what = given;
  what.to_head = head_.method == "HEAD";
  if (old) what.chunk_size = 0;
  what.close = what.close || (!upgrade && (old || phase_ == phase::closing || !reader_.keeps_alive()));
  const auto size = encoded_size(what);
  if (!size) return size.error();
  if (!send(what)) return gamewire::errc::no_memory;
  request_ = request::coming;
  upgraded_ = upgrade;
  last_used_ = now_;
  if (what.close || upgrade)
    start_closing();
  else
    read();
  return {};
}

bool responder_session::send(const response& what) noexcept {
  if (taken_ >= unsent().size()) outbound_.drop_front(std::exchange(taken_, 0));
  const auto size = encoded_size(what);
  const std::size_t before = outbound_.size();
  if (!size || !outbound_.extend(*size)) return false;
  return encode(what, outbound_.data().subspan(before)).has_value();
}

bytes responder_session::poll_transmit(time_point now) noexcept {
  pass(now);
  if (!alive()) return {};
  if (unsent().empty())
    stalled_since_ = never;
  else if (stalled_since_ == never)
    stalled_since_ = now_;
  return unsent();
}

void responder_session::transmitted(std::size_t size, time_point now) noexcept {
  pass(now);
  size = std::min(size, unsent().size());
  if (!alive() || size == 0) return;
  const bool waited = backed_up();
  taken_ += size;
  stalled_since_ = now_;
  last_used_ = now_;
  if (unsent().empty()) {
    stalled_since_ = never;
    outbound_.release();
    taken_ = 0;
  }
  if (waited && reads()) read();
}

// Time, and the ends.

void responder_session::pass(time_point now) noexcept {
  now_ = std::max(now_, now);
  if (last_used_ == never) last_used_ = now_;
}

time_point responder_session::deadline() const noexcept {
  if (!alive()) return never;
  const time_point stalled = stalled_since_ == never ? never : later(stalled_since_, options_.stall_timeout);
  const bool idle = phase_ == phase::open && request_ == request::coming && request_due_ == never &&
                    unsent().empty() && last_used_ != never;
  const time_point idle_until = idle ? later(last_used_, options_.idle_timeout) : never;
  return std::min({request_due_, closing_due_, stalled, idle_until});
}

void responder_session::on_timeout(time_point now) noexcept {
  pass(now);
  if (!alive() || now_ < deadline()) return;
  const bool owed = request_ != request::coming || !unsent().empty() || now_ >= request_due_;
  if (phase_ == phase::closing && !owed) return end(error_);
  end(owed ? make_error_code(errc::timeout) : std::error_code{});
}

void responder_session::close(time_point now) noexcept {
  pass(now);
  if (phase_ == phase::open) start_closing();
}

/// Nothing is read any more; what is owed goes out.
void responder_session::start_closing() noexcept {
  if (phase_ != phase::open) return;
  phase_ = phase::closing;
  request_due_ = never;
  closing_due_ = later(now_, options_.closing_timeout);
}

/// Closing is over when nothing is owed.
void responder_session::settle() noexcept {
  const bool owed = request_ != request::coming || !unsent().empty();
  if (phase_ == phase::closing && !owed && (!refused_ || peer_ended_)) end(error_);
}

void responder_session::end(std::error_code why) noexcept {
  phase_ = phase::closed;
  error_ = why;
}

std::optional<responder::event> responder_session::poll_event() noexcept {
  if (alive() && request_ == request::untold) {
    request_ = request::told;
    return responder::asked{request_id{last_request_}, head_, body_.view(),
                            fields(as_text(trailers_.view()))};
  }
  settle();
  if (phase_ != phase::closed) return std::nullopt;
  phase_ = phase::done;
  return closed{error_, {}};
}

std::error_code responder::answer(request_id id, const response& what) noexcept {
  return session_ ? session_->answer(id, what) : make_error_code(gamewire::errc::unknown_request);
}
bytes responder::trailing() const noexcept { return session_ ? session_->trailing() : bytes(); }
std::optional<responder::event> responder::poll_event() noexcept { return poll<event>(); }

}  // namespace gamewire::inline v0::http1

namespace gamewire::inline v0 {

template class session_machine<http1::responder_session, http1::responder_options>;

}  // namespace gamewire::inline v0
