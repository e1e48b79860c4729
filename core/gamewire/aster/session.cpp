#include <algorithm>
#include <new>

#include <gamewire/aster/session.hpp>

namespace gamewire::inline v0::aster {
namespace {

/// As a string of JSON, quotes included.
bool quote(std::string_view text, secret& into) noexcept {
  json::writer measure({});
  measure.text(text);
  if (!into.allocate(measure.size())) return false;
  json::writer out(into.data());
  out.text(text);
  return true;
}

}  // namespace

session::session(const client_options& chosen) noexcept
    : options_(chosen), in_(chosen.max_line + 2), backoff_(chosen.seed), entry_(chosen.enter) {
  options_.name = options_.password = {};
  if (const auto invalid = chosen.validate())
    end(invalid);
  else if (secret password;
           !quote(chosen.name, name_) || !quote(chosen.password, password) || !add_password(password.view()))
    end(gamewire::errc::no_memory);
}

accepted session::accept(request_line line, nanoseconds time) noexcept {
  const auto refuse = [](auto why) { return std::unexpected(make_error_code(why)); };
  if (line.wire().size() > options_.max_queued_bytes - std::min(queued_bytes_, options_.max_queued_bytes))
    return refuse(gamewire::errc::busy);
  std::unique_ptr<pending> one(new (std::nothrow) pending);
  if (!one) return refuse(gamewire::errc::no_memory);
  if (++last_request_ == 0) ++last_request_;
  one->id = request_id{last_request_};
  one->time = time > nanoseconds::zero() ? time : options_.deadline;
  queued_bytes_ += line.wire().size();
  one->line = std::move(line);
  ++open_;
  undated_ = true;
  waiting_.push(std::move(one));
  return request_id{last_request_};
}

std::error_code session::cancel(request_id id) noexcept {
  if (id == request_id::none) return gamewire::errc::unknown_request;  // which its own have
  for (pending* one = waiting_.first(); one != nullptr; one = one->next.get()) {
    if (one->id != id) continue;
    fail_waiting(*one, gamewire::errc::cancelled);
    return {};
  }
  for (pending* one = sent_.first(); one != nullptr; one = one->next.get()) {
    if (one->id != id || one->is != pending::state::open) continue;
    fail(*one, gamewire::errc::cancelled);
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

void session::start_deadlines() noexcept {
  if (login_deadline_ == never && login_state_ != login::over && !resting())
    login_deadline_ = later(now_, options_.login_timeout);
  if (!undated_) return;
  undated_ = false;
  for (pending* one = waiting_.first(); one != nullptr; one = one->next.get())
    if (one->deadline == never) one->deadline = later(now_, one->time);
}

void session::on_timeout(time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  if (now_ >= login_deadline_) lose(errc::timeout, "during the login");
  if (alive() && now_ >= rests_until_) rests_until_ = never;
  if (alive()) expire();
  if (alive() && now_ >= keep_alive_at()) queue_ping();
}

/// What has no more time fails; and with a ping of its own the connection, once all the others have.
void session::expire() noexcept {
  bool silent = false;
  for (pending* next = waiting_.first(); next != nullptr;) {
    pending& one = *next;
    next = one.next.get();
    if (now_ < one.deadline) continue;
    if (one.own())
      silent = true;
    else
      fail_waiting(one, errc::timeout);
  }
  for (pending* next = sent_.first(); next != nullptr;) {
    pending& one = *next;
    next = one.next.get();
    if (one.is != pending::state::open || now_ < one.deadline) continue;
    if (one.own())
      silent = true;
    else
      fail(one, errc::timeout);
  }
  if (silent) return lose(errc::timeout, "the server is silent");
  if (overdue() >= options_.max_requests) lose(errc::timeout, "the server answers nothing");
}

/// Those that nobody waits for any more, and that the server has not answered in all the time that they had.
std::size_t session::overdue() const noexcept {
  std::size_t count = 0;
  for (const pending* one = sent_.first(); one != nullptr; one = one->next.get())
    if (one->may_be_answered_late() && now_ >= one->deadline) ++count;
  return count;
}

time_point session::deadline() const noexcept {
  if (!alive()) return never;
  time_point first = std::min({login_deadline_, rests_until_, keep_alive_at(), first_deadline()});
  if (hold_until_ > now_ && !resting()) first = std::min(first, hold_until_);
  return first;
}

time_point session::first_deadline() const noexcept {
  time_point first = never;
  for (const pending_list* list : {&waiting_, &sent_})
    for (const pending* one = list->first(); one != nullptr; one = one->next.get())
      if (one->is == pending::state::open) first = std::min(first, one->deadline);
  return zombies_ >= options_.max_requests ? std::min(first, last_overdue_at()) : first;
}

/// When the last of those that nobody waits for is overdue.
time_point session::last_overdue_at() const noexcept {
  time_point last{};
  for (const pending* one = sent_.first(); one != nullptr; one = one->next.get())
    if (one->may_be_answered_late()) last = std::max(last, one->deadline);
  return last;
}

/// When the server has been silent for so long that it is to say something.
time_point session::keep_alive_at() const noexcept {
  const bool idle = login_state_ == login::over && phase_ == phase::open && !pinging_;
  if (options_.keep_alive == nanoseconds::zero() || !idle || resting()) return never;
  return later(heard_at_, options_.keep_alive);
}

}  // namespace gamewire::inline v0::aster
