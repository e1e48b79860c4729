#include <algorithm>
#include <utility>

#include <gamewire/a2s/answer_queue.hpp>
#include <gamewire/a2s/challenger.hpp>
#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/responder.hpp>
#include <gamewire/a2s/rules.hpp>
#include <gamewire/random.hpp>
#include <gamewire/rate_limiter.hpp>
#include <gamewire/session_hub_impl.hpp>

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
  constexpr std::uint32_t most_answers = 1U << 20;
  const bool known_form = std::ranges::find(split_forms, form) != split_forms.end();
  const bool datagrams_fit = max_datagram >= 64 && max_datagram <= 65507 && payload_size() >= 16 &&
                             header_size(form) + payload_size() <= max_datagram;
  const bool limits_fit =
      rate_limiter::fits(rate, burst, rate_table) && max_queue > 0 && max_queue <= most_answers;
  const bool times_fit = challenge_lifetime > nanoseconds::zero() && closing_timeout >= nanoseconds::zero();
  const bool sound = times_fit && known_form && datagrams_fit && limits_fit;
  return sound ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

class responder_session {
 public:
  explicit responder_session(const responder_options& options) noexcept
      : options_(options),
        challenges_(options.secret, options.challenge_lifetime),
        split_ids_(static_cast<std::uint32_t>(mix64(options.seed)) & 0x7fff) {}

  [[nodiscard]] bool allocate() noexcept {
    return answers_.allocate(options_.max_queue) &&
           limiter_.allocate(options_.rate, options_.burst, options_.rate_table, options_.seed);
  }

  void receive(const endpoint& peer, bytes datagram, time_point now) noexcept;
  [[nodiscard]] std::optional<responder::event> poll_event() noexcept {
    return std::exchange(happened_, std::nullopt);
  }

  [[nodiscard]] bool empty() const noexcept { return answers_.empty(); }
  [[nodiscard]] std::size_t fill(std::span<transmit> out) const noexcept { return answers_.fill(out); }
  void sent(std::size_t count) noexcept { answers_.sent(count); }
  void drop_front() noexcept { answers_.drop_front(); }

  std::error_code publish(bytes message) noexcept;
  void withdraw(topic what) noexcept { answers_.publish(what, {}); }
  [[nodiscard]] bool has_secret() const noexcept { return options_.secret != siphash_key{}; }

 private:
  using verdict = responder::verdict;

  [[nodiscard]] packaging next_packaging() noexcept;
  verdict reply(const endpoint& peer, const request& query, std::size_t received, time_point now) noexcept;
  verdict demand_challenge(const endpoint& peer, time_point now) noexcept;

  responder_options options_;
  challenger challenges_;
  rate_limiter limiter_;
  answer_queue answers_;
  std::uint32_t split_ids_;  // how many were used, from wherever the seed says
  std::optional<responder::event> happened_;
};

/// The ids are small and positive, as GoldSource's are, and each publication has its own.
packaging responder_session::next_packaging() noexcept {
  const std::uint32_t id = 2 + (split_ids_++ & 0x3fffffff);
  return {.max_datagram = options_.max_datagram,
          .split = {.form = options_.form, .payload_size = options_.payload_size(), .id = id},
          .compress = options_.compress};
}

std::error_code responder_session::publish(bytes message) noexcept {
  const auto what = topic_of(message);
  if (!what) return what.error();
  auto made = publication::prepare(message, next_packaging());
  if (!made) return made.error();
  answers_.publish(*what, *std::move(made));
  return {};
}

void responder_session::receive(const endpoint& peer, bytes datagram, time_point now) noexcept {
  if (const auto query = read_query(datagram))
    happened_ = responder::queried{peer, query->type, reply(peer, *query, datagram.size(), now)};
  else
    happened_ = responder::refused{peer, query.error()};
}

/// Cheap refusals come first: no hash is computed for those whose limit is reached.
responder::verdict responder_session::reply(const endpoint& peer, const request& query, std::size_t received,
                                            time_point now) noexcept {
  const auto wanted = topic_of(query.type);
  if (wanted && !answers_.published(*wanted)) return verdict::nothing_published;
  if (query.type != request_type::ping && received < challenge_reply_size) return verdict::too_short;
  if (answers_.full()) return verdict::queue_full;
  if (!limiter_.take(peer, now)) return verdict::rate_limited;

  if (query.type == request_type::ping) {
    answers_.push(peer, pong);
    return verdict::answered;
  }
  if (!wanted || !query.challenge || !challenges_.holds(*query.challenge, peer, now))
    return demand_challenge(peer, now);
  answers_.push(peer, *wanted);
  return verdict::answered;
}

responder::verdict responder_session::demand_challenge(const endpoint& peer, time_point now) noexcept {
  std::array<std::byte, challenge_reply_size> demand;
  answers_.push(peer, encode_challenge(challenges_.issue(peer, now), demand).value_or(bytes{}));
  return verdict::challenged;
}

std::error_code responder::publish(bytes message) noexcept {
  return open() ? session_->publish(message) : make_error_code(gamewire::errc::closed);
}

void responder::withdraw(request_type what) noexcept {
  const auto withdrawn = topic_of(what);
  if (session_ && withdrawn) session_->withdraw(*withdrawn);
}

std::optional<responder::event> responder::poll_event() noexcept { return poll<event>(); }

bool responder::has_secret() const noexcept { return !session_ || session_->has_secret(); }

}  // namespace gamewire::inline v0::a2s

namespace gamewire::inline v0 {

template class session_hub<a2s::responder_session, a2s::responder_options>;

}  // namespace gamewire::inline v0
