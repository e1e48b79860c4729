#include <utility>

#include <gamewire/aster/session.hpp>

namespace gamewire::inline v0::aster {

void session::receive_end(std::error_code why, time_point now) noexcept {
  advance(now);
  if (!alive() || resting()) return;
  settle();
  if (phase_ == phase::closing && open_ == 0) return end({});
  if (!worth_retrying(why)) return end(why);
  lose(why ? why : make_error_code(gamewire::errc::closed), in_.size() != 0 ? "inside a line" : "");
}

/// Ends one that has gone out, or begun to. Its answer may still come.
void session::fail(pending& one, std::error_code why) noexcept {
  if (&one == sending_ && taken_ == 0) return finish(take_sent(one), why);
  one.is = pending::state::failed;
  one.error = why;
  --open_;
  ++untold_;
  ++zombies_;
}

void session::fail_waiting(pending& one, std::error_code why) noexcept { finish(waiting_.take(one), why); }

/// Of one that is open, and in no list.
void session::finish(std::unique_ptr<pending> one, std::error_code why) noexcept {
  queued_bytes_ -= one->line.wire().size();
  --open_;
  one->error = why;
  ended_.push(std::move(one));
}

/// Nothing is to come any more for one that has gone out.
std::unique_ptr<pending> session::take_sent(pending& one) noexcept {
  const bool begun = &one != sending_ || taken_ != 0;
  if (begun && !one.answered && one.line.which() == command::change_password)
    password_may_have_changed(one.line);
  if (sending_ == &one) {
    sending_ = nullptr;
    taken_ = 0;
    masked_.clear();
  }
  if (one.may_be_answered_late()) --zombies_;
  return sent_.take(one);
}

void session::forget(pending& one) noexcept {
  if (!one.own()) queued_bytes_ -= one.line.wire().size();
  take_sent(one).reset();
}

/// The connection is over. If another one may do better, it follows.
void session::lose(std::error_code why, std::string_view detail) noexcept {
  const bool hopeless = why == gamewire::errc::no_memory;
  const bool held =
      login_state_ == login::over && (of_use_ || now_ - ready_at_ >= options_.reconnect.max_delay);
  if (held) backoff_.reset();
  const auto wait = hopeless ? std::nullopt : backoff_.next(options_.reconnect);
  if (!wait) return end(why, detail);
  give_up_sent(why, true);
  forget_connection();
  rests_until_ = later(now_, *wait);
  lost_ = disconnected{why, detail, *wait};
}

/// The conversation is over.
void session::end(std::error_code why, std::string_view detail) noexcept {
  phase_ = phase::closed;
  error_ = why;
  if (!detail_.append(as_bytes(detail))) detail_.release();
  if (!why) why = gamewire::errc::closed;
  give_up_sent(why, false);
  while (pending* const one = waiting_.first()) {
    if (one->own())
      waiting_.take(*one).reset();
    else
      fail_waiting(*one, why);
  }
  forget_connection();
  lost_.reset();
  name_.wipe();
  forget_passwords();
}

/// What has gone out may have been done. What only reads, or has not begun to leave, may be asked again.
void session::give_up_sent(std::error_code why, bool another_follows) noexcept {
  const std::error_code in_reply =
      why == gamewire::errc::closed ? make_error_code(errc::closed_in_reply) : why;
  pending_list again;
  while (pending* const one = sent_.first()) {
    const bool begun = one != sending_ || taken_ != 0;
    auto taken = take_sent(*one);
    if (taken->own() || taken->is == pending::state::told) {
      if (!taken->own()) queued_bytes_ -= taken->line.wire().size();
      if (begun && taken->line.which() == command::register_user && taken->own()) maybe_registered_ = true;
    } else if (taken->is == pending::state::failed) {
      --untold_;
      ++open_;
      const std::error_code error = taken->error;
      finish(std::move(taken), error);
    } else if (another_follows && (!begun || row(taken->line.which()).is(traits::reads))) {
      again.push(std::move(taken));
    } else {
      finish(std::move(taken), begun ? in_reply : why);
    }
  }
  while (pending* const one = waiting_.first()) {
    auto taken = waiting_.take(*one);
    if (!taken->own()) again.push(std::move(taken));
  }
  while (pending* const one = again.first()) waiting_.push(again.take(*one));
}

/// What was true of one connection only.
void session::forget_connection() noexcept {
  in_ = stream_input(options_.max_line + 2);
  line_ = told_line_ = {};
  line_done_ = tells_held_ = pinging_ = of_use_ = false;
  held_.release();
  masked_.release();
  login_state_ = login::to_send;
  login_deadline_ = rests_until_ = never;
  hold_until_ = {};
}

bool session::poll_ended(told& event) noexcept {
  if (untold_ != 0) {
    pending* one = sent_.first();
    while (one->is != pending::state::failed) one = one->next.get();
    one->is = pending::state::told;
    --untold_;
    event = failed{one->id, one->error, {}};
  } else if (!ended_.empty()) {
    told_ = ended_.take(*ended_.first());
    event = failed{told_->id, told_->error, {}};
  } else if (lost_) {
    event = *std::exchange(lost_, std::nullopt);
  }
  return event.has_value();
}

/// Events are large, and in busy chats many: it is made in place, and never copied.
std::optional<client::event> session::poll_event() noexcept {
  told event;
  if (phase_ == phase::done) return event;
  settle();
  if (poll_ended(event) || poll_line(event) || poll_ended(event)) return event;
  if (phase_ == phase::closing && open_ == 0) end({});
  give_back();
  if (phase_ == phase::closed) {
    phase_ = phase::done;
    event = closed{error_, as_text(detail_.view())};
  }
  return event;
}

/// Once all has been told, and only then: events show what is in these. Who is busy with short lines needs the memory
/// again.
void session::give_back() noexcept {
  constexpr std::size_t short_line = 1024;
  if (largest_ > short_line || phase_ == phase::closed) document_.release();
  if (largest_ > short_line) largest_ = 0;
  if (held_.empty()) held_.release();
  if (sending_ == nullptr) masked_.release();
}

}  // namespace gamewire::inline v0::aster
