#include <utility>

#include <gamewire/rcon/session.hpp>

namespace gamewire::inline v0::rcon {
namespace {

/// Does a transport that ends so look like a server that hangs up?
bool hung_up(std::error_code why) noexcept {
  return !why || why == std::errc::connection_reset || why == std::errc::connection_aborted ||
         why == std::errc::broken_pipe;
}

}  // namespace

void session::receive_end(std::error_code why, time_point now) noexcept {
  advance(now);
  if (!alive() || resting()) return;
  if (login_state_ != login::over && hung_up(why)) return end_in_login();
  if (phase_ == phase::closing && open_.empty()) return end({});
  if (!worth_retrying(why)) return end(why);
  lose(why ? why : make_error_code(gamewire::errc::closed));
}

/// The server has hung up. Squad has no other word for a wrong password.
void session::end_in_login() noexcept {
  if (options_.profile == profile::squad && login_state_ == login::awaiting)
    return end(errc::login_refused, "Squad says so by hanging up; a ban would look the same");
  end(errc::closed_in_login, "a ban is the usual reason; a crash would look the same");
}

/// What a command that ends before its reply leaves behind: the reply, or the rest of it.
void session::forget_reply_of(const command& one) noexcept {
  if (!one.in_flight() || (one.is == command::state::sending && taken_ == 0)) return;
  held_.release();
  if (one.marked) missed_marker_ = one.marker_id;
  if (manners_.may_pipeline) return;
  hold_until_ = later(now_, patience());
  if (manners_.ids == manners::naming::ignored && one.packets == 0) ++owed_;
}

/// Whatever ends a command goes through here.
void session::finish(command& one, command::state how, std::error_code why) noexcept {
  withdraw(one);
  if (one.in_flight()) --in_flight_;
  if (waiting_ == &one) waiting_ = one.next.get();
  if (undated_ == &one) undated_ = one.next.get();
  queued_bytes_ -= one.text.size();
  if (how == command::state::replied && !one.partial) last_ended_ = one.wire_id;
  clear_spare(one.text);
  one.is = how;
  one.error = why;
  one.ended = ++events_;
  --commands_;
  ended_.push(open_.take(one));
}

/// It is not waited for any more when what is going out has gone; and what has not begun to need not.
void session::withdraw(command& one) noexcept {
  const bool sends = one.is == command::state::sending;
  if (!sends && sending_ != &one) return;
  if (taken_ == 0) {
    if (sends) take_back(*sending_);
    outbound_.clear();
    message_ = message::none;
    sending_ = nullptr;
  } else if (sending_ == &one) {
    sending_ = sends && one.next.get() != waiting_ ? one.next.get() : nullptr;
  }
}

/// The connection is over. If another one may do better, it follows.
void session::lose(std::error_code why, std::string_view detail) noexcept {
  const bool hopeless = why == errc::not_rcon || why == gamewire::errc::no_memory;
  const bool held =
      login_state_ == login::over && (of_use_ || now_ - login_sent_ >= options_.reconnect.max_delay);
  if (held) backoff_.reset();
  const auto wait = hopeless ? std::nullopt : backoff_.next(options_.reconnect);
  if (!wait) return end(why, detail);
  fail_what_went_out(why);
  forget_connection();
  rests_until_ = later(now_, *wait);
  const disconnected told{why, detail, *wait};
  const news_item item{.is = news_item::kind::disconnected, .place = ++events_};
  if (!news_.push(item, std::as_bytes(std::span(&told, 1)))) end(gamewire::errc::no_memory);
}

/// The conversation is over.
void session::end(std::error_code why, std::string_view detail) noexcept {
  phase_ = phase::closed;
  error_ = why;
  if (!detail_.append(as_bytes(detail))) detail_.release();
  if (!why) why = gamewire::errc::closed;
  fail_what_went_out(why);
  while (command* const one = open_.first()) finish(*one, command::state::failed, why);
  forget_connection();
  login_.wipe();
}

/// Commands get what has come of their replies, or fail: the server may have executed them. But not the one of
/// which nothing has left yet.
void session::fail_what_went_out(std::error_code why) noexcept {
  if (why == gamewire::errc::closed) why = errc::closed_in_reply;
  while (command* const one = oldest_in_flight()) {
    if (one->is == command::state::sending && one->outbound_at >= taken_) return take_back(*one);
    adopt_held(*one);
    if (one != oldest_in_flight()) continue;
    one->partial = one->packets != 0;
    finish(*one, one->partial ? command::state::replied : command::state::failed, why);
  }
}

/// From the first one on, those that were to go out wait again.
void session::take_back(command& first) noexcept {
  for (command* one = &first; one != waiting_; one = one->next.get()) {
    one->is = command::state::queued;
    one->wire_id = one->marker_id = 0;
    --in_flight_;
  }
  waiting_ = &first;
}

/// What was true of one connection only. What has been found out about the server stays.
void session::forget_connection() noexcept {
  decoder_ = frame_decoder(options_.max_frame);
  for (byte_buffer* all : {&outbound_, &held_}) all->release();
  message_ = message::none;
  sending_ = nullptr;
  taken_ = 0;
  login_state_ = login::to_send;
  login_deadline_ = rests_until_ = never;
  hold_until_ = time_point::min();
  owed_ = 0;
  missed_marker_ = last_ended_ = last_marker_ = 0;
  keep_alive_due_ = of_use_ = false;
}

}  // namespace gamewire::inline v0::rcon
