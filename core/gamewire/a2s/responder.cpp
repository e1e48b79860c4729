#include <algorithm>
#include <new>
#include <utility>

#include <gamewire/a2s/answer_queue.hpp>
#include <gamewire/a2s/challenger.hpp>
#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/responder.hpp>
#include <gamewire/a2s/rules.hpp>
#include <gamewire/random.hpp>
#include <gamewire/rate_limiter.hpp>

namespace gamewire::inline v0::a2s {
namespace {

/// FF FF FF FF 'A' and the challenge.
constexpr std::size_t challenge_reply_size = 9;
static_assert(challenge_reply_size == answer_queue::max_own);

/// The pong of GoldSource, which has no text: as long as the shortest ping, so that it needs no challenge.
constexpr std::array pong{std::byte{0xff}, std::byte{0xff}, std::byte{0xff}, std::byte{0xff}, std::byte{'j'}};

std::optional<topic> topic_of(request_type what) noexcept {
  switch (what) {
    case request_type::info: return topic::info;
    case request_type::players: return topic::players;
    case request_type::rules: return topic::rules;
    default: return std::nullopt;
  }
}

/// The topic of a reply, whose fixed fields must be there.
std::expected<topic, std::error_code> topic_of(bytes reply) noexcept {
  const auto result = [](topic what, const auto& decoded) -> std::expected<topic, std::error_code> {
    if (!decoded) return std::unexpected(decoded.error());
    return what;
  };
  const auto read = decode_message(reply);
  if (!read) return std::unexpected(read.error());
  switch (read->type) {
    case message_type::info:
    case message_type::goldsource_info: return result(topic::info, decode_info(reply));
    case message_type::players: return result(topic::players, decode_players(reply));
    case message_type::rules: return result(topic::rules, decode_rules(reply));
    default: return std::unexpected(make_error_code(errc::unknown_message));
  }
}

/// Requests are those of Source, and GoldSource's word "ping". Its other words ask for answers without a
/// challenge, and get none.
std::expected<request, std::error_code> read_query(bytes datagram) noexcept {
  if (has_whole_header(datagram)) {
    const std::string_view word = as_text(datagram.subspan(whole_header.size()));
    if (word.substr(0, word.find('\0')) == "ping") return request{.type = request_type::ping};
  }
  return decode_request(datagram);
}

}  // namespace

std::uint16_t responder_options::payload_size() const noexcept {
  if (fragment_payload != 0) return fragment_payload;
  const std::size_t usual = form == split_form::goldsource ? 1391 : split_plan{}.payload_size;
  return static_cast<std::uint16_t>(std::min(usual, max_datagram - header_size(form)));
}

std::error_code responder_options::validate() const noexcept {
  constexpr std::uint32_t most_addresses = 1U << 24;
  constexpr std::uint32_t most_answers = 1U << 20;
  const bool known_form = std::ranges::find(split_forms, form) != split_forms.end();
  const bool datagrams_fit = max_datagram >= 64 && max_datagram <= 65507 && payload_size() >= 16 &&
                             header_size(form) + payload_size() <= max_datagram;
  const bool limits_fit = (rate == 0 || burst > 0) && std::has_single_bit(rate_table) &&
                          rate_table >= rate_limiter::ways && rate_table <= most_addresses && max_queue > 0 &&
                          max_queue <= most_answers;
  const bool times_fit = challenge_lifetime > nanoseconds::zero() && closing_timeout >= nanoseconds::zero();
  const bool sound = times_fit && known_form && datagrams_fit && limits_fit;
  return sound ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

struct responder::state {
  explicit state(const options& chosen) noexcept
      : chosen(chosen),
        challenges(chosen.secret, chosen.challenge_lifetime),
        split_ids(static_cast<std::uint32_t>(mix64(chosen.seed)) & 0x7fff) {}

  [[nodiscard]] bool allocate() noexcept {
    return answers.allocate(chosen.max_queue) &&
           limiter.allocate(chosen.rate, chosen.burst, chosen.rate_table, chosen.seed);
  }

  [[nodiscard]] packaging next_packaging() noexcept;
  verdict reply(const endpoint& peer, const request& query, std::size_t received) noexcept;
  verdict demand_challenge(const endpoint& peer) noexcept;

  options chosen;
  challenger challenges;
  rate_limiter limiter;
  answer_queue answers;
  std::uint32_t split_ids;  // how many were used, from wherever the seed says
  time_point now = time_point::min();
  std::optional<event> happened;
  bool closing = false;
  time_point given_up = never;  // when what waits is dropped; once closing
};

/// The ids are small and positive, as GoldSource's are, and each publication has its own.
packaging responder::state::next_packaging() noexcept {
  const std::uint32_t id = 2 + (split_ids++ & 0x3fffffff);
  return {.max_datagram = chosen.max_datagram,
          .split = {.form = chosen.form, .payload_size = chosen.payload_size(), .id = id},
          .compress = chosen.compress};
}

/// Cheap refusals come first: no hash is computed for those whose limit is reached.
responder::verdict responder::state::reply(const endpoint& peer, const request& query,
                                           std::size_t received) noexcept {
  const auto wanted = topic_of(query.type);
  if (wanted && !answers.published(*wanted)) return verdict::nothing_published;
  if (query.type != request_type::ping && received < challenge_reply_size) return verdict::too_short;
  if (answers.full()) return verdict::queue_full;
  if (!limiter.take(peer, now)) return verdict::rate_limited;

  if (query.type == request_type::ping) {
    answers.push(peer, pong);
    return verdict::answered;
  }
  if (!wanted || !query.challenge || !challenges.holds(*query.challenge, peer, now))
    return demand_challenge(peer);
  answers.push(peer, *wanted);
  return verdict::answered;
}

responder::verdict responder::state::demand_challenge(const endpoint& peer) noexcept {
  std::array<std::byte, challenge_reply_size> demand;
  answers.push(peer, encode_challenge(challenges.issue(peer, now), demand).value_or(bytes{}));
  return verdict::challenged;
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

std::error_code responder::publish(bytes message) noexcept {
  if (!state_ || state_->closing) return gamewire::errc::closed;
  const auto what = topic_of(message);
  if (!what) return what.error();
  auto made = publication::prepare(message, state_->next_packaging());
  if (!made) return made.error();
  state_->answers.publish(*what, *std::move(made));
  return {};
}

void responder::withdraw(request_type what) noexcept {
  const auto withdrawn = topic_of(what);
  if (state_ && withdrawn) state_->answers.publish(*withdrawn, {});
}

void responder::receive(endpoint peer, bytes datagram, time_point now) noexcept {
  if (!state_ || state_->closing) return;
  state_->now = std::max(state_->now, now);
  if (const auto query = read_query(datagram))
    state_->happened = queried{peer, query->type, state_->reply(peer, *query, datagram.size())};
  else
    state_->happened = refused{peer, query.error()};
}

std::size_t responder::poll_transmit(std::span<transmit> out, time_point) noexcept {
  return state_ ? state_->answers.fill(out) : 0;
}

void responder::transmitted(std::size_t count, time_point) noexcept {
  if (state_) state_->answers.sent(count);
}

void responder::transmit_failed(std::error_code, time_point) noexcept {
  if (state_) state_->answers.drop_front();
}

std::optional<responder::event> responder::poll_event() noexcept {
  if (stillborn_) return closed{std::exchange(stillborn_, {}), {}};
  if (!state_) return std::nullopt;
  if (state_->happened) return std::exchange(state_->happened, std::nullopt);
  if (!state_->closing || !state_->answers.empty()) return std::nullopt;
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
  while (!state_->answers.empty()) state_->answers.drop_front();
}

time_point responder::deadline() const noexcept { return state_ ? state_->given_up : never; }

bool responder::has_secret() const noexcept { return !state_ || state_->chosen.secret != siphash_key{}; }

}  // namespace gamewire::inline v0::a2s
