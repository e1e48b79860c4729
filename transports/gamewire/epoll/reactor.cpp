#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <gamewire/epoll/reactor.hpp>
#include <gamewire/native_address.hpp>
#include <gamewire/resolution.hpp>

namespace gamewire::inline v0::epoll {
namespace {

using system::last_error;
using system::to_timespec;

/// For kernels before 5.11, and sandboxes that are as old: too late by up to a millisecond, never too early.
int wait_milliseconds(int epoll, std::span<epoll_event> into, nanoseconds left, bool for_ever) noexcept {
  constexpr std::chrono::milliseconds longest = std::chrono::hours(1);
  const auto rounded = std::min(std::chrono::ceil<std::chrono::milliseconds>(left), longest);
  return ::epoll_wait(epoll, into.data(), static_cast<int>(into.size()),
                      for_ever ? -1 : static_cast<int>(rounded.count()));
}

int wait(int epoll, std::span<epoll_event> into, time_point until) noexcept {
  const nanoseconds left = until - std::min(until, system::now());
  const timespec timeout = to_timespec(left);
  const int ready = ::epoll_pwait2(epoll, into.data(), static_cast<int>(into.size()),
                                   until == never ? nullptr : &timeout, nullptr);
  const bool unknown = ready < 0 && (errno == ENOSYS || errno == EPERM);
  return unknown ? wait_milliseconds(epoll, into, left, until == never) : ready;
}

}  // namespace

/// One look at everything, which may end in an exception of a handler's.
class reactor::round {
 public:
  explicit round(reactor& of) noexcept : of_(of) { of_.running_ = true; }
  round(const round&) = delete;
  round& operator=(const round&) = delete;
  ~round() {
    of_.running_ = false;
    of_.show_due();
  }

 private:
  reactor& of_;
};

void source::retire() noexcept {
  if (std::exchange(retired_, true)) return;
  on_.forget(*this);
  release();
}

std::expected<std::unique_ptr<reactor>, std::error_code> reactor::open() {
  auto wake = system::wake_pipe::open();
  if (!wake) return std::unexpected(wake.error());
  std::unique_ptr<reactor> made(new reactor(::epoll_create1(EPOLL_CLOEXEC),
                                            ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK),
                                            std::move(*wake)));
  if (made->epoll_.value() < 0 || made->timer_.value() < 0) return std::unexpected(last_error());
  if (const auto error = made->add(made->wake_.value())) return std::unexpected(error);
  if (const auto error = made->add(made->timer_.value())) return std::unexpected(error);
  return made;
}

std::error_code reactor::add(int descriptor) noexcept {
  epoll_event event{.events = EPOLLIN, .data = {.u64 = static_cast<std::uint32_t>(descriptor)}};
  return ::epoll_ctl(epoll_.value(), EPOLL_CTL_ADD, descriptor, &event) < 0 ? last_error()
                                                                            : std::error_code{};
}

std::error_code reactor::watch(int descriptor, source& who, interest wanted, bool anew) {
  const auto at = static_cast<std::size_t>(descriptor);
  if (at >= watched_.size()) watched_.resize(at + 1);
  if (anew) watched_[at] = {&who, ++generation_};
  const std::uint64_t key = std::uint64_t{watched_[at].generation} << 32 | at;
  epoll_event event{.events = (wanted.reading ? EPOLLIN : 0U) | (wanted.sending ? EPOLLOUT : 0U),
                    .data = {.u64 = key}};
  const int done = ::epoll_ctl(epoll_.value(), anew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event);
  return done < 0 ? last_error() : std::error_code{};
}

void reactor::unwatch(int descriptor, const source& who) noexcept {
  const auto at = static_cast<std::size_t>(descriptor);
  if (at >= watched_.size() || watched_[at].who != &who) return;  // closed, and opened by somebody else
  watched_[at].who = nullptr;
  ::epoll_ctl(epoll_.value(), EPOLL_CTL_DEL, descriptor, nullptr);
}

void reactor::enqueue(source& who) {
  if (who.queued_ || who.retired_) return;
  turns_.push_back(who.shared_from_this());
  who.queued_ = true;
  show_due();
}

void reactor::set_deadline(source& who, time_point at) {
  if (who.retired_) return;
  timers_.set(who, at);
  show_due();
}

std::span<std::byte> reactor::buffer() {
  if (!buffer_) buffer_ = std::make_unique_for_overwrite<std::byte[]>(system::max_datagram);
  return {buffer_.get(), system::max_datagram};
}

