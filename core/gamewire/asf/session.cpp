#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include <gamewire/asf/session.hpp>

namespace gamewire::inline v0::asf {
namespace {

constexpr nanoseconds an_instant{1};

http1::exchange_options for_exchange(const client_options& chosen) noexcept {
  return {.host = chosen.host,
          .port = chosen.port,
          .secure = chosen.secure,
          .deadline = chosen.deadline,
          .idle_timeout = chosen.idle_timeout,
          .limits = chosen.limits,
          .max_requests = 1,
          .max_queued_bytes = static_cast<std::size_t>(-1)};
}

/// Did the server go away, rather than that nothing could be said to it?
bool is_connection_loss(std::error_code error) noexcept {
  return error == http1::errc::closed_before_answer || error == std::errc::connection_reset ||
         error == std::errc::broken_pipe || error == std::errc::connection_aborted;
}

}  // namespace

session::session(const client_options& chosen) noexcept : options_(chosen), inner_(for_exchange(chosen)) {
  error_ = chosen.validate();
  if (!error_ && !options_.ok()) error_ = gamewire::errc::no_memory;
  if (error_) phase_ = phase::closed;
}

accepted session::ask(route which, composer::writes write, const void* what, nanoseconds time) noexcept {
  const auto refuse = [](std::error_code why) { return std::unexpected(why); };
  if (phase_ != phase::open) return refuse(gamewire::errc::closed);
  if (const auto why = held_back()) return refuse(why);
  auto made = composer::compose(which, write, what, {options_.get().base_path, {}, options_.get().speaks});
  if (!made) return refuse(made.error());
  const std::size_t size = made->target().size() + made->body().size();
  if (requests_ == options_.get().max_requests || size > options_.get().max_queued_bytes - queued_bytes_)
    return refuse(gamewire::errc::busy);
  std::unique_ptr<pending> one(new (std::nothrow) pending);
  if (!one) return refuse(gamewire::errc::no_memory);
  if (++last_request_ == 0) ++last_request_;
  const request_id id{last_request_};
  one->id = id;
  one->what = std::move(*made);
  one->time = time > nanoseconds::zero() ? time : options_.get().deadline;
  ++requests_;
  queued_bytes_ += size;
  queue_.push(std::move(one));
  if (next_at_ == never) send_next();
  return id;
}

std::error_code session::set_password(std::string_view password) noexcept {
  if (!options_.set_password(password)) return gamewire::errc::no_memory;
  standing_ = standing::welcome;
  return {};
}

std::error_code session::cancel(request_id id) noexcept {
  if (active_ && active_->id == id) {
    // Its answer may be there, and only waits to be told.
    return inner_.cancel(inner_id_) ? make_error_code(gamewire::errc::unknown_request) : std::error_code{};
  }
  for (pending* one = queue_.first(); one != nullptr; one = one->next.get()) {
    if (one->id != id) continue;
    drop(*one, gamewire::errc::cancelled);
    return {};
  }
  return gamewire::errc::unknown_request;
}

asf::standing session::standing() const noexcept {
  return standing_ == standing::banned && now_ >= banned_until_ ? standing::welcome : standing_;
}

std::error_code session::held_back() const noexcept {
  switch (standing()) {
    case standing::welcome: return {};
    case standing::banned: return errc::banned;
    default: return errc::withheld;
  }
}

void session::advance(time_point now) noexcept { now_ = std::max(now_, now); }

void session::start_deadlines() noexcept {
  for (pending* one = queue_.first(); one != nullptr; one = one->next.get())
    if (one->deadline == never) one->deadline = later(now_, one->time);
}

/// Gives the exchange the next request, if it has none.
void session::send_next() noexcept {
  while (!active_ && !queue_.empty()) {
    pending& one = *queue_.first();
    const accepted sent = send(one);
    if (!sent) {
      drop(one, sent.error());
      continue;
    }
    inner_id_ = *sent;
    sent_ = false;
    active_ = queue_.take(one);
  }
}

accepted session::send(const pending& one) noexcept {
  const message& what = one.what;
  std::array<http1::header, max_own_headers + 2> headers;
  std::size_t count = 0;
  const auto add = [&](const http1::header& header) { headers[count++] = header; };
  for (const http1::header& header : what.headers()) add(header);
  for (const http1::header& header : options_.get().headers) add(header);
  const std::string_view password = row(what.which()).is(route_flags::open) ? "" : options_.password();
  const http1::parameter parameter{"password", password, true};
  const carrier how = carrier_of(password);
  if (how == carrier::header) add({"Authentication", password, true});
  const http1::request request{
      .method = what.method(),
      .target = {.path = what.target(), .query = {&parameter, how == carrier::query ? 1U : 0U}},
      .headers = {headers.data(), count},
      .body = what.body(),
      .secret_body = what.secret(),
  };
  const nanoseconds left = one.deadline == never ? one.time : std::max(one.deadline - now_, an_instant);
  return inner_.send(request, http1::delivery::whole, left);
}

/// Ends a request that has not been given to the exchange.
void session::drop(pending& one, std::error_code why) noexcept {
  --requests_;
  queued_bytes_ -= one.what.target().size() + one.what.body().size();
  one.error = why;
  ended_.push(queue_.take(one));
}

void session::drop_queue(std::error_code why) noexcept {
  while (pending* one = queue_.first()) drop(*one, why);
}

void session::receive(bytes piece, time_point now) noexcept {
  advance(now);
  if (alive()) inner_.receive(piece, now_);
}

void session::opened(time_point now) noexcept {
  advance(now);
  if (!wants_transport()) return;
  inner_.opened(now_);
  up_ = true;
}

void session::receive_end(std::error_code why, time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  const bool refused = !up_ && inner_.wants_transport();
  up_ = false;
  inner_.receive_end(why, now_);
  // It could not be opened, and would not be for those that wait either.
  if (refused) drop_queue(why ? why : make_error_code(gamewire::errc::closed));
}

void session::on_timeout(time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  inner_.on_timeout(now_);
  for (pending* one = queue_.first(); one != nullptr;) {
    pending& due = *one;
    one = one->next.get();
    if (now_ >= due.deadline) drop(due, errc::timeout);
  }
  if (now_ < next_at_) return;
  next_at_ = never;
  send_next();
}

bytes session::poll_transmit(time_point now) noexcept {
  advance(now);
  if (!alive()) return {};
  up_ = up_ && inner_.wants_transport();
  start_deadlines();
  return inner_.poll_transmit(now_);
}

void session::transmitted(std::size_t size, time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  inner_.transmitted(size, now_);
  sent_ = inner_.poll_transmit(now_).empty();
}

void session::close(time_point now) noexcept {
  advance(now);
  if (phase_ != phase::open) return;
  phase_ = phase::closing;
  start_deadlines();
  (void)inner_.poll_transmit(now_);  // which starts the deadline of what the exchange has
}

time_point session::deadline() const noexcept {
  if (!alive()) return never;
  time_point first = std::min(inner_.deadline(), next_at_);
  for (const pending* one = queue_.first(); one != nullptr; one = one->next.get())
    first = std::min(first, one->deadline);
  return first;
}

std::optional<client::event> session::poll_event() noexcept {
  if (phase_ == phase::done) return std::nullopt;
  told_.reset();
  if (alive())
    if (const auto inside = inner_.poll_event()) {
      if (const auto* reply = std::get_if<http1::answer>(&*inside)) return tell(*reply);
      if (const auto* fault = std::get_if<failed>(&*inside)) return tell_failed(*fault);
      error_ = std::get<closed>(*inside).error;  // there was no memory for an exchange
      phase_ = phase::closed;
      drop_queue(error_);
    }
  if (!ended_.empty()) {
    told_ = ended_.take(*ended_.first());
    return failed{told_->id, told_->error, {}};
  }
  if (phase_ == phase::closing && !active_ && queue_.empty()) phase_ = phase::closed;
  if (phase_ == phase::closed) {
    phase_ = phase::done;
    return closed{error_, {}};
  }
  if (!active_ && queue_.empty()) document_.release();
  return std::nullopt;
}

std::unique_ptr<pending> session::finish_active() noexcept {
  --requests_;
  queued_bytes_ -= active_->what.target().size() + active_->what.body().size();
  if (!queue_.empty()) next_at_ = later(now_, an_instant);
  return std::move(active_);
}

client::event session::tell(const http1::answer& what) noexcept {
  told_ = finish_active();
  const std::string_view type = what.head.fields.find("Content-Type").value_or("");
  answer told{told_->id, {}, type, what.round_trip};
  told.reply =
      read_answer({told_->what.which(), what.head.status, type, what.body}, document_, options_.get().speaks);
  judge(told.reply);
  return told;
}

/// After a refusal nothing is sent, neither what waits nor what comes.
void session::judge(const reply& what) noexcept {
  if (what.error == errc::unauthorized)
    standing_ = standing::refused;
  else if (what.error == errc::forbidden)
    standing_ = standing::closed;
  else if (what.error == errc::banned)
    standing_ = standing::banned, banned_until_ = later(now_, options_.get().ban_pause);
  else
    return;
  if (const auto why = held_back()) drop_queue(why);
}

client::event session::tell_failed(const failed& what) noexcept {
  told_ = finish_active();
  const route which = told_->what.which();
  if (sent_ && row(which).is(route_flags::ends_connection) && is_connection_loss(what.error))
    return answer{told_->id, {.which = which, .connection_lost = true}, {}, {}};
  const bool late = what.error == http1::errc::timeout;
  return failed{told_->id, late ? make_error_code(errc::timeout) : what.error, what.detail};
}

}  // namespace gamewire::inline v0::asf
