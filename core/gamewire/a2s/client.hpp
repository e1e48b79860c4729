/// The client side of A2S: asks one server for its info, players and rules, and measures its round trip.
///
/// A machine (machine.hpp states the contract). One command per question; each ends in one event:
///
///     a2s::client client;
///     auto id = client.request_info();               // then drain: poll_transmit, transmitted
///     client.receive(datagram, now);                 // then drain: poll_transmit …, poll_event …
///     while (auto event = client.poll_event())
///       if (auto* reply = std::get_if<a2s::info_reply>(&*event)) … reply->info.name …
///
/// What it does by itself: answers challenges, remembers them, puts split packets together, retries with
/// back-off and with the variants that picky servers want, tells late and foreign answers from the one that
/// is waited for.
///
/// Nothing on the wire tells the player list that some servers of GoldSource send along with their INFO, not
/// always a whole one, from the answer to PLAYER. So for 20 ms after such an INFO (by its form, or protocols 46 to
/// 48) nothing is asked. A list that comes later, or while PLAYER is in flight beside INFO because the challenge is
/// known, is taken for the answer.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <variant>

#include <gamewire/a2s/assembler.hpp>
#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/request.hpp>
#include <gamewire/a2s/rules.hpp>
#include <gamewire/handover.hpp>
#include <gamewire/machine.hpp>

namespace gamewire::inline v0::a2s {

struct client_options {
  /// How long the first attempt of a request waits for an answer; each next one waits half as long again, all
  /// of them within ±10 % so that many clients do not march in step.
  nanoseconds timeout = std::chrono::milliseconds(1500);
  /// Attempts after the first, at most 32.
  std::uint8_t retries = 2;
  /// The time that a request has in all. Default: the sum of its attempts and half a second.
  std::optional<nanoseconds> deadline = std::nullopt;
  /// How often one request follows a new challenge before the server is called unreasonable.
  std::uint8_t max_challenges = 5;
  /// Send GETCHALLENGE before the first PLAYER or RULES, as servers from before 2008 and Starbound want it.
  bool get_challenge = false;
  /// The second of three attempts asks PLAYER and RULES with challenge 0 instead of -1 while none is known.
  bool retry_zero_challenge = true;
  /// Every third attempt is padded to this size, which some servers require; 0: never. And all attempts:
  std::uint16_t retry_pad_to = padded_request_size;
  std::uint16_t pad_to = 0;
  /// When a server answers INFO in the GoldSource form, wait so long for the Source form, which some send as
  /// well, and give both in one reply. 0: the first answer counts.
  nanoseconds source_form_wait = nanoseconds::zero();
  /// The limits of reassembly.
  assembler_options split = {};
  /// Feeds the jitter of timeouts. 0 is as good as any, but then all clients have the same.
  std::uint64_t seed = 0;

