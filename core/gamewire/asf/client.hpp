/// The client of ArchiSteamFarm's IPC: commands, each answered by one event.
///
/// A stream machine that outlives its transports (`reconnecting`; machine.hpp states the contract), over
/// http1::exchange:
///
///     asf::client client({.host = "127.0.0.1", .password = "…"});
///     auto id = client.ask(asf::get_bots{.bots = "ASF"});
///     // while wants_transport(): open one, then opened(now); and drain: poll_transmit …, poll_event …
///     while (auto event = client.poll_event())
///       if (auto* answer = std::get_if<asf::answer>(&*event))
///         if (auto bots = asf::result<asf::route::bots>(answer->reply)) …
///
/// Requests go out one after the other, and none before the answer to the one before it has been read: five
/// wrong passwords ban an address, so after a single 401 nothing is sent until `set_password`, but for what needs
/// none (`route_flags::open`). A request that may have been done is never sent again; a GET is, once, when the server
/// had closed a connection that was kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <gamewire/asf/message.hpp>
#include <gamewire/asf/reply.hpp>
#include <gamewire/http1/exchange.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/session_machine.hpp>

namespace gamewire::inline v0::asf {

struct client_options {
  /// A name, or an address without its port. Copied, as all texts here.
  std::string_view host = "127.0.0.1";
  /// ASF's own.
  std::uint16_t port = 1242;
  /// TLS lies below.
  bool secure = false;
  /// Before "/Api": see `address`.
  std::string_view base_path = {};
  /// IPCPassword as it is, never a hash of it; empty: none. Wiped at the end.
  std::string_view password = {};
  /// How old the server is.
  dialect speaks = dialect::current;
  /// Sent with each request, such as what a proxy in front wants; up to 32.
  std::span<const http1::header> headers = {};
  /// What each command has in all, unless it says otherwise: connecting, and waiting for those before it,
  /// included. Some take minutes (`route_flags::slow`).
  nanoseconds deadline = std::chrono::seconds(100);
  /// How long a connection without a request is kept. The server keeps it for 120 s or 130 s.
  nanoseconds idle_timeout = std::chrono::seconds(60);
  /// Of each answer.
  http1::read_limits limits = {};
  /// The most commands that are open at a time, and their bytes.
  std::size_t max_requests = 64;
  std::size_t max_queued_bytes = std::size_t{1} << 20U;
  /// How long nothing is sent after a 403 that says that the ban is for now. A ban ends within the hour, and
  /// asking while it lasts does no harm.
  nanoseconds ban_pause = std::chrono::minutes(1);

  /// `errc::invalid_options` for times that are not positive (a negative `ban_pause`), limits of 0 or as
  /// `read_limits::validate` says, a host or base path that is none, more than 32 headers, or one that
  /// `http1::encode` would not write.
  [[nodiscard]] std::error_code validate() const noexcept;
  [[nodiscard]] nanoseconds total_deadline() const noexcept { return deadline; }
};

/// What the server answered, whether or not it did what was asked: `reply.error` says.
struct answer {
  /// A copy without the JSON, which can be read again: `read`.
  struct owned {
    route which = route::other;
    std::uint16_t status = 0;
    std::string content_type;
    std::string body;
    std::string location;
    std::error_code error;
    bool connection_lost = false;
    nanoseconds round_trip{};

    /// Views into this and the document.
    [[nodiscard]] asf::reply read(json::document& document, dialect speaks = dialect::current) const noexcept;
  };
  request_id id;
  asf::reply reply;
  std::string_view content_type;  // of the head; empty without
  nanoseconds round_trip;         // from the request's last byte to the head of the answer
};

/// Copies; throws std::bad_alloc.
answer::owned own(const answer& answer);

/// May one ask?
enum class standing : std::uint8_t {
  welcome,  // as far as is known
  refused,  // 401: not before `set_password`
  closed,   // 403 for good: not before `set_password`; the server wants one, or serves its own machine only
  banned,   // 403 for now: not before `banned_until`
};

class session;

/// Without a transport `receive_end` says that it could not be opened, and every request that is open fails.
class client : public session_machine<session, client_options> {
 public:
  static constexpr framing wire = framing::stream;
  using event = std::variant<answer, failed, closed>;

  /// From options, which are copied; session_machine.hpp says what becomes of those that are not valid.
  using session_machine::session_machine;

  /// Asks for what a struct of requests.hpp says, copied; its event is `answer` or `failed`. Errors (nothing
  /// happens): those of `make`; `errc::withheld` after a refusal, until there is another password;
  /// `gamewire::errc::busy` when as many requests or bytes are open as the options allow; `errc::closed`,
  /// `errc::no_memory`.
  ///
  /// The errors of `failed`: `asf::errc::timeout`; those of `http1::exchange`; `withheld` for those that waited behind
  /// the one that was refused; `banned` for those, and for whatever is asked while a ban lasts. The connection that ends
  /// over `exit`, `restart`, `update`, or a new configuration, before it answers, is an answer with `connection_lost`.
  template <class Request>
  accepted ask(const Request& what, nanoseconds deadline = {}) noexcept {
    const auto write = [](composer& out, const void* request) noexcept {
      static_cast<const Request*>(request)->write(out);
    };
    return ask(route_of(what), write, &what, deadline);
  }

  /// Another password, or none, for what is sent from now on: whatever was held against the old one is
  /// forgotten, also what the server has still to say to it. `errc::no_memory`.
  std::error_code set_password(std::string_view password) noexcept;
  /// May one ask? As things were when the machine was last told the time: a ban that is told of here may have ended since.
  [[nodiscard]] asf::standing standing() const noexcept;
  /// When it may be tried again, if banned; to be held against the clock.
  [[nodiscard]] time_point banned_until() const noexcept;

  /// Ends an open request: its event is `failed` with `errc::cancelled`. What has gone out cannot be called
  /// back, and takes the connection with it. Else `errc::unknown_request`.
  std::error_code cancel(request_id id) noexcept;

  // The rest of the machine.
  std::optional<event> poll_event() noexcept;

  // And that it reconnects.
  [[nodiscard]] bool wants_transport() const noexcept;
  void opened(time_point now) noexcept;

  /// For traces: what `poll_transmit` gave last, with '*' for every byte of the password, of secret headers, and
  /// of bodies that may hold secrets (`route_flags::secret`).
  [[nodiscard]] bytes shown_transmit() const noexcept;

 private:
  accepted ask(route which, composer::writes write, const void* what, nanoseconds deadline) noexcept;
};

static_assert(reconnecting<client>);

}  // namespace gamewire::inline v0::asf

namespace gamewire::inline v0 {

extern template class session_machine<asf::session, asf::client_options>;

}  // namespace gamewire::inline v0
