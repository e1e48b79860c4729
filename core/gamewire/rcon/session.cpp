#include <algorithm>
#include <new>

#include <gamewire/rcon/session.hpp>
#include <gamewire/rcon/silence.hpp>

namespace gamewire::inline v0::rcon {
session::session(const client_options& chosen) noexcept
    : options_(chosen),
      manners_(manners::of(chosen.profile)),
      decoder_(chosen.max_frame),
      ids_(chosen.seed),
      backoff_(chosen.seed) {
  options_.password = {};
  if (const auto invalid = chosen.validate()) {
    end(invalid);
    return;
  }
  login_id_ = ids_.next();
  const frame login{login_id_, type::auth, as_bytes(chosen.password)};
  if (!login_.allocate(encoded_size(login)) || !encode(login, login_.data())) end(gamewire::errc::no_memory);
}

accepted session::open(std::string_view text, bool unanswered) noexcept {
  const auto refuse = [](auto why) { return std::unexpected(make_error_code(why)); };
  if (phase_ != phase::open) return refuse(gamewire::errc::closed);
  if (text.size() > options_.max_command() || text.find('\0') != text.npos)
    return refuse(gamewire::errc::invalid_argument);
  if (commands_ == options_.max_commands || text.size() > options_.max_queued_bytes - queued_bytes_)
    return refuse(gamewire::errc::busy);
  std::unique_ptr<command> made = spares_.take();
  if (!made || !made->text.append(as_bytes(text))) return refuse(gamewire::errc::no_memory);
  if (++last_request_ == 0) ++last_request_;
  made->id = request_id{last_request_};
  made->unanswered = unanswered;
  ++commands_;
  queued_bytes_ += text.size();
  if (waiting_ == nullptr) waiting_ = made.get();
  if (undated_ == nullptr) undated_ = made.get();
  open_.push(std::move(made));
  return request_id{last_request_};
}

std::error_code session::cancel(request_id id) noexcept {
  command* const one = find(id);
  if (one == nullptr) return gamewire::errc::unknown_request;
  forget_reply_of(*one);
  finish(*one, command::state::failed, gamewire::errc::cancelled);
  return {};
}

std::error_code session::expire(request_id id) noexcept {
  command* const one = find(id);
  if (one == nullptr) return gamewire::errc::unknown_request;
  expire(*one);
  return {};
}

command* session::find(request_id id) noexcept {
  for (command* one = open_.first(); one != nullptr; one = one->next.get())
    if (one->id == id) return one;
  return nullptr;
}

void session::close(time_point now) noexcept {
  advance(now);
  if (phase_ != phase::open) return;
  phase_ = phase::closing;
  start_deadlines();
}

void session::advance(time_point now) noexcept { now_ = std::max(now_, now); }

void session::start_deadlines() noexcept {
  if (login_deadline_ == never && login_state_ != login::over && !resting())
    login_deadline_ = later(now_, options_.login_timeout);
  for (; undated_ != nullptr; undated_ = undated_->next.get())
    undated_->deadline = later(now_, options_.deadline);
}

void session::on_timeout(time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  if (now_ >= login_deadline_) lose(errc::timeout, "during the login");
  if (now_ >= rests_until_) rests_until_ = never;
  while (command* const one = open_.first()) {
    if (now_ < one->deadline) break;  // so it is with those behind it
    expire(*one);
  }
  while (command* const one = oldest_in_flight()) {
    if (now_ < silent_at(*one)) break;
    settle(*one);
  }
  if (now_ >= keep_alive_at()) keep_alive_due_ = true;
}

time_point session::deadline() const noexcept {
  if (!alive()) return never;
  time_point first = std::min({login_deadline_, rests_until_, keep_alive_at()});
  if (const command* const one = open_.first()) first = std::min({first, one->deadline, silent_at(*one)});
  if (hold_until_ > now_ && waiting_ != nullptr) first = std::min(first, hold_until_);
  return first;
}

/// A command without more time gets what has come.
void session::expire(command& one) noexcept {
  adopt_held(one);
  adopt_unfinished(one);
  if (!one.in_flight() && one.is != command::state::queued) return;  // that was all of it
  forget_reply_of(one);
  if (one.packets == 0) return finish(one, command::state::failed, errc::timeout);
  one.partial = true;
  finish(one, command::state::replied);
}

/// Whoever is asked has been silent for long enough.
void session::settle(command& one) noexcept {
  if (!held_.empty()) {
    manners_.id_was(manners::naming::ignored);
    adopt_held(one);
    if (!one.in_flight()) return;
  } else if (cut_short(one)) {
    adopt_unfinished(one);
    if (!one.in_flight()) return;
  } else if (one.packets == 0 && !one.echoed) {
    one.marker_due = true;
    return;
  }
  if (one.tentative || one.partial) owed_ = 0;
  if (one.marked) missed_marker_ = one.marker_id;
  manners_.marker_unanswered(one.reply.size(), one.packets);
  finish(one, command::state::replied);
}

/// When silence says something about a command.
time_point session::silent_at(const command& one) const noexcept {
  using ending = manners::ending;
  if (&one != oldest_in_flight() || one.is != command::state::awaiting) return never;
  if (one.marker_due || (one.marker_id != 0 && !one.marked)) return never;  // it is on its way
  const bool nothing = one.packets == 0;
  bool tells = !held_.empty() || one.tentative || (one.echoed && nothing) || cut_short(one);
  switch (manners_.end) {
    case ending::unknown: tells |= nothing != one.marked; break;  // to send a marker; or that it is ignored
    case ending::quiet: tells |= !nothing; break;
    case ending::one_packet: break;
    default:
      // No marker could be sent at once; or the level changes, and nobody answers them.
      tells |= nothing ? one.marker_id == 0 && manners_.end != ending::if_long : one.reply.empty();
  }
  const int times = manners::more_may_follow(one.last_packet) ? manners::silences_behind_full : 1;
  return tells ? later(std::max(one.asked_at, one.heard_at), times * patience()) : never;
}

nanoseconds session::patience() const noexcept { return silence(options_.quiet_time, round_trip_); }

time_point session::keep_alive_at() const noexcept {
  const bool idle = login_state_ == login::over && commands_ == 0 && message_ == message::none;
  if (options_.keep_alive == nanoseconds::zero() || !idle || keep_alive_due_) return never;
  return later(last_traffic_, options_.keep_alive);
}

command* session::oldest_in_flight() const noexcept {
  command* first = open_.first();
  return first != nullptr && first->in_flight() ? first : nullptr;
}

}  // namespace gamewire::inline v0::rcon