  /// `errc::invalid_options` for times that are not positive (a negative `source_form_wait`) or, of an attempt and of
  /// that wait, longer than a day; too many retries; padding below `max_request_size`, unless it is 0; and as
  /// `split` has it.
  [[nodiscard]] std::error_code validate() const noexcept;
  /// What attempt number `attempt` (from 0) waits, before jitter, a day at most; and the deadline with its default
  /// filled in.
  [[nodiscard]] nanoseconds attempt_timeout(unsigned attempt) const noexcept;
  [[nodiscard]] nanoseconds total_deadline() const noexcept;
};

/// The server's info, of views into `raw`. `round_trip` is that of the datagram this answers, from `transmitted` to
/// `receive`: the round that fetched a challenge does not count. After a retry it is measured from the last attempt.
struct info_reply {
  using owned = a2s::info;
  request_id id;
  info_view info;
  nanoseconds round_trip;
  bytes raw;  // the message, from its type byte
};

/// The players; the rest as of `info_reply`.
struct players_reply {
  using owned = a2s::players;
  request_id id;
  players_view players;  // read when it is iterated, out of `raw`
  nanoseconds round_trip;
  bytes raw;
};

/// The rules; the rest as of `info_reply`.
struct rules_reply {
  using owned = a2s::rules;
  request_id id;
  rules_view rules;  // read when it is iterated, out of `raw`
  nanoseconds round_trip;
  bytes raw;
};

/// The round trip of the one datagram that `request_ping` named, to whatever answered it first.
struct ping_reply {
  using owned = nanoseconds;
  request_id id;
  nanoseconds round_trip;
};

/// A whole message that no open request waits for: a late or second answer, a server's idea of its own.
struct unrequested {
  a2s::message message;
  bytes raw;  // from its type byte
};

/// A datagram that could not be read. If it was the answer to a request, its next attempt follows at once; else
/// it is why a request fails that nothing better comes for.
struct rejected {
  std::error_code error;
  bytes datagram;  // as it came, or the message in it, which may have been put together from fragments
};

/// A split message that never became whole.
struct incomplete {
  incomplete_split split;
};

/// The owned twins, for those who wait for a reply instead of handling the event. Copies: they throw
/// std::bad_alloc.
info own(const info_reply& reply);
players own(const players_reply& reply);
rules own(const rules_reply& reply);
inline nanoseconds own(const ping_reply& reply) noexcept { return reply.round_trip; }

class client {
 public:
  static constexpr framing wire = framing::datagram;
  using options = client_options;
  using event = std::variant<info_reply, players_reply, rules_reply, ping_reply, failed, closed, unrequested,
                             rejected, incomplete>;

  /// Copies the options. When they are not valid, or memory is out, the client is closed from the start, and
  /// its `closed` event says why.
  explicit client(const options& chosen = {}) noexcept;
  /// For many clients with the same options, which must be valid and outlive all of them. `salt` is mixed
  /// into their seed, so that their timeouts differ nevertheless.
  explicit client(const options* shared, std::uint64_t salt = 0) noexcept;

  client(client&&) noexcept;
  client& operator=(client&&) noexcept;
  ~client();

  /// Commands. One request of each kind can be open at a time. Errors (nothing happens): `errc::busy`,
  /// `errc::closed`.
  accepted request_info() noexcept;
  accepted request_players() noexcept;
  accepted request_rules() noexcept;
  /// Sends one request of the given kind, without challenge, and takes any answer to it, a challenge too, for
  /// the pong: most servers no longer answer A2A_PING itself.
  accepted request_ping(request_type with = request_type::info) noexcept;

  /// Ends an open request: its event is `failed` with `errc::cancelled`. Else `errc::unknown_request`.
  std::error_code cancel(request_id id) noexcept;

