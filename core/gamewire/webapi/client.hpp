/// The client of Steam's Web API: calls, each answered by one event.
///
/// A stream machine that outlives its transports (`reconnecting`; machine.hpp states the contract), over
/// http1::exchange, and for Steam itself on TLS:
///
///     over<tls::client, webapi::client> steam({.lower = {.host = "api.steampowered.com"}, .upper = {.key = "…"}});
///     steam->discover();                               // or steam->use(*webapi::interfaces::load(text))
///     // while wants_transport(): open one, then opened(now); and drain: poll_transmit …, poll_event …
///     while (auto event = steam.poll_event())
///       if (auto* found = std::get_if<webapi::discovered>(&*event)) … steam->call({"ISteamUser", …});
///       else if (auto* answer = std::get_if<webapi::answer>(&*event)) … answer->reply.json …
///
/// Calls go out one after the other. What is not as the table has it is not sent. A 429 makes the machine pause, for as
/// long as the server says or a while that grows, and then ask again: it was not done. Nothing else is asked twice, but
/// for a GET that met a kept connection just when the server closed it. Redirects are not followed: the key would go
/// along.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <gamewire/http1/exchange.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/session_machine.hpp>
#include <gamewire/webapi/message.hpp>
#include <gamewire/webapi/reply.hpp>
#include <gamewire/webapi/server_list.hpp>

namespace gamewire::inline v0::webapi {

/// Where Steam answers.
inline constexpr std::string_view steam_host = "api.steampowered.com";

struct client_options {
  /// A name, or an address without its port. Copied, as all texts here.
  std::string_view host = steam_host;
  std::uint16_t port = 443;
  /// TLS lies below.
  bool secure = true;
  /// See `access`.
  std::string_view base_path = {};
  /// The user's own, of steamcommunity.com/dev/apikey; empty: none. Wiped at the end.
  std::string_view key = {};
  key_carrier key_goes_in = key_carrier::header;
  /// What each call has in all, unless it says otherwise: connecting, waiting for those before it, and pauses included.
  nanoseconds deadline = std::chrono::seconds(30);
  /// How long a connection without a call is kept.
  nanoseconds idle_timeout = std::chrono::seconds(15);
  /// Of each answer.
  http1::read_limits limits = {};
  /// The most calls that are open at a time, and their bytes.
  std::size_t max_requests = 64;
  std::size_t max_queued_bytes = std::size_t{1} << 20U;
  /// How often a call is sent again after a 429.
  std::uint8_t retries = 2;
  /// How long the first pause is, where the server does not say; the next is half as long again (attempts.hpp).
  nanoseconds first_pause = std::chrono::seconds(1);

  /// `errc::invalid_options` for times that are not positive, limits of 0 or as `read_limits::validate` says, a host or
  /// an access that is none.
  [[nodiscard]] std::error_code validate() const noexcept;
  [[nodiscard]] nanoseconds total_deadline() const noexcept { return deadline; }
};

/// What the server answered, whether or not it did what was asked: `reply.error` says.
struct answer {
  /// A copy, whose JSON can be read again: `read`.
  struct owned {
    webapi::reply reply;    // without its views: the body and the JSON
    std::string body;       // all of it
    bool has_json = false;  // it had: not every answer without an error has, and some with one do

    /// Views into this and the document.
    [[nodiscard]] webapi::reply read(json::document& document) const noexcept;
  };
  request_id id;
  webapi::reply reply;
  nanoseconds round_trip;  // from the call's last byte to the head of the answer; of the last attempt
};

/// Copies; throws std::bad_alloc.
answer::owned own(const answer& answer);

/// The answer to `discover`: the table, which the client keeps and checks calls by. Valid until the next call that is not
/// const.
struct discovered {
  /// A copy, as text.
  struct owned {
    std::string text;  // as `interfaces::load` takes it
    nanoseconds round_trip;
  };
  request_id id;
  const webapi::interfaces* table;  // never null
  nanoseconds round_trip;
};

/// Copies; throws std::bad_alloc.
discovered::owned own(const discovered& found);

class session;

/// Without a transport `receive_end` says that it could not be opened, and every call that is open fails.
class client : public session_machine<session, client_options> {
 public:
  static constexpr framing wire = framing::stream;
  using event = std::variant<answer, discovered, failed, closed>;

  /// From options, which are copied; session_machine.hpp says what becomes of those that are not valid.
  using session_machine::session_machine;

  /// Asks for the list of interfaces; its event is `discovered`, or `failed` with what the reply to another call had as
  /// its error. Errors (nothing happens): `gamewire::errc::busy` when as many calls or bytes are open as the options
  /// allow; `closed`, `no_memory`.
  accepted discover(nanoseconds deadline = {}) noexcept;

  /// Calls a method of the table, copied; its event is `answer` or `failed`. Errors (nothing happens):
  /// `errc::no_interfaces` without a table; those of `make`, about which `check` says more; those of `discover`.
  ///
  /// The errors of `failed`: `webapi::errc::timeout`; `withheld` during a pause that lasts longer than the deadline; those
  /// of `http1::exchange`.
  accepted call(const webapi::call& what, nanoseconds deadline = {}) noexcept;
  /// What needs no table. Errors as of `make` for these, and as above.
  accepted call(const unlisted_call& what, nanoseconds deadline = {}) noexcept;
  accepted call(const get_server_list& what, nanoseconds deadline = {}) noexcept;

  /// Checks calls by this table from now on.
  void use(interfaces table) noexcept;
  /// That is used; of nothing at first. Valid until the next call that is not const.
  [[nodiscard]] const interfaces& table() const noexcept;
  /// Until when nothing is sent, after a 429. As the machine last heard of the time: hold it against the clock.
  [[nodiscard]] std::optional<time_point> paused_until() const noexcept;

  /// Ends an open call: its event is `failed` with `errc::cancelled`. What has gone out cannot be called back, and takes
  /// the connection with it. Else `errc::unknown_request`.
  std::error_code cancel(request_id id) noexcept;

  // The rest of the machine.
  std::optional<event> poll_event() noexcept;

  // And that it reconnects.
  [[nodiscard]] bool wants_transport() const noexcept;
  void opened(time_point now) noexcept;

  /// For traces: what `poll_transmit` gave last, with '*' for every byte of the key, and of a body that holds it.
  [[nodiscard]] bytes shown_transmit() const noexcept;
};

static_assert(reconnecting<client>);

}  // namespace gamewire::inline v0::webapi

namespace gamewire::inline v0 {

extern template class session_machine<webapi::session, webapi::client_options>;

}  // namespace gamewire::inline v0
