#include <algorithm>
#include <utility>

#include <gamewire/master/registry.hpp>
#include <gamewire/master/responder.hpp>
#include <gamewire/rate_limiter.hpp>
#include <gamewire/ring.hpp>
#include <gamewire/session_hub_impl.hpp>
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
  constexpr std::uint32_t most_servers = 1U << 24U;
  const bool pages_fit =
      page_entries > 0 && page_entries <= max_page_entries && max_queue > 0 && max_queue <= 1U << 16U;
  const bool limits_fit = rate_limiter::fits(rate, burst, rate_table) && max_servers <= most_servers;
  const bool sound = pages_fit && limits_fit && closing_timeout >= nanoseconds::zero();
  return sound ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

class responder_session {
 public:
  explicit responder_session(const responder_options& options) noexcept
      : options_(options), total_(options.total_rate, options.total_rate) {}

  [[nodiscard]] bool allocate() noexcept {
    return waiting_.allocate(options_.max_queue) &&
           limiter_.allocate(options_.rate, options_.burst, options_.rate_table, options_.seed);
  }

  void receive(const endpoint& peer, bytes datagram, time_point now) noexcept {
    happened_ = reply(peer, datagram, now);
  }
  [[nodiscard]] std::optional<responder::event> poll_event() noexcept {
    return std::exchange(happened_, std::nullopt);
  }

  [[nodiscard]] bool empty() const noexcept { return waiting_.empty(); }
  [[nodiscard]] std::size_t fill(std::span<transmit> out) const noexcept;
  void sent(std::size_t count) noexcept {
    for (; count > 0 && !waiting_.empty(); --count) waiting_.pop();
  }
  void drop_front() noexcept { waiting_.pop(); }

  std::error_code publish(std::span<const registration> servers) noexcept {
    if (servers.size() > options_.max_servers) return gamewire::errc::invalid_argument;
    return servers_.publish(servers);
  }
  [[nodiscard]] std::size_t size() const noexcept { return servers_.size(); }

 private:
  using event = responder::event;
  using queried = responder::queried;
  using verdict = responder::verdict;

  [[nodiscard]] event reply(const endpoint& peer, bytes datagram, time_point now) noexcept;
  [[nodiscard]] queried send_page(const endpoint& peer, const request& asked, std::size_t received,
                                  time_point now) noexcept;
  [[nodiscard]] std::size_t entries_for(std::size_t received) const noexcept;

  responder_options options_;
  registry servers_;
  rate_limiter limiter_;
  token_bucket total_;
  ring<answer> waiting_;
  std::optional<event> happened_;
};

/// How many addresses the answer to so many bytes may have.
std::size_t responder_session::entries_for(std::size_t received) const noexcept {
  if (options_.amplification == 0) return options_.page_entries;
  const std::size_t most = received * options_.amplification;
  const std::size_t fit =
      most > page_header.size() ? (most - page_header.size()) / sizeof(server_address) : 0;
  return std::clamp<std::size_t>(fit, 1, options_.page_entries);
}

/// Cheap refusals come first: nothing is looked for on behalf of those whose limit is reached.
responder::event responder_session::reply(const endpoint& peer, bytes datagram, time_point now) noexcept {
  const auto asked = decode_request(datagram);
  if (!asked) return responder::refused{peer, asked.error()};
  queried told{peer, asked->region, 0, false, verdict::answered};
  if (waiting_.full()) return told.became = verdict::queue_full, told;
  if (total_.available(now) == 0 || !limiter_.take(peer, now))
    return told.became = verdict::rate_limited, told;
  if (asked->filter.size() > max_filter_size || !matches(asked->filter, {}))
    return responder::refused{peer, errc::bad_filter};
  return send_page(peer, *asked, datagram.size(), now);
}

responder::queried responder_session::send_page(const endpoint& peer, const request& asked,
                                                std::size_t received, time_point now) noexcept {
  std::array<server_address, max_page_entries> found;
  const std::span room = std::span(found).first(entries_for(received));
  const auto [count, all, looked] = servers_.find(asked, room);
  total_.take(1 + std::uint64_t{looked} / max_page_entries, now);
  const bool last = all && count < room.size();  // else its end is a page of its own
  answer made{.to = peer, .size = 0, .page = {}};
  const auto page = encode_page(room.first(count), last, made.page);
  made.size = static_cast<std::uint32_t>(page->size());  // as many as there is room for
  waiting_.push(made);
  return {peer, asked.region, static_cast<std::uint32_t>(count), last, verdict::answered};
}

std::size_t responder_session::fill(std::span<transmit> out) const noexcept {
  const std::size_t count = std::min(out.size(), waiting_.size());
  for (std::size_t i = 0; i < count; ++i) {
    const answer& next = waiting_[i];
    out[i] = {next.to, bytes(next.page).first(next.size)};
  }
  return count;
}

std::error_code responder::publish(std::span<const registration> servers) noexcept {
  return open() ? session_->publish(servers) : make_error_code(gamewire::errc::closed);
}

std::size_t responder::size() const noexcept { return session_ ? session_->size() : 0; }

std::optional<responder::event> responder::poll_event() noexcept { return poll<event>(); }

}  // namespace gamewire::inline v0::master

namespace gamewire::inline v0 {

template class session_hub<master::responder_session, master::responder_options>;

}  // namespace gamewire::inline v0