int reactor::descriptor() noexcept {
  embedded_ = true;
  show_due();
  return epoll_.value();
}

/// Lets who waits for `descriptor` know when the loop has something to do. A run under way does that at its
/// end.
void reactor::show_due() noexcept {
  if (!embedded_ || running_) return;
  constexpr time_point at_once{nanoseconds(1)};
  const time_point due = turns_.empty() ? std::max(timers_.next(), at_once) : at_once;
  if (due == std::exchange(shown_, due)) return;
  const itimerspec when{.it_interval = {},
                        .it_value = due == never ? timespec{} : to_timespec(due.time_since_epoch())};
  ::timerfd_settime(timer_.value(), TFD_TIMER_ABSTIME, &when, nullptr);
}

void reactor::post(task what) {
  {
    const std::lock_guard lock(guard_);
    posted_.push_back(std::move(what));
  }
  wake_.wake();
}

void reactor::stop() noexcept {
  stopped_.store(true);
  wake_.wake();
}

std::error_code reactor::run() {
  while (!stopped_.exchange(false))
    if (const auto error = run_once(never)) return error;
  return {};
}

std::error_code reactor::run_once(time_point until) {
  if (running_) return std::make_error_code(std::errc::operation_in_progress);
  const round under_way(*this);
  if (const auto error = collect(turns_.empty() ? std::min(until, timers_.next()) : time_point::min()))
    return error;
  run_posted();
  give_turns();
  return std::exchange(trouble_, {});
}

/// Waits, and queues those whose descriptor is ready or whose time has come. No handler runs meanwhile, so that
/// nobody goes away.
std::error_code reactor::collect(time_point until) {
  std::array<epoll_event, 256> events;
  const int ready = system::uninterrupted([&] { return wait(epoll_.value(), events, until); });
  if (ready < 0) return last_error();
  for (const epoll_event& one : std::span(events).first(static_cast<std::size_t>(ready)))
    note(one.data.u64, one.events);
  for (const time_point now = system::now(); source* who = timers_.pop(now);) enqueue(*who);
  return {};
}

void reactor::note(std::uint64_t key, std::uint32_t events) {
  const auto descriptor = static_cast<std::uint32_t>(key);
  if (static_cast<int>(descriptor) == wake_.value()) {
    wake_.clear();
  } else if (static_cast<int>(descriptor) == timer_.value()) {
    std::uint64_t times = 0;
    if (::read(timer_.value(), &times, sizeof times) > 0) shown_ = never;
  } else if (const watched& found = watched_[descriptor];
             found.who != nullptr && found.generation == key >> 32) {
    found.who->ready(static_cast<int>(descriptor), (events & EPOLLIN) != 0, (events & EPOLLOUT) != 0,
                     (events & ~(EPOLLIN | EPOLLOUT)) != 0);
    enqueue(*found.who);
  }
}

/// Those that were posted before; what they post waits, so that the sources have their turn.
void reactor::run_posted() {
  std::unique_lock lock(guard_);
  for (std::size_t left = posted_.size(); left != 0; --left) {
    task next = std::move(posted_.front());
    posted_.pop_front();
    lock.unlock();
    try {
      next();
    } catch (...) {
      wake_.wake();  // for those that are left
      throw;
    }
    next = nullptr;
    lock.lock();
  }
}

/// One each: who asks for another one in its turn has it in the next round.
void reactor::give_turns() {
  for (std::size_t left = turns_.size(); left != 0; --left) {
    const std::shared_ptr<source> next = std::move(turns_.front());
    turns_.pop_front();
    next->queued_ = false;
    if (!next->retired()) next->turn();
  }
}

void reactor::resolve(const address& of, ip_preference prefer, resolver by, std::weak_ptr<const void> who,
                      std::move_only_function<void(addresses)> then) {
  if (is_literal(of)) return then(gamewire::resolve(of, prefer));
  if (const auto error = names_.start()) return then(std::unexpected(error));
  names_.push(
      [of, prefer, by = std::move(by), who = std::move(who), then = std::move(then)]() mutable -> task {
        if (who.expired()) return {};
        return [found = ask(by, of, prefer), who = std::move(who), then = std::move(then)]() mutable {
          if (const auto waits = who.lock()) then(std::move(found));
        };
      });
}

}  // namespace gamewire::inline v0::epoll
