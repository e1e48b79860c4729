/// ASF's log as it is written, for as long as one likes.
///
/// A datagram machine that outlives its transports (`reconnecting`; machine.hpp states the contract). It stands on
/// WebSocket (websocket/client.hpp), which asks a silent server for a sign of life, and knows the password:
///
///     const std::array headers{http1::header{"Authentication", password, true}};
///     over<websocket::messages, asf::log> log({.lower = {.host = "127.0.0.1", .port = 1242, .path = "/Api/NLog",
///                                                        .headers = headers, .secret = random}});
///     // while wants_transport(): open one, then opened(now); and drain: poll_transmit …, poll_event …
///     while (auto event = log.poll_event())
///       if (auto* line = std::get_if<asf::log_line>(&*event)) … line->entry.message …
///
/// On each connection the server first shows what it wrote last, 20 entries unless it is told otherwise. What of it was
/// told on the connection before is not told again: the first entries of a history that were the last ones told, in that
/// order, for entries may be alike. Until it is clear where the new ones begin they are held, up to 256 or a megabyte of
/// them, for a second, or ten if it is but one. What is in the log file and not in that history, asf::log_pages reads
/// (log_pages.hpp); `remember` joins the two.
///
/// One that is written at that very moment the server sends twice. It is told once if it came ahead of the history, where its
/// time shows that, or what was told before. Twice in a row looks like two, and is told as two.
///
/// A connection that ends, as those of a server that is restarted do, is renewed; and after a while one that was refused
/// because the address is banned for now. One that was refused with another status of 4xx is not, but for 408 and 429:
/// asking again would change nothing, and with a wrong password get the address banned. Nor is one that was sent elsewhere
/// for good (301, 308), which is not followed: the detail of `closed` says where.
#pragma once

#include <limits>
#include <optional>
#include <string_view>
#include <variant>

#include <gamewire/asf/log_entry.hpp>
#include <gamewire/http1/refusal.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/reconnect.hpp>
#include <gamewire/session_machine.hpp>

namespace gamewire::inline v0::asf {

struct log_options {
  /// For ever, unless said otherwise.
  reconnect_options reconnect = {.attempts = std::numeric_limits<std::uint32_t>::max()};
  /// While the server says that the address is banned, it is asked again no sooner than that: up to an hour it may take.
  nanoseconds ban_pause = std::chrono::minutes(1);
  /// Feeds the jitter of attempts, and the hash by which entries are remembered.
  std::uint64_t seed = 0;

  /// As `reconnect` has it; `errc::invalid_options` for a negative `ban_pause`.
  [[nodiscard]] std::error_code validate() const noexcept {
    return ban_pause >= nanoseconds::zero() ? reconnect.validate()
                                            : make_error_code(gamewire::errc::invalid_options);
  }
};

/// An entry. What came and was no answer of ASF's is told as it came.
struct log_line {
  log_entry entry;  // views, as in all events
  /// Shown from the server's memory, as far as one can tell: it came with the connection.
  bool history = false;
  /// Between this and the one before others may have been written: the connection was lost, and what the server shows
  /// from its memory does not reach back so far.
  bool after_gap = false;
};

/// The connection is lost, or was not to be had; the next one is wanted in so long.
struct disconnected {
  std::error_code error;  // {}: it ended in order
  nanoseconds retry_in;
};

class log_session;

class log : public session_machine<log_session, log_options> {
 public:
  static constexpr framing wire = framing::datagram;
  using event = std::variant<log_line, disconnected, closed>;

  /// From options, which are copied; session_machine.hpp says what becomes of those that are not valid.
  using session_machine::session_machine;

  /// This entry has been told, by somebody else: its first line is enough. Of use for the last 510.
  void remember(std::string_view entry) noexcept;

  // The rest of the machine. `closed` says why no other connection is wanted: `close`, or what the last one ended with.
  std::optional<event> poll_event() noexcept;

  /// What the server said that refused a connection, of which `receive_end` is to tell next. `over` calls it.
  void receive_refusal(const http1::refusal& said) noexcept;

  // And that it reconnects.
  [[nodiscard]] bool wants_transport() const noexcept;
  void opened(time_point now) noexcept;
};

static_assert(reconnecting<log>);

}  // namespace gamewire::inline v0::asf

namespace gamewire::inline v0 {

extern template class session_machine<asf::log_session, asf::log_options>;

}  // namespace gamewire::inline v0
