/// What machines over HTTP have in common: calls wait in a queue, and are given to an exchange one at a time.
/// Not for users.
///
/// One at a time, though the exchange has a queue of its own: what an answer says (a ban, a pause, a refused password)
/// decides whether the next one goes, and its owner is to have seen that answer before.
///
/// A session derives from it, `class session : public http1::call_session<session, call, client::event, errc>`, and has
///
///     accepted send(const pending& one)                      gives `inner_` the request of a call
///     std::optional<Event> tell(const http1::answer& what)   to the active call; nothing: it goes again, which what has
///                                                            an `error` does not
///     Event tell_failed(const failed& what)                  likewise
///     std::error_code held_back(const pending& one)          why a call that waits is not going to be sent, as things are
///     void rest()                                            nothing is open: memory can be given back
///
/// and may have a `transmitted` that does more than the one here. A `Call` has a `size()`, in bytes, of which the options
/// bound the sum; the codes of `Errc` have a `timeout`.
///
/// What depends on the time is never decided in a command: nobody has told it the time, and who has nothing open is not
/// told for hours. The call waits until somebody does.
#pragma once

#include <algorithm>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <variant>

#include <gamewire/http1/error.hpp>
#include <gamewire/http1/exchange.hpp>
#include <gamewire/owned_queue.hpp>

namespace gamewire::inline v0::http1 {

template <class Session, class Call, class Event, class Errc>
class call_session {
 public:
  std::error_code cancel(request_id id) noexcept {
    std::error_code missed = gamewire::errc::unknown_request;
    if (active_ && active_->id == id) {
      if (active_->error) return missed;
      active_->error = gamewire::errc::cancelled;
      (void)inner_.cancel(
          inner_id_);  // its answer may be there: it is judged when its turn comes, but not told
      return {};
    }
    for_each_waiting([&](pending& one) {
      if (one.id != id) return;
      drop(one, gamewire::errc::cancelled);
      missed = {};
    });
    return missed;
  }

  void receive(bytes piece, time_point now) noexcept {
    advance(now);
    if (alive()) inner_.receive(piece, now_);
  }

  void opened(time_point now) noexcept {
    advance(now);
    if (!wants_transport()) return;
    inner_.opened(now_);
    up_ = true;
  }

  void receive_end(std::error_code why, time_point now) noexcept {
    advance(now);
    if (!alive()) return;
    const bool refused = !up_ && inner_.wants_transport();
    up_ = false;
    inner_.receive_end(why, now_);
    // It could not be opened, and would not be for those that wait either.
    if (refused) drop_waiting(why ? why : make_error_code(gamewire::errc::closed));
  }

  void on_timeout(time_point now) noexcept {
    advance(now);
    if (!alive()) return;
    inner_.on_timeout(now_);
    for_each_waiting([this](pending& one) {
      if (now_ >= one.deadline) drop(one, make_error_code(Errc::timeout));
    });
    drop_held_back();
    if (now_ < next_at_) return;
    next_at_ = never;
    send_next();
  }

  bytes poll_transmit(time_point now) noexcept {
    advance(now);
    if (!alive()) return {};
    up_ = up_ && inner_.wants_transport();
    start_deadlines();
    return inner_.poll_transmit(now_);
  }

  void transmitted(std::size_t size, time_point now) noexcept {
    advance(now);
    if (alive()) inner_.transmitted(size, now_);
  }

  void close(time_point now) noexcept {
    advance(now);
    if (phase_ != phase::open) return;
    phase_ = phase::closing;
    start_deadlines();
    (void)inner_.poll_transmit(now_);  // which starts the deadline of what the exchange has
  }

  [[nodiscard]] time_point deadline() const noexcept {
    if (!alive()) return never;
    time_point first = std::min(inner_.deadline(), next_at_);
    for (const pending* one = queue_.first(); one != nullptr; one = one->next.get())
      first = std::min(first, one->deadline);
    return first;
  }

  std::optional<Event> poll_event() noexcept {
    if (phase_ == phase::done) return std::nullopt;
    told_.reset();
    while (alive()) {
      const auto inside = inner_.poll_event();
      if (!inside) break;
      std::optional<Event> told;
      if (const auto* answered = std::get_if<answer>(&*inside))
        told = self().tell(*answered);
      else if (const auto* fault = std::get_if<failed>(&*inside))
        told = self().tell_failed(*fault);
      else
        end(std::get<closed>(*inside).error);  // there was no memory for an exchange
      if (told && told_->error) return failed{told_->id, told_->error, {}};
      if (told) return told;
    }
    if (!ended_.empty()) {
      told_ = ended_.take(*ended_.first());
      return failed{told_->id, told_->error, {}};
    }
    if (phase_ == phase::closing && idle()) phase_ = phase::closed;
    if (phase_ == phase::closed) {
      phase_ = phase::done;
      self().rest();
      return closed{error_, {}};
    }
    if (idle()) self().rest();
    return std::nullopt;
  }

  [[nodiscard]] bool done() const noexcept { return phase_ == phase::done; }
  [[nodiscard]] bool wants_transport() const noexcept { return alive() && inner_.wants_transport(); }
  [[nodiscard]] bytes shown_transmit() const noexcept { return inner_.shown_transmit(); }

 protected:
  /// One accepted call, from then until its event.
  struct pending {
    std::unique_ptr<pending> next;
    request_id id = request_id::none;
    Call call;
    nanoseconds time{};  // that it has
    time_point deadline = never;
    std::error_code error;  // that is told of it, whatever becomes of it
  };

