#include <algorithm>
#include <utility>

#include <gamewire/rcon/session.hpp>

namespace gamewire::inline v0::rcon {
namespace {

constexpr std::size_t enough_at_once = 16384;

}  // namespace

bytes session::poll_transmit(time_point now) noexcept {
  advance(now);
  if (!alive()) return {};
  start_deadlines();
  if (resting()) return {};
  if (message_ == message::none) compose();
  return unsent();
}

bytes session::unsent() const noexcept {
  return message_ == message::login ? login_.view().subspan(taken_) : shown_transmit();
}

bytes session::shown_transmit() const noexcept { return outbound_.view().subspan(taken_); }

/// Makes the next request. What belongs together goes out together, and never more than that: Minecraft takes
/// what it reads at once for one packet.
void session::compose() noexcept {
  taken_ = 0;
  outbound_.clear();
  if (login_state_ != login::over) {
    compose_login();
    return;
  }
  compose_marker() || compose_commands() || compose_keep_alive();
}

bool session::compose_login() noexcept {
  if (login_state_ != login::to_send) return false;
  if (!outbound_.append(login_.view())) return end(gamewire::errc::no_memory), false;
  const std::size_t password = outbound_.size() - frame_overhead;
  std::ranges::fill(outbound_.data().subspan(frame_overhead - 2, password), std::byte{'*'});
  login_state_ = login::sending;
  message_ = message::login;
  return true;
}

bool session::compose_marker() noexcept {
  command* one = oldest_in_flight();
  if (one == nullptr || !one->marker_due) return false;
  one->marker_due = false;
  one->marker_id = ids_.next();
  if (!append(outbound_, {.id = one->marker_id})) {
    one->marked = true;  // without memory, silence has to do
    return false;
  }
  sending_ = one;
  message_ = message::marker;
  return true;
}

/// As many as may be in flight, in one write, where the server reads on behind the first.
bool session::compose_commands() noexcept {
  sending_ = nullptr;
  while (command* const one = next_to_send()) {
    if (!compose_command(*one)) {
      finish(*one, command::state::failed, gamewire::errc::no_memory);
      continue;
    }
    one->is = command::state::sending;
    one->sent_at = one->asked_at = now_;
    ++in_flight_;
    waiting_ = one->next.get();
    if (sending_ == nullptr) sending_ = one;
    if (!manners_.may_pipeline || outbound_.size() >= enough_at_once) break;
  }
  if (sending_ == nullptr) return false;
  message_ = message::commands;
  return true;
}

bool session::compose_command(command& one) noexcept {
  one.outbound_at = outbound_.size();
  one.wire_id = ids_.next();
  bool composed = append(outbound_, {one.wire_id, type::exec_command, one.text.view()});
  if (composed && manners_.end == manners::ending::at_once && !one.unanswered) {
    one.marker_id = ids_.next();
    composed = append(outbound_, {.id = one.marker_id});
  }
  if (composed) return true;
  (void)outbound_.resize(one.outbound_at);  // which never fails, for it is less
  return false;
}

bool session::compose_keep_alive() noexcept {
  if (!keep_alive_due_) return false;
  keep_alive_due_ = false;
  last_traffic_ = now_;
  missed_marker_ = ids_.next();  // it is one, of no command
  if (commands_ != 0 || !append(outbound_, {.id = missed_marker_})) return false;
  message_ = message::keep_alive;
  return true;
}

/// The first command that waits, when it may go out.
command* session::next_to_send() const noexcept {
  const std::size_t most = manners_.may_pipeline ? options_.max_in_flight : 1;
  return in_flight_ < most && now_ >= hold_until_ ? waiting_ : nullptr;
}

void session::transmitted(std::size_t size, time_point now) noexcept {
  advance(now);
  if (message_ == message::none) return;
  last_traffic_ = now_;
  taken_ += std::min(size, unsent().size());
  if (!unsent().empty()) return;

  outbound_.clear();
  taken_ = 0;
  switch (std::exchange(message_, message::none)) {
    case message::login: return login_sent();
    case message::commands: return commands_sent();
    case message::keep_alive:
      if (!manners_.may_pipeline) hold_until_ = later(now_, patience());
      return;
    case message::marker:
      if (command* const one = std::exchange(sending_, nullptr)) one->marked = true, one->asked_at = now_;
      return;
    case message::none: return;
  }
}

void session::commands_sent() noexcept {
  for (command* next = std::exchange(sending_, nullptr); next != nullptr && next != waiting_;) {
    command& one = *next;
    next = one.next.get();
    one.is = command::state::awaiting;
    one.marked = one.marker_id != 0;
    one.sent_at = one.asked_at = now_;
    queued_bytes_ -= one.text.size();
    clear_spare(one.text);
    if (!one.unanswered) continue;
    forget_reply_of(one);
    finish(one, command::state::sent);
  }
}

void session::login_sent() noexcept {
  if (options_.reconnect.attempts == 0) login_.wipe();
  login_state_ = login::awaiting;
  login_sent_ = now_;
}

}  // namespace gamewire::inline v0::rcon
