#include <algorithm>
#include <new>
#include <utility>

#include <gamewire/aster/session.hpp>

namespace gamewire::inline v0::aster {

bytes session::poll_transmit(time_point now) noexcept {
  advance(now);
  if (!alive()) return {};
  start_deadlines();
  if (resting()) return {};
  if (sending_ == nullptr) start_next();
  return sending_ != nullptr ? sending_->line.wire().subspan(taken_) : bytes{};
}

bytes session::shown_transmit() const noexcept {
  if (sending_ == nullptr) return {};
  return masked_.empty() ? sending_->line.wire().subspan(taken_) : masked_.view().subspan(taken_);
}

void session::start_next() noexcept {
  if (now_ < hold_until_ || login_state_ == login::sent) return;
  std::unique_ptr<pending> one;
  if (login_state_ == login::to_send) {
    one = make_login();
    if (!one) return end(gamewire::errc::no_memory);
    login_state_ = login::sent;
  } else if (pending* const first = waiting_.first()) {
    one = waiting_.take(*first);
  } else {
    return;
  }
  if (!mask(one->line)) return end(gamewire::errc::no_memory);
  sending_ = one.get();
  taken_ = 0;
  sent_.push(std::move(one));
}

/// What traces see in place of a line with a secret in it.
bool session::mask(const request_line& line) noexcept {
  masked_.clear();
  if (!line.has_secret()) return true;
  if (!masked_.append(line.wire())) return false;
  line.hide_secrets(masked_.data());
  return true;
}

void session::transmitted(std::size_t size, time_point now) noexcept {
  advance(now);
  if (sending_ == nullptr) return;
  taken_ += std::min(size, sending_->line.wire().size() - taken_);
  if (taken_ != sending_->line.wire().size()) return;
  sending_->sent_at = now_;
  masked_.clear();
  sending_ = nullptr;
  taken_ = 0;
}

/// One of its own, to hear whether the server is there. Without memory, later.
void session::queue_ping() noexcept {
  const auto write = [](field_writer& to, const void*) noexcept { ping::write(to); };
  auto line = request_line::make(command::ping, write, nullptr, false);
  std::unique_ptr<pending> one(new (std::nothrow) pending);
  heard_at_ = now_;
  if (!line || !one) return;
  one->line = std::move(*line);
  one->deadline = later(now_, options_.deadline);
  pinging_ = true;
  waiting_.push(std::move(one));
}

}  // namespace gamewire::inline v0::aster
