#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include <gamewire/attempts.hpp>
#include <gamewire/webapi/session.hpp>

namespace gamewire::inline v0::webapi {
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

}  // namespace

session::session(const client_options& chosen) noexcept : options_(chosen), inner_(for_exchange(chosen)) {
  error_ = chosen.validate();
  if (!error_ && !copy_texts(chosen)) error_ = gamewire::errc::no_memory;
  if (error_) phase_ = phase::closed;
}

bool session::copy_texts(const client_options& from) noexcept {
  const std::size_t path_size = from.base_path.size();
  if (!texts_.allocate(path_size + from.key.size())) return false;
  std::ranges::copy(as_bytes(from.base_path), texts_.data().begin());
  std::ranges::copy(as_bytes(from.key), texts_.data().subspan(path_size).begin());
  const std::string_view all = as_text(texts_.view());
  options_.base_path = all.substr(0, path_size);
  options_.key = all.substr(path_size);
  options_.host = {};
  return true;
}

webapi::access session::access() const noexcept {
  return {options_.base_path, options_.key, options_.key_goes_in};
}

accepted session::call(const webapi::call& what, nanoseconds time) noexcept {
  if (table_.empty() && phase_ == phase::open) return std::unexpected(make_error_code(errc::no_interfaces));
  return add(make(table_, what, access()), time);
}

accepted session::add(std::expected<message, std::error_code> made, nanoseconds time,
                      bool discovers) noexcept {
  const auto refuse = [](std::error_code why) { return std::unexpected(why); };
  if (phase_ != phase::open) return refuse(gamewire::errc::closed);
  if (!made) return refuse(made.error());
  if (time <= nanoseconds::zero()) time = options_.deadline;
  if (paused_until_ >= later(now_, time)) return refuse(errc::withheld);
  if (requests_ == options_.max_requests || made->size() > options_.max_queued_bytes - queued_bytes_)
    return refuse(gamewire::errc::busy);
  std::unique_ptr<pending> one(new (std::nothrow) pending);
  if (!one) return refuse(gamewire::errc::no_memory);
  if (++last_request_ == 0) ++last_request_;
  const request_id id{last_request_};
  one->id = id;
  one->what = *std::move(made);
  one->time = time;
  one->retries = options_.retries;
  one->discovers = discovers;
  ++requests_;
  queued_bytes_ += one->what.size();
  queue_.push(std::move(one));
  if (next_at_ == never && now_ < paused_until_) next_at_ = paused_until_;
  if (next_at_ == never) send_next();
  return id;
}

std::error_code session::cancel(request_id id) noexcept {
  if (active_ && active_->id == id) {
    // Its answer may be there, and only waits to be told.
    return inner_.cancel(inner_id_) ? make_error_code(gamewire::errc::unknown_request) : std::error_code{};
  }
  std::error_code missed = gamewire::errc::unknown_request;
  for_each_waiting([&](pending& one) {
    if (one.id != id) return;
    drop(one, gamewire::errc::cancelled);
    missed = {};
  });
  return missed;
}

std::optional<time_point> session::paused_until() const noexcept {
  return now_ < paused_until_ ? std::optional(paused_until_) : std::nullopt;
}

void session::advance(time_point now) noexcept { now_ = std::max(now_, now); }

/// Visits what has not been given to the exchange, which the visitor may drop.
template <class Visit>
void session::for_each_waiting(Visit visit) noexcept {
  if (again_) visit(*again_);
  for (pending* one = queue_.first(); one != nullptr;) {
    pending& here = *one;
    one = one->next.get();
    visit(here);
  }
}

/// What would wait for the end of the pause in vain does not.
void session::start_deadlines() noexcept {
  if (active_ && active_->deadline == never) active_->deadline = later(now_, active_->time);
  for_each_waiting([this](pending& one) {
    if (one.deadline == never) one.deadline = later(now_, one.time);
    if (now_ < paused_until_ && paused_until_ >= one.deadline) drop(one, errc::withheld);
  });
}

/// Gives the exchange the next call, if it has none.
void session::send_next() noexcept {
  while (!active_ && (again_ || !queue_.empty())) {
    pending& one = again_ ? *again_ : *queue_.first();
    const accepted sent = send(one);
    if (!sent) {
      drop(one, sent.error());
      continue;
    }
    inner_id_ = *sent;
    active_ = again_ ? std::move(again_) : queue_.take(one);
  }
}

