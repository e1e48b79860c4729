/// The frame of master::client: options, the command, time and ends. Its other part: client_pages.cpp.
#include <algorithm>
#include <utility>

#include <gamewire/attempts.hpp>
#include <gamewire/master/client.hpp>
#include <gamewire/random.hpp>

namespace gamewire::inline v0::master {
namespace {

constexpr nanoseconds longest_interval = std::chrono::hours(24);
constexpr std::uint8_t most_retries = 32;

}  // namespace

std::error_code client_options::validate() const noexcept {
  const bool sane = timeout > nanoseconds::zero() && timeout <= longest_attempt && retries <= most_retries &&
                    (!deadline || *deadline > nanoseconds::zero()) && interval >= nanoseconds::zero() &&
                    interval <= longest_interval && burst > 0 && burst <= 1'000'000 && max_servers > 0 &&
                    max_pages > 0;
  return sane ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

nanoseconds client_options::attempt_timeout(unsigned attempt) const noexcept {
  return gamewire::attempt_timeout(timeout, attempt);
}

client::client(const options& chosen) noexcept : options_(chosen) {
  if (const auto invalid = chosen.validate())
    end(invalid);
  else if (chosen.interval > nanoseconds::zero())
    rate_ = token_bucket::every(chosen.interval, chosen.burst);
}

accepted client::request_list(const query& what) noexcept {
  const auto refuse = [](gamewire::errc why) { return std::unexpected(make_error_code(why)); };
  if (phase_ != phase::open) return refuse(gamewire::errc::closed);
  if (state_ != state::idle) return refuse(gamewire::errc::busy);
  const bool fits = what.regions.size() <= most_regions && what.filter.size() <= max_filter_size &&
                    what.filter.find('\0') == what.filter.npos && !what.after.is_v6();
  if (!fits) return refuse(gamewire::errc::invalid_argument);

  region_count_ = 0;
  for (const region each : what.regions)
    if (std::find(regions_.data(), regions_.data() + region_count_, each) == regions_.data() + region_count_)
      regions_[region_count_++] = each;
  if (region_count_ == 0) regions_[region_count_++] = region::world;
  filter_size_ = what.filter.copy(filter_.data(), filter_.size());
  limit_ = what.limit;
  last_ = server_address(what.after);
  region_ = 0;
  pages_ = 0;
  told_ = 0;
  known_ = address_set(options_.max_servers, options_.seed);
  deadline_ = never;
  error_ = {};
  ++round_;
  if (++last_id_ == 0) ++last_id_;
  id_ = request_id{last_id_};
  ask();
  return id_;
}

std::error_code client::cancel(request_id id) noexcept {
  if (phase_ == phase::done || id != id_ || !waits()) return gamewire::errc::unknown_request;
  finish(gamewire::errc::cancelled);
  return {};
}

void client::close(time_point now) noexcept {
  advance(now);
  if (phase_ != phase::open) return;
  phase_ = phase::closing;
  start_clocks();
}

void client::receive_end(std::error_code why, time_point now) noexcept {
  advance(now);
  if (phase_ == phase::open || phase_ == phase::closing) end(why);
}

/// From the first `poll_transmit` after the command on: a transport that takes nothing is to end a list as
/// well. But no attempt runs while the limit of requests holds it back.
void client::start_clocks() noexcept {
  if (!waits()) return;
  if (deadline_ == never && options_.deadline) deadline_ = later(now_, *options_.deadline);
  if (state_ == state::queued && clock_ == never && may_send()) clock_ = now_;
}

void client::on_timeout(time_point now) noexcept {
  advance(now);
  if (phase_ == phase::done || !waits()) return;
  const std::error_code why = reason_ ? reason_ : make_error_code(errc::timeout);
  if (now_ >= deadline_) return finish(why);
  if (clock_ != never && now_ >= attempt_deadline()) return end_attempt(why);
  start_clocks();  // what waited for the limit may go now
}

time_point client::deadline() const noexcept {
  if (phase_ == phase::done || !waits()) return never;
  if (clock_ != never) return std::min(deadline_, attempt_deadline());
  return may_send() ? deadline_ : std::min(deadline_, rate_.next());
}

/// ±10 %, from seed, page and attempt, so that asking twice gives the same.
time_point client::attempt_deadline() const noexcept {
  const std::uint64_t draw = mix64(options_.seed ^ mix64(std::uint64_t{pages_} << 8 | attempt_));
  return later(clock_, jittered(options_.attempt_timeout(attempt_), draw));
}

bytes client::poll_transmit(time_point now) noexcept {
  advance(now);
  offered_ = request_id::none;
  if (phase_ == phase::done) return {};
  start_clocks();
  if (state_ != state::queued || !may_send()) return {};
  offered_ = id_;
  const std::string_view chosen(filter_.data(), filter_size_);
  return *encode_request({regions_[region_], last_, chosen}, outbound_);  // checked when it was asked
}

void client::transmitted(std::size_t size, time_point now) noexcept {
  advance(now);
  const request_id offered = std::exchange(offered_, request_id::none);
  if (size == 0 || offered == request_id::none || phase_ == phase::done) return;
  rate_.take(1, now_);  // also when its list has been cancelled since
  if (offered != id_ || state_ != state::queued) return;
  state_ = state::in_flight;
  clock_ = now_;
  reason_ = {};
  ++requests_;
}

void client::end_attempt(std::error_code because) noexcept {
  if (attempt_ >= options_.retries) return finish(because);
  ++attempt_;
  queue();
  start_clocks();
}

/// Whatever ends a list goes through here; {} is its own end.
void client::finish(std::error_code why) noexcept {
  state_ = state::ended;
  error_ = why;
}

/// The conversation is over, and with it a list that is open.
void client::end(std::error_code why) noexcept {
  phase_ = phase::closed;
  closed_ = why;
  if (news_ == news::unrequested || news_ == news::rejected) news_ = news::none;
  if (waits()) finish(why ? why : make_error_code(gamewire::errc::closed));
}

void client::give_back() noexcept {
  known_.release();
  fresh_.release();
}

}  // namespace gamewire::inline v0::master
