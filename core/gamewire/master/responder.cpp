#include <algorithm>
#include <bit>
#include <new>
#include <utility>

#include <gamewire/master/registry.hpp>
#include <gamewire/master/responder.hpp>
#include <gamewire/rate_limiter.hpp>
#include <gamewire/ring.hpp>
#include <gamewire/token_bucket.hpp>

namespace gamewire::inline v0::master {
namespace {

/// A page that waits for the transport.
struct answer {
  endpoint to;
  std::uint32_t size;
  std::array<std::byte, max_page_size> page;
};

}  // namespace

std::error_code responder_options::validate() const noexcept {
  constexpr std::uint32_t most_addresses = 1U << 24U;
  const bool pages_fit =
      page_entries > 0 && page_entries <= max_page_entries && max_queue > 0 && max_queue <= 1U << 16U;
  const bool limits_fit = (rate == 0 || burst > 0) && std::has_single_bit(rate_table) &&
                          rate_table >= rate_limiter::ways && rate_table <= most_addresses &&
                          max_servers <= most_addresses;
  const bool sound = pages_fit && limits_fit && closing_timeout >= nanoseconds::zero();
  return sound ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

struct responder::state {
  explicit state(const options& chosen) noexcept
      : chosen(chosen), total(chosen.total_rate, chosen.total_rate) {}

  [[nodiscard]] bool allocate() noexcept {
    return waiting.allocate(chosen.max_queue) &&
           limiter.allocate(chosen.rate, chosen.burst, chosen.rate_table, chosen.seed);
  }

  [[nodiscard]] event reply(const endpoint& peer, bytes datagram) noexcept;
  [[nodiscard]] queried send_page(const endpoint& peer, const request& asked, std::size_t received) noexcept;
  [[nodiscard]] std::size_t entries_for(std::size_t received) const noexcept;

  options chosen;
  registry servers;
  rate_limiter limiter;
  token_bucket total;
  ring<answer> waiting;
  time_point now{};
  std::optional<event> happened;
  bool closing = false;
  time_point given_up = never;  // when what waits is dropped; once closing
};

/// How many addresses the answer to so many bytes may have.
std::size_t responder::state::entries_for(std::size_t received) const noexcept {
  if (chosen.amplification == 0) return chosen.page_entries;
  const std::size_t most = received * chosen.amplification;
  const std::size_t fit =
      most > page_header.size() ? (most - page_header.size()) / sizeof(server_address) : 0;
  return std::clamp<std::size_t>(fit, 1, chosen.page_entries);
}

/// Cheap refusals come first: nothing is looked for on behalf of those whose limit is reached.
responder::event responder::state::reply(const endpoint& peer, bytes datagram) noexcept {
  const auto asked = decode_request(datagram);
  if (!asked) return refused{peer, asked.error()};
  queried told{peer, asked->region, 0, false, verdict::answered};
  if (waiting.full()) return told.became = verdict::queue_full, told;
  if (total.available(now) == 0 || !limiter.take(peer, now)) return told.became = verdict::rate_limited, told;
  if (asked->filter.size() > max_filter_size || !matches(asked->filter, {}))
    return refused{peer, errc::bad_filter};
  return send_page(peer, *asked, datagram.size());
}

responder::queried responder::state::send_page(const endpoint& peer, const request& asked,
                                               std::size_t received) noexcept {
  std::array<server_address, max_page_entries> found;
  const std::span room = std::span(found).first(entries_for(received));
  const auto [count, all, looked] = servers.find(asked, room);
  total.take(std::min(total.available(now), 1 + std::uint64_t{looked} / max_page_entries), now);
  const bool last = all && count < room.size();  // else its end is a page of its own
  answer made{.to = peer, .size = 0, .page = {}};
  const auto page = encode_page(room.first(count), last, made.page);
  made.size = static_cast<std::uint32_t>(page->size());  // as many as there is room for
  waiting.push(made);
  return {peer, asked.region, static_cast<std::uint32_t>(count), last, verdict::answered};
}

responder::responder(const options& chosen) noexcept : stillborn_(chosen.validate()) {
  if (stillborn_) return;
  state_.reset(new (std::nothrow) state(chosen));
  if (state_ && state_->allocate()) return;
  state_.reset();
  stillborn_ = make_error_code(gamewire::errc::no_memory);
}

responder::responder(responder&&) noexcept = default;
responder& responder::operator=(responder&&) noexcept = default;
responder::~responder() = default;

std::error_code responder::publish(std::span<const registration> servers) noexcept {
  if (!state_ || state_->closing) return gamewire::errc::closed;
  if (servers.size() > state_->chosen.max_servers) return gamewire::errc::invalid_argument;
  return state_->servers.publish(servers);
}

std::size_t responder::size() const noexcept { return state_ ? state_->servers.size() : 0; }

void responder::receive(endpoint peer, bytes datagram, time_point now) noexcept {
  if (!state_ || state_->closing) return;
  state_->now = std::max(state_->now, now);
  state_->happened = state_->reply(peer, datagram);
}

std::size_t responder::poll_transmit(std::span<transmit> out, time_point) noexcept {
  if (!state_) return 0;
  const std::size_t count = std::min(out.size(), state_->waiting.size());
  for (std::size_t i = 0; i < count; ++i) {
    const answer& next = state_->waiting[i];
    out[i] = {next.to, bytes(next.page).first(next.size)};
  }
  return count;
}

void responder::transmitted(std::size_t count, time_point) noexcept {
  for (; state_ && count > 0 && !state_->waiting.empty(); --count) state_->waiting.pop();
}

void responder::transmit_failed(std::error_code, time_point now) noexcept { transmitted(1, now); }

std::optional<responder::event> responder::poll_event() noexcept {
  if (stillborn_) return closed{std::exchange(stillborn_, {}), {}};
  if (!state_) return std::nullopt;
  if (state_->happened) return std::exchange(state_->happened, std::nullopt);
  if (!state_->closing || !state_->waiting.empty()) return std::nullopt;
  state_.reset();
  return closed{};
}

void responder::close(time_point now) noexcept {
  if (!state_ || state_->closing) return;
  state_->now = std::max(state_->now, now);
  state_->closing = true;
  state_->given_up = later(state_->now, state_->chosen.closing_timeout);
}

void responder::on_timeout(time_point now) noexcept {
  if (!state_) return;
  state_->now = std::max(state_->now, now);
  if (state_->now < state_->given_up) return;
  while (!state_->waiting.empty()) state_->waiting.pop();
}

time_point responder::deadline() const noexcept { return state_ ? state_->given_up : never; }

}  // namespace gamewire::inline v0::master
