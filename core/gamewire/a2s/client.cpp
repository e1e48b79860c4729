/// The frame of a2s::client: options, commands, time and ends. Its other parts: client_transmit.cpp,
/// client_receive.cpp, client_events.cpp.
#include <algorithm>
#include <new>
#include <utility>

#include <gamewire/a2s/client_state.hpp>
#include <gamewire/attempts.hpp>
#include <gamewire/random.hpp>

namespace gamewire::inline v0::a2s {
namespace {

constexpr std::uint8_t most_retries = 32;
/// What a refused attempt waits in all: long enough for several servers of one machine not to be hammered.
constexpr nanoseconds refused_attempt = std::chrono::milliseconds(100);

constexpr client_options default_options{};

}  // namespace

std::error_code client_options::validate() const noexcept {
  const auto pads = [](std::uint16_t size) { return size == 0 || size >= max_request_size; };
  const bool sane = timeout > nanoseconds::zero() && timeout <= longest_attempt && retries <= most_retries &&
                    (!deadline || *deadline > nanoseconds::zero()) && pads(pad_to) && pads(retry_pad_to) &&
                    source_form_wait >= nanoseconds::zero() && source_form_wait <= longest_attempt;
  return sane ? split.validate() : make_error_code(gamewire::errc::invalid_options);
}

nanoseconds client_options::attempt_timeout(unsigned attempt) const noexcept {
  return gamewire::attempt_timeout(timeout, attempt);
}

nanoseconds client_options::total_deadline() const noexcept {
  return deadline ? *deadline : attempts_time(timeout, retries) + std::chrono::milliseconds(500);
}

client::client(const options* shared, std::uint64_t salt) noexcept
    : options_(shared), salt_(static_cast<std::uint16_t>(mix64(salt))) {}

client::client(const options& chosen) noexcept : options_(&chosen) {
  const auto invalid = chosen.validate();
  baggage* own = invalid ? nullptr : need_baggage();
  options_ = own != nullptr ? &(own->own = chosen) : &default_options;
  if (own == nullptr) end(invalid ? invalid : make_error_code(gamewire::errc::no_memory));
}

client::client(client&&) noexcept = default;
client& client::operator=(client&&) noexcept = default;
client::~client() = default;

accepted client::request_info() noexcept { return open(info_slot, request_type::info); }
accepted client::request_players() noexcept { return open(players_slot, request_type::players); }
accepted client::request_rules() noexcept { return open(rules_slot, request_type::rules); }
accepted client::request_ping(request_type with) noexcept { return open(ping_slot, with); }

accepted client::open(slot_kind kind, request_type with) noexcept {
  if (phase_ != phase::open) return std::unexpected(make_error_code(gamewire::errc::closed));
  slot& free = slots_[kind];
  if (free.is != state::idle) return std::unexpected(make_error_code(gamewire::errc::busy));
  if (++last_id_ == 0) ++last_id_;
  free = {.id = request_id{last_id_}, .is = state::queued, .with = with};
  if (offered_ == kind) offered_ = slot_count;  // what goes out was for one that has ended
  if (kind == info_slot && baggage_) baggage_->goldsource.clear();
  return free.id;
}

std::error_code client::cancel(request_id id) noexcept {
  if (phase_ == phase::done) return gamewire::errc::unknown_request;
  for (slot& request : slots_) {
    if (request.id != id || request.is == state::idle || request.is == state::failing) continue;
    if (request.is == state::answered) news_ = news::none;
    fail(request, gamewire::errc::cancelled);
    return {};
  }
  return gamewire::errc::unknown_request;
}

void client::close(time_point now) noexcept {
  advance(now);
  if (phase_ != phase::open) return;
  phase_ = phase::closing;
  start_deadlines();
}

void client::receive_end(std::error_code why, time_point now) noexcept {
  advance(now);
  if (phase_ == phase::open || phase_ == phase::closing) end(why);
}

void client::unreachable(std::error_code why, time_point now) noexcept {
  advance(now);
  if (phase_ == phase::done) return;
  const std::error_code known = packed::network_error(why);
  for (slot& request : slots_) {
    if (request.is != state::in_flight) continue;
    request.reason = packed::pack(known);
    if (request.attempt >= options_->retries) fail(request, known);
  }
}

void client::advance(time_point now) noexcept { now_ = std::max(now_, now); }

void client::on_timeout(time_point now) noexcept {
  advance(now);
  if (phase_ == phase::done) return;
  for (slot& request : slots_) {
    if (!request.waits()) continue;
    const auto known = request.reason != packed::none ? packed::unpack(request.reason) : errc::timeout;
    if (now_ >= request.deadline) {
      fail(request, known);
    } else if (request.is == state::in_flight && now_ >= attempt_deadline(request)) {
      end_attempt(request, known);
    }
  }
  if (baggage_) baggage_->assembler.on_timeout(now_);
}

time_point client::deadline() const noexcept {
  time_point first = never;
  if (phase_ == phase::done) return first;
  for (const slot& request : slots_) first = std::min(first, slot_deadline(request));
  if (baggage_) first = std::min(first, baggage_->assembler.deadline());
  return first;
}

time_point client::slot_deadline(const slot& request) const noexcept {
  switch (request.is) {
    case state::queued: {
      const time_point held = held_until(request);
      return held > now_ ? std::min(request.deadline, held) : request.deadline;
    }
    case state::in_flight: return std::min(request.deadline, attempt_deadline(request));
    case state::settling: return std::min(request.deadline, baggage_->settle_until);
    default: return never;
  }
}

/// ±10 %, from seed, salt, request and attempt, so that asking twice gives the same.
time_point client::attempt_deadline(const slot& request) const noexcept {
  const nanoseconds full = options_->attempt_timeout(request.attempt);
  const nanoseconds wait = packed::is_network(request.reason) ? std::min(full, refused_attempt) : full;
  const std::uint64_t attempt =
      std::uint64_t{salt_} << 40 | std::uint64_t{std::to_underlying(request.id)} << 8 | request.attempt;
  const std::uint64_t draw = mix64(options_->seed ^ mix64(attempt));
  return later(request.clock, jittered(wait, draw));
}

void client::end_attempt(slot& request, std::error_code because) noexcept {
  if (request.attempt >= options_->retries) return fail(request, because);
  ++request.attempt;
  request.is = state::queued;
}

void client::fail(slot& request, std::error_code why) noexcept {
  request.is = state::failing;
  request.reason = packed::pack(why);
}

/// The conversation is over: every open request fails, but for one that has its answer.
void client::end(std::error_code why) noexcept {
  phase_ = phase::closed;
  if (news_ == news::rejected) news_ = news::none;
  error_ = why;
  for (slot& request : slots_) {
    if (request.waits()) fail(request, why ? why : make_error_code(gamewire::errc::closed));
    if (request.is == state::settling) baggage_->settle_until = now_;
  }
  if (baggage_) baggage_->assembler.abandon();
}

bool client::idle() const noexcept {
  return std::ranges::all_of(slots_, [](const slot& request) { return request.is == state::idle; });
}

client::baggage* client::need_baggage() noexcept {
  if (baggage_) return baggage_.get();
  baggage_.reset(new (std::nothrow) baggage);
  if (!baggage_) return nullptr;
  baggage_->assembler = assembler(options_->split);
  baggage_->assembler.limit_decompressions(baggage::most_decompressions);
  return baggage_.get();
}

void client::give_back() noexcept {
  if (!baggage_) return;
  baggage_->assembler.release();
  baggage_->outbound.release();
  baggage_->goldsource.release();
}

info own(const info_reply& reply) { return own(reply.info); }
players own(const players_reply& reply) { return own(reply.players); }
rules own(const rules_reply& reply) { return own(reply.rules); }

}  // namespace gamewire::inline v0::a2s
