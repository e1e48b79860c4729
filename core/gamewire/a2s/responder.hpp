/// The server side of A2S: answers queries on one socket for game servers, proxies and query caches.
///
/// A hub (machine.hpp states the contract). Publish what the server has to say, as encoded by `encode_info`
/// and its siblings or taken from another server; it answers from then on, with no call into the game:
///
///     a2s::responder responder({.secret = random_bytes});
///     responder.publish(info_message);
///     responder.receive(peer, datagram, now);        // then drain: poll_transmit, transmitted, poll_event
///
/// No answer goes to an address that has not proved it is there: a challenge is a keyed hash of the address
/// and the time, so none has to be remembered, and until it comes back no peer is ever sent more bytes than
/// it sent.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include <gamewire/a2s/request.hpp>
#include <gamewire/a2s/split.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/session_hub.hpp>
#include <gamewire/siphash.hpp>

namespace gamewire::inline v0::a2s {

struct responder_options {
  /// Keys the challenges. All-zero is for tests: drivers refuse it.
  siphash_key secret{};
  /// A challenge holds for at least this long, and at most twice as long.
  nanoseconds challenge_lifetime = std::chrono::seconds(30);
  /// Messages beyond this many bytes are split; no datagram is longer. From 64 to 65507, the most UDP
  /// carries.
  std::uint16_t max_datagram = 1400;
  /// In which form they are split: that of the engine that the responder stands for.
  split_form form = split_form::source;
  /// Payload of one fragment, at least 16; 0: what the form's engine uses (1391 GoldSource, 1248 Source), or
  /// as much as `max_datagram` has room for.
  std::uint16_t fragment_payload = 0;
  /// Compress what has to be split (Source forms, with bzip2 in the build, when it gets smaller).
  bool compress = false;
  /// Answered queries per address (v6: per /64) and second, and how many may come at once; rate 0: no limit.
  /// Challenges count too.
  std::uint32_t rate = 50;
  std::uint32_t burst = 100;
  /// Addresses whose rate is remembered, in 16 bytes each; a power of two from 8 to 2^24.
  std::uint32_t rate_table = 4096;
  /// Answers that wait for the transport, in 36 bytes each, up to 2^20; further queries get none.
  std::uint32_t max_queue = 4096;
  /// How long after `close` the transport may take for the answers that wait; then they are dropped, so that
  /// one which takes nothing holds up nobody. 0: only what it takes at once.
  nanoseconds closing_timeout = std::chrono::seconds(5);
  /// Seeds the ids of split packets and the hash of the rate table.
  std::uint64_t seed = 0;

  /// `errc::invalid_options` when one is out of the range stated above.
  [[nodiscard]] std::error_code validate() const noexcept;
  /// `fragment_payload` with its default filled in.
  [[nodiscard]] std::uint16_t payload_size() const noexcept;
};

class responder_session;

class responder : public session_hub<responder_session, responder_options> {
 public:
  /// What became of a query. All but the first two stay without answer.
  enum class verdict : unsigned char {
    answered,
    challenged,         // it carried no challenge, or one that does not hold
    nothing_published,  // of its kind
    too_short,          // shorter than the challenge it would get: GETCHALLENGE is, unless padded
    rate_limited,
    queue_full,
  };
  /// A query was read. Padding does not show in `what`.
  struct queried {
    endpoint from;
    request_type what;
    verdict became;
  };
  /// A datagram that is no query. It gets no answer.
  struct refused {
    endpoint from;
    std::error_code error;  // those of `decode_request`
  };
  using event = std::variant<queried, refused, closed>;

  /// Allocates all it needs but publications.
  using session_hub::session_hub;

  /// Takes a whole INFO, PLAYER or RULES reply, which replaces the one of its kind; copied, and split or
  /// compressed once. An INFO in either form. Queries of a kind that is not published get no answer. Answers
  /// that wait will be the new message, except that a split one is finished as it was begun.
  /// Errors (nothing changes): `truncated`, `unknown_message`, `too_large` (more fragments than the form
  /// counts), `errc::no_memory`, `errc::closed`.
  std::error_code publish(bytes message) noexcept;
  /// Answers no more queries of this kind, not even those that wait; a split answer that was begun is
  /// finished.
  void withdraw(request_type what) noexcept;

  // The rest of the hub.
  std::optional<event> poll_event() noexcept;

  /// For drivers, which do not let a responder without one talk to strangers.
  [[nodiscard]] bool has_secret() const noexcept;
};

static_assert(hub<responder>);

}  // namespace gamewire::inline v0::a2s

namespace gamewire::inline v0 {

extern template class session_hub<a2s::responder_session, a2s::responder_options>;

}  // namespace gamewire::inline v0
