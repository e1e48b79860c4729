/// The sending half of a2s::client: which request goes out next, in which of its forms?
#include <algorithm>

#include <gamewire/a2s/client_state.hpp>

namespace gamewire::inline v0::a2s {
namespace {

// How the attempts of a request differ: servers that ignore the plain form get two others. They repeat in
// threes.
enum class variant : unsigned char { plain, zero_challenge, padded };
constexpr variant variant_of(unsigned attempt) noexcept { return static_cast<variant>(attempt % 3); }

}  // namespace

std::size_t client::max_transmit() const noexcept {
  if (phase_ == phase::done) return 0;
  return std::max({std::size_t{options_->pad_to}, std::size_t{options_->retry_pad_to}, max_request_size});
}

bytes client::poll_transmit(time_point now) noexcept {
  while (slot* next = offer(now)) {
    const request what = compose(*next);
    baggage* own = need_baggage();
    if (own != nullptr && own->outbound.resize(what.pad_to + max_request_size))
      return own->outbound.view().first(write(*next, what, own->outbound.data()));
    fail(*next, gamewire::errc::no_memory);  // and the others have their turn
  }
  return {};
}

bool client::has_transmit() const noexcept { return phase_ != phase::done && next_to_send() != nullptr; }

std::size_t client::write_transmit(std::span<std::byte> out, time_point now) noexcept {
  slot* next = offer(now);
  return next != nullptr ? write(*next, compose(*next), out) : 0;
}

/// Starts the deadlines of what is new, also when nothing can be sent now, and gives the request whose turn
/// it is.
client::slot* client::offer(time_point now) noexcept {
  advance(now);
  offered_ = slot_count;
  if (phase_ == phase::done) return nullptr;
  start_deadlines();
  return const_cast<slot*>(next_to_send());
}

void client::start_deadlines() noexcept {
  for (slot& request : slots_)
    if (request.is == state::queued && request.deadline == never)
      request.deadline = later(now_, options_->total_deadline());
}

std::size_t client::write(slot& request, const a2s::request& what, std::span<std::byte> out) noexcept {
  const auto written = encode_request(what, out);
  if (!written) return 0;
  request.carried = what.challenge.value_or(challenge{});
  offered_ = static_cast<std::uint8_t>(&request - slots_.data());
  return written->size();
}

void client::transmitted(std::size_t size, time_point now) noexcept {
  advance(now);
  if (size == 0 || offered_ == slot_count) return;
  slot& sent = slots_[offered_];
  offered_ = slot_count;
  if (sent.is != state::queued) return;
  sent.is = state::in_flight;
  sent.clock = now_;
  sent.reason = packed::none;
  if (baggage_) baggage_->assembler.limit_decompressions(baggage::most_decompressions);
}

const client::slot* client::next_to_send() const noexcept {
  const auto next = std::ranges::find_if(slots_, [this](const slot& request) {
    return request.is == state::queued && now_ >= held_until(request);
  });
  return next != slots_.end() ? &*next : nullptr;
}

/// Nobody talks into another answer. And while the first request is finding out the challenge, the others
/// wait for it, but not for long: sent without, each of them would only cost the server another challenge,
/// and servers count what an address asks.
time_point client::held_until(const slot& request) const noexcept {
  auto until = quiet_until_;
  if (challenge_known_ || request.with == request_type::ping || request.attempt != 0) return until;
  for (const slot& other : slots_)
    if (other.is == state::in_flight && other.attempt == 0 && other.with != request_type::ping)
      until = std::max(until, later(other.clock, options_->attempt_timeout(0) / 2));
  return until;
}

request client::compose(const slot& request) const noexcept {
  const variant form = variant_of(request.attempt);
  a2s::request what{.type = request.with, .pad_to = options_->pad_to};
  if (&request == &slots_[ping_slot]) return what;
  if (form == variant::padded) what.pad_to = std::max(what.pad_to, options_->retry_pad_to);

  if (request.with == request_type::info) {
    if (challenge_known_ && (info_challenged_ || request.challenges != 0)) what.challenge = challenge_;
  } else if (challenge_known_) {
    what.challenge = challenge_;
  } else if (options_->get_challenge && form == variant::plain) {
    what.type = request_type::get_challenge;
  } else if (options_->retry_zero_challenge && form == variant::zero_challenge) {
    what.challenge = zero_challenge;
  }
  return what;
}

}  // namespace gamewire::inline v0::a2s