accepted session::send(const pending& one) noexcept {
  const message& what = one.what;
  const http1::parameter key{"key", what.target_key(), true};
  const http1::request request{
      .method = what.method(),
      .target = {.path = what.bare_target(), .query = {&key, key.value.empty() ? 0U : 1U}},
      .headers = what.headers(),
      .body = what.body(),
      .secret_body = what.secret_body(),
  };
  const nanoseconds left = one.deadline == never ? one.time : std::max(one.deadline - now_, an_instant);
  return inner_.send(request, http1::delivery::whole, left);
}

/// Ends a call that the exchange does not have.
void session::end(std::unique_ptr<pending> one, std::error_code why) noexcept {
  --requests_;
  queued_bytes_ -= one->what.size();
  one->error = why;
  ended_.push(std::move(one));
}

void session::drop(pending& one, std::error_code why) noexcept {
  end(again_.get() == &one ? std::move(again_) : queue_.take(one), why);
}

void session::drop_waiting(std::error_code why) noexcept {
  for_each_waiting([&](pending& one) { drop(one, why); });
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
  if (refused) drop_waiting(why ? why : make_error_code(gamewire::errc::closed));
}

void session::on_timeout(time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  inner_.on_timeout(now_);
  for_each_waiting([this](pending& one) {
    if (now_ >= one.deadline) drop(one, errc::timeout);
  });
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
  if (alive()) inner_.transmitted(size, now_);
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
  if (again_) first = std::min(first, again_->deadline);
  for (const pending* one = queue_.first(); one != nullptr; one = one->next.get())
    first = std::min(first, one->deadline);
  return first;
}

std::optional<client::event> session::poll_event() noexcept {
  if (phase_ == phase::done) return std::nullopt;
  told_.reset();
  while (alive()) {
    const auto inside = inner_.poll_event();
    if (!inside) break;
    if (const auto* answered = std::get_if<http1::answer>(&*inside)) {
      if (auto told = tell(*answered)) return told;
    } else if (const auto* fault = std::get_if<failed>(&*inside)) {
      return tell_failed(*fault);
    } else {
      error_ = std::get<closed>(*inside).error;  // there was no memory for an exchange
      phase_ = phase::closed;
      drop_waiting(error_);
    }
  }
  if (!ended_.empty()) {
    told_ = ended_.take(*ended_.first());
    return failed{told_->id, told_->error, {}};
  }
  if (phase_ == phase::closing && idle()) phase_ = phase::closed;
  if (phase_ == phase::closed) {
    phase_ = phase::done;
    return closed{error_, {}};
  }
  if (idle()) document_.release();
  return std::nullopt;
}

std::unique_ptr<pending> session::finish_active() noexcept {
  --requests_;
  queued_bytes_ -= active_->what.size();
  if (!queue_.empty()) next_at_ = std::max(later(now_, an_instant), paused_until_);
  return std::move(active_);
}

/// Nothing is told of a call that is to be sent again.
std::optional<client::event> session::tell(const http1::answer& what) noexcept {
  const received came{.status = what.head.status,
                      .fields = what.head.fields,
                      .body = what.body,
                      .answer_as = active_->what.answer_as(),
                      .key = options_.key};
  const reply read = read_answer(came, document_);
  if (read.error == errc::too_many_requests) {
    if (pause(read)) return std::nullopt;
  } else {
    pauses_ = 0;
  }
  told_ = finish_active();
  if (told_->discovers) return tell_discovered(read, what.round_trip);
  return answer{told_->id, read, what.round_trip};
}

/// Begins one, and says whether the call waits for its end.
bool session::pause(const reply& what) noexcept {
  const nanoseconds time = what.retry_after.value_or(attempt_timeout(options_.first_pause, pauses_++));
  paused_until_ = later(now_, std::max(time, an_instant));
  start_deadlines();
  if (active_->retries == 0 || paused_until_ >= active_->deadline) return false;
  --active_->retries;
  again_ = std::move(active_);
  next_at_ = paused_until_;
  return true;
}

client::event session::tell_discovered(const reply& what, nanoseconds round_trip) noexcept {
  said_ = what.message;
  if (what.error) return failed{told_->id, what.error, said_.view()};
  auto table = interfaces::read(what.json);
  if (!table) return failed{told_->id, table.error(), {}};
  table_ = *std::move(table);
  return discovered{told_->id, &table_, round_trip};
}

client::event session::tell_failed(const failed& what) noexcept {
  told_ = finish_active();
  const bool late = what.error == http1::errc::timeout;
  return failed{told_->id, late ? make_error_code(errc::timeout) : what.error, what.detail};
}

}  // namespace gamewire::inline v0::webapi
