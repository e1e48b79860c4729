#include <algorithm>
#include <utility>

#include <gamewire/rcon/session.hpp>

namespace gamewire::inline v0::rcon {

bytes session::poll_transmit(time_point now) noexcept {
  advance(now);
  if (!alive()) return {};
  start_deadlines();
  if (resting()) return {};
  if (message_ == message::none) compose();
  return unsent();
}

bytes session::unsent() const noexcept {
  switch (message_) {
    case message::none: return {};
    case message::login: return login_.view().subspan(taken_);
    default: return outbound_.view().subspan(taken_);
  }
}

bytes session::shown_transmit() const noexcept {
  return message_ == message::login ? masked_.view().subspan(taken_) : unsent();
}

/// Makes the next request. What belongs together goes out together, and never more than that: Minecraft takes
/// what it reads at once for one packet.
void session::compose() noexcept {
  taken_ = 0;
  outbound_.clear();
  if (login_state_ != login::over) {
    compose_login();
    return;
  }
  compose_marker() || compose_command() || compose_keep_alive();
}

bool session::compose_login() noexcept {
  if (login_state_ != login::to_send) return false;
  if (!masked_.append(login_.view())) return end(gamewire::errc::no_memory), false;
  const std::size_t password = masked_.size() - frame_overhead;
  std::ranges::fill(masked_.data().subspan(frame_overhead - 2, password), std::byte{'*'});
  login_state_ = login::sending;
  message_ = message::login;
  return true;
}

bool session::compose_marker() noexcept {
  command* one = oldest_in_flight();
  if (one == nullptr || !one->marker_due) return false;
  one->marker_due = false;
  one->marker_id = ids_.next();
  if (!append_frame({.id = one->marker_id})) {
    one->marked = true;  // without memory, silence has to do
    return false;
  }
  sending_ = one;
  message_ = message::marker;
  return true;
}

bool session::compose_command() noexcept {
  while (command* one = next_to_send()) {
    one->wire_id = ids_.next();
    bool composed = append_frame({one->wire_id, type::exec_command, one->text.view()});
    if (composed && manners_.end == manners::ending::at_once && !one->unanswered) {
      one->marker_id = ids_.next();
      composed = append_frame({.id = one->marker_id});
    }
    if (!composed) {
      outbound_.clear();
      finish(*one, command::state::failed, gamewire::errc::no_memory);
      continue;
    }
    one->is = command::state::sending;
    one->asked_at = now_;
    ++in_flight_;
    sending_ = one;
    message_ = message::command;
    return true;
  }
  return false;
}

bool session::compose_keep_alive() noexcept {
  if (!keep_alive_due_) return false;
  keep_alive_due_ = false;
  last_traffic_ = now_;
  missed_marker_ = ids_.next();  // it is one, of no command
  if (commands_ != 0 || !append_frame({.id = missed_marker_})) return false;
  message_ = message::keep_alive;
  return true;
}

/// The first command that waits, when it may go out.
command* session::next_to_send() const noexcept {
  if (in_flight_ == commands_ || now_ < hold_until_) return nullptr;
  const std::size_t most = manners_.may_pipeline ? options_.max_in_flight : 1;
  if (in_flight_ >= most) return nullptr;
  command* one = open_.first();
  while (one->in_flight()) one = one->next.get();
  return one;
}

bool session::append_frame(const frame& what) noexcept {
  const std::size_t before = outbound_.size();
  if (!outbound_.resize(before + encoded_size(what))) return false;
  return encode(what, outbound_.data().subspan(before)).has_value();
}

void session::transmitted(std::size_t size, time_point now) noexcept {
  advance(now);
  if (message_ == message::none) return;
  last_traffic_ = now_;
  taken_ += std::min(size, unsent().size());
  if (!unsent().empty()) return;

  const message whole = std::exchange(message_, message::none);
  command* const one = std::exchange(sending_, nullptr);
  outbound_.clear();
  taken_ = 0;
  if (whole == message::login) login_sent();
  if (whole == message::keep_alive && !manners_.may_pipeline) hold_until_ = later(now_, patience());
  if (one == nullptr) return;
  one->marked = one->marker_id != 0;
  one->asked_at = now_;
  if (whole != message::command) return;
  one->is = command::state::awaiting;
  queued_bytes_ -= one->text.size();
  one->text.release();
  if (!one->unanswered) return;
  forget_reply_of(*one);
  finish(*one, command::state::sent);
}

void session::login_sent() noexcept {
  if (options_.reconnect.attempts == 0) login_.wipe();
  masked_.release();
  login_state_ = login::awaiting;
  login_sent_ = now_;
}

}  // namespace gamewire::inline v0::rcon