  /// `why`: there is nothing to begin.
  template <class Options>
  call_session(const Options& chosen, std::error_code why) noexcept
      : inner_({.host = chosen.host,
                .port = chosen.port,
                .secure = chosen.secure,
                .deadline = chosen.deadline,
                .idle_timeout = chosen.idle_timeout,
                .limits = chosen.limits,
                .max_requests = 1,
                .max_queued_bytes = static_cast<std::size_t>(-1)}),
        usual_time_(chosen.deadline),
        max_requests_(chosen.max_requests),
        max_queued_bytes_(chosen.max_queued_bytes) {
    if (why) end(why);
  }

  void end(std::error_code why) noexcept {
    error_ = why;
    phase_ = phase::closed;
    drop_waiting(why);
  }

  [[nodiscard]] bool is_open() const noexcept { return phase_ == phase::open; }

  /// Takes one more, that has `time`, or the usual one if that is not positive. `errc::busy`, `errc::no_memory`.
  accepted add(Call what, nanoseconds time) noexcept {
    if (time <= nanoseconds::zero()) time = usual_time_;
    const std::size_t size = what.size();
    if (requests_ == max_requests_ || size > max_queued_bytes_ - queued_bytes_)
      return std::unexpected(make_error_code(gamewire::errc::busy));
    std::unique_ptr<pending> one(new (std::nothrow) pending);
    if (!one) return std::unexpected(make_error_code(gamewire::errc::no_memory));
    if (++last_request_ == 0) ++last_request_;
    const request_id id{last_request_};
    one->id = id;
    one->call = std::move(what);
    one->time = time;
    ++requests_;
    queued_bytes_ += size;
    const bool held = bool(self().held_back(*one));
    queue_.push(std::move(one));
    if (next_at_ == never && now_ < not_before_) next_at_ = not_before_;
    if (next_at_ == never && held) next_at_ = later(now_, an_instant);
    if (next_at_ == never) send_next();
    return id;
  }

  void advance(time_point now) noexcept { now_ = std::max(now_, now); }

  /// Visits what has not been given to the exchange, which the visitor may drop.
  template <class Visit>
  void for_each_waiting(Visit visit) noexcept {
    for (pending* one = queue_.first(); one != nullptr;) {
      pending& here = *one;
      one = one->next.get();
      visit(here);
    }
  }

  void start_deadlines() noexcept {
    if (active_ && active_->deadline == never) active_->deadline = later(now_, active_->time);
    for_each_waiting([this](pending& one) {
      if (one.deadline == never) one.deadline = later(now_, one.time);
    });
    drop_held_back();
  }

  /// What would wait in vain does not.
  void drop_held_back() noexcept {
    for_each_waiting([this](pending& one) {
      if (const std::error_code why = self().held_back(one)) drop(one, why);
    });
  }

  /// What is left of its time.
  [[nodiscard]] nanoseconds left_to(const pending& one) const noexcept {
    return one.deadline == never ? one.time : std::max(one.deadline - now_, an_instant);
  }

  /// Ends a call that the exchange does not have.
  void drop(pending& one, std::error_code why) noexcept {
    forget(one.call);
    one.error = why;
    ended_.push(queue_.take(one));
  }

  void drop_waiting(std::error_code why) noexcept {
    for_each_waiting([&](pending& one) { drop(one, why); });
  }

  /// The active call is over, and what `told_` is from now on.
  void finish_active() noexcept {
    forget(active_->call);
    if (!queue_.empty()) next_at_ = std::max(later(now_, an_instant), not_before_);
    told_ = std::move(active_);
  }

  /// The active call goes once more, before all others, and nothing before `when`.
  void send_again(time_point when) noexcept {
    queue_.push_front(std::move(active_));
    next_at_ = not_before_ = when;
  }

  [[nodiscard]] std::error_code reason_of(const failed& what) const noexcept {
    return what.error == errc::timeout ? make_error_code(Errc::timeout) : what.error;
  }

  static constexpr nanoseconds an_instant{1};

  exchange inner_;
  std::unique_ptr<pending> active_;  // given to the exchange
  std::unique_ptr<pending> told_;    // what the last event shows
  time_point now_{};
  time_point not_before_{};  // nothing is sent

 private:
  enum class phase : std::uint8_t { open, closing, closed, done };

  Session& self() noexcept { return static_cast<Session&>(*this); }
  [[nodiscard]] bool alive() const noexcept { return phase_ == phase::open || phase_ == phase::closing; }
  [[nodiscard]] bool idle() const noexcept { return !active_ && queue_.empty(); }

  void forget(const Call& what) noexcept {
    --requests_;
    queued_bytes_ -= what.size();
  }

  /// Gives the exchange the next call, if it has none.
  void send_next() noexcept {
    while (!active_ && !queue_.empty()) {
      pending& one = *queue_.first();
      const accepted sent = self().send(one);
      if (!sent) {
        drop(one, sent.error());
        continue;
      }
      inner_id_ = *sent;
      active_ = queue_.take(one);
    }
  }

  owned_queue<pending> queue_;
  owned_queue<pending> ended_;              // whose event has not been told
  request_id inner_id_ = request_id::none;  // of the active one
  time_point next_at_ = never;  // when the next one may go: once its driver has seen the answer before it
  std::error_code error_;
  nanoseconds usual_time_;  // that a call has
  std::size_t max_requests_;
  std::size_t max_queued_bytes_;
  std::size_t requests_ = 0;
  std::size_t queued_bytes_ = 0;
  std::uint32_t last_request_ = 0;
  phase phase_ = phase::open;
  bool up_ = false;  // there is a transport
};

}  // namespace gamewire::inline v0::http1