  // The machine.
  void receive(bytes datagram, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  /// The network's word that the last datagram did not arrive (ICMP; refused, unreachable), for those whose
  /// transport outlives it: many clients behind one socket. `receive_end` is for those whose transport is
  /// gone. It ends the attempts in flight, not the conversation. A request without attempts left fails with
  /// `why`, at once. Any other waits for the next attempt until 100 ms (and the jitter) after this one was
  /// sent: what refuses now refuses a millisecond later, but nobody is to wait out a timeout to be refused
  /// again. Meanwhile an answer still counts, because the word may have been about an older datagram, or a lie.
  /// An error that is none of the network's, or {}, is taken for `host_unreachable`.
  void unreachable(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  std::optional<event> poll_event() noexcept;
  /// Starts the deadlines of open requests if `poll_transmit` has not: a driver that never comes to it, since
  /// its transport takes nothing, is to hear the end as well.
  void close(time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept { return phase_ == phase::done; }

  /// `poll_transmit` into the caller's memory, for who sends in batches: the size of the datagram, 0 when
  /// there is nothing to send or `out` is too small for it. `max_transmit()` bytes are enough.
  std::size_t write_transmit(std::span<std::byte> out, time_point now) noexcept;
  /// Of all that it may send, padding included; 0 once it is done.
  [[nodiscard]] std::size_t max_transmit() const noexcept;
  /// Would it give anything, as things are?
  [[nodiscard]] bool has_transmit() const noexcept;

 private:
  // The slots, in the order in which they are sent.
  enum slot_kind : std::uint8_t { info_slot, players_slot, rules_slot, ping_slot, slot_count };

  enum class state : std::uint8_t {
    idle,       // not open
    queued,     // to be sent
    in_flight,  // sent; waits for an answer
    settling,   // has its GoldSource answer and waits for the Source one
    answered,   // the answer is what the next event is about
    failing,    // the next event says why
  };

  /// One open request. Small, because a fleet has a hundred thousand of them.
  struct slot {
    time_point clock{};           // in flight: when its last datagram went out; answered: the round trip
    time_point deadline = never;  // of the request as a whole, once that runs
    request_id id = request_id::none;
    challenge carried{};  // by its last datagram
    state is = state::idle;
    request_type with{};  // what goes out
    std::uint8_t attempt = 0;
    std::uint8_t challenges = 0;  // how many it has followed
    std::uint8_t reason = 0;      // packed error: why there is no answer, as far as known

    [[nodiscard]] bool waits() const noexcept { return is == state::queued || is == state::in_flight; }
  };

  enum class phase : std::uint8_t { open, closing, closed, done };

  /// What the next event is about.
  enum class news : std::uint8_t { none, reply, unrequested, rejected };

  struct baggage;  // what only some clients need: options of their own, reassembly, padding, a held answer

  accepted open(slot_kind kind, request_type with) noexcept;
  void advance(time_point now) noexcept;
  baggage* need_baggage() noexcept;
  [[nodiscard]] bool idle() const noexcept;

  void start_deadlines() noexcept;
  slot* offer(time_point now) noexcept;
  [[nodiscard]] const slot* next_to_send() const noexcept;
  [[nodiscard]] time_point held_until(const slot& request) const noexcept;
  [[nodiscard]] request compose(const slot& request) const noexcept;
  std::size_t write(slot& request, const a2s::request& what, std::span<std::byte> out) noexcept;

  void receive_split(bytes datagram) noexcept;
  void receive_message(bytes raw) noexcept;
  void receive_challenge(bytes raw) noexcept;
  void receive_print(bytes raw) noexcept;
  void receive_answer(message_type type, bytes raw) noexcept;
  void settle(slot& request, bytes goldsource) noexcept;
  void report(news what, bytes raw) noexcept;
  void reject(std::error_code error, bytes datagram) noexcept;

  slot* awaiting(message_type answer) noexcept;
  void answer(slot& request, bytes raw) noexcept;
  void answer_info(bytes raw) noexcept;
  void end_attempt(slot& request, std::error_code because) noexcept;
  void fail(slot& request, std::error_code why) noexcept;
  void end(std::error_code why) noexcept;

  [[nodiscard]] time_point attempt_deadline(const slot& request) const noexcept;
  [[nodiscard]] time_point slot_deadline(const slot& request) const noexcept;

  std::optional<event> tell_news() noexcept;
  std::optional<event> tell_reply(slot& request) noexcept;
  std::optional<event> tell_failure(slot& request) noexcept;
  std::optional<event> tell_end() noexcept;
  void give_back() noexcept;

  std::array<slot, slot_count> slots_;
  const options* options_;
  std::unique_ptr<baggage> baggage_;
  time_point now_ = time_point::min();
  time_point quiet_until_ = time_point::min();  // nothing is asked before
  bytes raw_;                                   // what the next event is about
  std::error_code error_;                       // why the conversation ended, or why raw_ was rejected
  challenge challenge_{};
  std::uint32_t last_id_ = 0;
  handover<phase, phase::done> phase_ = phase::open;
  news news_ = news::none;
  std::uint8_t offered_ = slot_count;  // the request that poll_transmit gave out
  bool challenge_known_ = false;
  bool info_challenged_ = false;  // this server wants challenges for INFO too
  std::uint16_t salt_ = 0;        // of the jitter
};

static_assert(machine<client>);
// A hundred thousand queries in flight are to fit a small machine's memory.
static_assert(sizeof(void*) > 8 || sizeof(client) <= 208);

}  // namespace gamewire::inline v0::a2s
