/// The client of aster, a chat: commands, each answered by one event, and what others do.
///
/// A stream machine that may outlive its transports (`reconnecting`; machine.hpp states the contract). The protocol is
/// JSON, an object a line; servers want TLS below it (`over<tls::client, aster::client>`):
///
///     aster::client client({.name = "bot", .password = "…"});
///     auto id = client.ask(aster::send{.channel = 7, .content = "hi"});   // may be given at once
///     client.receive(piece, now);                       // then drain: poll_transmit …, poll_event …
///     while (auto event = client.poll_event())
///       if (auto* one = std::get_if<aster::posted>(&*event)) … one->what.content.str() …
///       else if (auto* answer = std::get_if<aster::answer>(&*event))
///         if (auto sent = aster::result<aster::send>(*answer)) … *sent …
///
/// Answers carry no number: they come in the order of the requests, and events in between. Four events are named as
/// answers are, so that behind those four requests goes a ping: what came last before its answer is the answer.
///
/// On the next connection it logs in again, and asks again for what only reads and was not answered. What may have
/// been done fails (`errc::closed_in_reply`); what has not gone out waits, while its deadline allows. If that was a
/// change of the password, the next login tries the old one first, and then the new one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <gamewire/aster/packet.hpp>
#include <gamewire/aster/requests.hpp>
#include <gamewire/machine.hpp>
#include <gamewire/reconnect.hpp>
#include <gamewire/session_machine.hpp>

namespace gamewire::inline v0::aster {

/// What a client does first.
enum class entry : std::uint8_t {
  login,
  registration,  // and it is logged in then; on later connections it logs in
  none,          // `traits::open` says what may be asked without a login
};

struct client_options {
  /// What it does first.
  entry enter = entry::login;
  /// Copied, as the password, which is wiped at the end.
  std::string_view name = {};
  std::string_view password = {};
  /// Goes before the name. Later logins are by the id that the first one told: names change.
  std::optional<aster::uuid> uuid = std::nullopt;
  /// From the first `poll_transmit` to the server's verdict, on each connection. Connecting counts.
  nanoseconds login_timeout = std::chrono::seconds(10);
  /// What each request has in all, unless it says otherwise: waiting for the login, and for other connections,
  /// included.
  nanoseconds deadline = std::chrono::seconds(10);
  /// A ping after so long without a word; when it is not sent and answered within `deadline`, the connection is lost.
  /// 0: never.
  nanoseconds keep_alive = std::chrono::minutes(1);
  /// The most bytes of one line: a list of all users holds their pictures.
  std::size_t max_line = std::size_t{64} << 20U;
  /// The most requests that are open at a time, and their bytes.
  std::size_t max_requests = 256;
  std::size_t max_queued_bytes = std::size_t{1} << 20U;
  /// After a connection that was lost or could not be made. Not after a refused login, a version that is not
  /// understood, or what another attempt would not mend (`worth_retrying`).
  reconnect_options reconnect = {};
  /// What makes back-offs differ.
  std::uint64_t seed = 0;

  /// `errc::invalid_options` for times that are not positive (a negative keep-alive), limits of 0, a `max_line` below
  /// 1024 or above 1 GiB, no name and no id where one is needed, text that is not UTF-8, and as `reconnect` has it.
  [[nodiscard]] std::error_code validate() const noexcept;
  [[nodiscard]] nanoseconds total_deadline() const noexcept { return deadline; }
};

/// The login is done; or, without one, the server has answered. Once for each connection.
struct ready {
  uuid self;               // 0 without a login
  aster::version version;  // 0.0.0: the server did not say
};

/// A status of 200, and what it came with. `result<Request>` reads it.
struct answer {
  /// A copy without the JSON, which can be read again: `read`.
  struct owned {
    command which = command::other;
    std::string line;
    nanoseconds round_trip{};

