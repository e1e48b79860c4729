#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include <gamewire/attempts.hpp>
#include <gamewire/rcon/datagram_session.hpp>

namespace gamewire::inline v0::rcon {

time_point datagram_session::end_of_attempt(nanoseconds first, unsigned attempt) noexcept {
  return later(now_, jittered(attempt_timeout(first, attempt), dice_()));
}

datagram_session::datagram_session(std::string_view password, const limits& chosen,
                                   std::error_code invalid) noexcept
    : limits_(chosen), dice_(chosen.seed) {
  if (invalid)
    end(invalid);
  else if (!password_.allocate(password.size()))
    end(gamewire::errc::no_memory);
  else
    std::ranges::copy(as_bytes(password), password_.data().begin());
}

accepted datagram_session::open(std::string_view text, bool unanswered) noexcept {
  const auto refuse = [](auto why) { return std::unexpected(make_error_code(why)); };
  if (phase_ != phase::open) return refuse(gamewire::errc::closed);
  if (commands_ == limits_.max_commands) return refuse(gamewire::errc::busy);
  std::unique_ptr<command> made(new (std::nothrow) command);
  if (!made || !made->text.append(as_bytes(text))) return refuse(gamewire::errc::no_memory);
  if (++last_request_ == 0) ++last_request_;
  made->id = request_id{last_request_};
  made->unanswered = unanswered;
  ++commands_;
  open_.push(std::move(made));
  return request_id{last_request_};
}

std::error_code datagram_session::cancel(request_id id) noexcept {
  for (command* one = open_.first(); one != nullptr; one = one->next.get()) {
    if (one->id != id) continue;
    finish(*one, command::state::failed, gamewire::errc::cancelled);
    return {};
  }
  return gamewire::errc::unknown_request;
}

void datagram_session::close(time_point now) noexcept {
  advance(now);
  if (phase_ != phase::open) return;
  phase_ = phase::closing;
  start_deadlines();
}

void datagram_session::receive_end(std::error_code why, time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  if (!why) why = gamewire::errc::closed;
  end(phase_ == phase::closing && open_.empty() ? std::error_code{} : why);
}

void datagram_session::start_deadlines() noexcept {
  for (command* one = open_.first(); one != nullptr; one = one->next.get())
    if (one->deadline == never) one->deadline = later(now_, limits_.deadline);
}

time_point datagram_session::first_deadline() const noexcept {
  time_point first = never;
  for (const command* one = open_.first(); one != nullptr; one = one->next.get())
    first = std::min(first, one->deadline);
  return first;
}

void datagram_session::expire() noexcept {
  for (command* one = open_.first(); one != nullptr;) {
    command& due = *one;
    one = one->next.get();
    if (now_ < due.deadline) continue;
    give_up(due, errc::timeout);
  }
}

command* datagram_session::next_to_send() const noexcept {
  return in_flight_ == nullptr ? open_.first() : nullptr;
}

void datagram_session::add_to_reply(bytes body, bool chunk) noexcept {
  command& to = *in_flight_;
  if (++to.packets == 1) to.round_trip = now_ - to.asked_at;
  to.heard_at = now_;
  if (body.size() > limits_.max_reply - to.reply.size())
    return finish(to, command::state::failed, errc::too_large);
  if (!to.reply.append(body)) return finish(to, command::state::failed, gamewire::errc::no_memory);
  if (!chunk) return;
  chunk_ = body;
  chunk_of_ = to.id;
}

void datagram_session::finish(command& one, command::state how, std::error_code why) noexcept {
  if (&one == in_flight_) {
    in_flight_ = nullptr;
    if (how != command::state::replied || one.partial) dropped_at_ = now_;
  }
  one.text.release();
  one.is = how;
  one.error = why;
  --commands_;
  ended_.push(open_.take(one));
}

void datagram_session::fail_all(std::error_code why) noexcept {
  while (command* const one = open_.first()) give_up(*one, why);
}

void datagram_session::give_up(command& one, std::error_code why) noexcept {
  one.partial = !one.reply.empty();
  finish(one, one.partial ? command::state::replied : command::state::failed, why);
}

/// The conversation is over: commands get what has come of their replies, or fail.
void datagram_session::end(std::error_code why, bytes detail) noexcept {
  if (!detail_.append(detail)) detail_.release();
  fail_all(why ? why : make_error_code(gamewire::errc::closed));
  phase_ = phase::closed;
  error_ = why;
  password_.wipe();
  forget_datagram();
}

std::optional<client::event> datagram_session::poll_event() noexcept {
  if (phase_ == phase::done) return std::nullopt;
  told_.reset();
  if (std::exchange(greeting_, false)) return authenticated{};
  if (!std::exchange(stray_told_, true)) return stray_;
  if (!chunk_.empty()) return chunk{chunk_of_, std::exchange(chunk_, {})};
  if (phase_ == phase::closing && open_.empty()) end({});
  if (!ended_.empty()) {
    told_ = ended_.take(*ended_.first());
    if (told_->is == command::state::failed) return failed{told_->id, told_->error, {}};
    if (told_->is == command::state::sent) return sent{told_->id};
    return reply{told_->id, told_->reply.view(), told_->partial, told_->round_trip};
  }
  if (phase_ != phase::closed) return std::nullopt;
  phase_ = phase::done;
  return closed{error_, as_text(detail_.view())};
}

void datagram_session::set_datagram(bytes all) noexcept {
  forget_datagram();
  datagram_size_ = std::min(all.size(), max_datagram);
  std::ranges::copy(all.first(datagram_size_), datagram_.begin());
  std::ranges::copy(all.first(datagram_size_), shown_.begin());
}

void datagram_session::hide(std::size_t from, std::size_t size) noexcept {
  std::fill_n(shown_.begin() + static_cast<std::ptrdiff_t>(from), size, std::byte{'*'});
}

/// It may hold the password.
void datagram_session::forget_datagram() noexcept {
  wipe(std::span(datagram_).first(datagram_size_));
  datagram_size_ = 0;
}

}  // namespace gamewire::inline v0::rcon