    /// Views into this and the document.
    [[nodiscard]] json::value read(json::document& document) const noexcept;
  };
  request_id id;
  command which;           // that was asked
  json::value packet;      // all of it; `result` reads what it is about
  std::string_view line;   // the packet as it came
  nanoseconds round_trip;  // from the request's last byte to this
};

/// Copies; throws std::bad_alloc.
answer::owned own(const answer& answer);

/// Somebody, oneself too, said something.
struct posted {
  message what;
};
/// A message says this now. It is told of channels that one may not read, too.
struct edited {
  uuid message;
  text content;
};
/// A message is gone.
struct deleted {
  uuid message;
};
/// These are new, or have changed.
struct users_changed {
  list<user> users;
};
/// All that are there.
struct online_changed {
  list<uuid> users;
};
/// All that one may see.
struct channels_changed {
  list<channel> channels;
};
/// All that there are.
struct groups_changed {
  list<group> groups;
};
/// A line that is none of these: of a newer server, or malformed (`error`), or with a status that says that it answers
/// something, while nothing was asked.
struct unsolicited {
  std::string_view line;  // as it came
  std::error_code error;
};

/// The connection is over, and another one is to follow in so long. `detail` is a literal.
struct disconnected {
  std::error_code error;  // `errc::closed` of gamewire: it ended in order
  std::string_view detail;
  nanoseconds retry_in;
};

class session;

class client : public session_machine<session, client_options> {
 public:
  static constexpr framing wire = framing::stream;
  using event = std::variant<ready, answer, failed, posted, edited, deleted, users_changed, online_changed,
                             channels_changed, groups_changed, unsolicited, disconnected, closed>;

  /// From options, which are copied; session_machine.hpp says what becomes of those that are not valid.
  using session_machine::session_machine;

  /// Asks for what a struct of requests.hpp says, copied; its event is `answer` or `failed`. `deadline`: in place of
  /// that of the options, if positive. Errors (nothing happens): `errc::invalid_argument` for text that is not
  /// UTF-8; `errc::busy` when as many requests or bytes are open as the options allow; `errc::closed`,
  /// `errc::no_memory`.
  ///
  /// The errors of `failed`: what the status says (aster::errc; `detail` is the packet); `aster::errc::timeout`,
  /// `unanswered`, `closed_in_reply`; `errc::cancelled`; why the connection ended.
  template <class Request>
  accepted ask(const Request& what, nanoseconds deadline = {}) noexcept {
    const auto write = [](field_writer& to, const void* request) noexcept {
      static_cast<const Request*>(request)->write(to);
    };
    return ask(Request::which, write, &what, deadline);
  }
  /// Any packet. `errc::invalid_argument` for what is no JSON object with a string `command`, or has a password twice.
  accepted ask(const call& what, nanoseconds deadline = {}) noexcept;

  /// Ends an open request: its event is `failed` with `errc::cancelled`. What has gone out cannot be called back.
  /// Else `errc::unknown_request`.
  std::error_code cancel(request_id id) noexcept;

  /// The packet of the event that was told last, as it came; "" if it was none. Valid as long as the event.
  [[nodiscard]] std::string_view last_packet() const noexcept;

  // The rest of the machine.
  std::optional<event> poll_event() noexcept;
  /// False while it waits before it connects again, and when all is over.
  [[nodiscard]] bool wants_transport() const noexcept;
  /// Who drives a client that does not reconnect need not call it.
  void opened(time_point now) noexcept;

  /// For traces: what `poll_transmit` gave last, as others may see it. Equal to it but for passwords, of which
  /// every byte is a '*'. Valid as long as that is. What comes holds none.
  [[nodiscard]] bytes shown_transmit() const noexcept;

 private:
  accepted ask(command which, void (*write)(field_writer&, const void*) noexcept, const void* what,
               nanoseconds deadline) noexcept;
};

static_assert(reconnecting<client>);

/// What an answer to such a request says. Errors: `errc::malformed` when it lacks it.
template <class Request>
  requires(!std::is_void_v<typename Request::result>)
std::expected<typename Request::result, std::error_code> result(const json::value& packet) noexcept {
  const auto read =
      json::read<typename Request::result>(Request::member.empty() ? packet : packet.member(Request::member));
  if (!read) return std::unexpected(make_error_code(errc::malformed));
  return *read;
}
/// The same of an event.
template <class Request>
auto result(const answer& answer) noexcept {
  return result<Request>(answer.packet);
}

}  // namespace gamewire::inline v0::aster

namespace gamewire::inline v0 {

extern template class session_machine<aster::session, aster::client_options>;

}  // namespace gamewire::inline v0
