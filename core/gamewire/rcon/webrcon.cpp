#include <array>
#include <limits>
#include <utility>

#include <gamewire/rcon/datagram_client_impl.hpp>
#include <gamewire/rcon/datagram_session.hpp>
#include <gamewire/rcon/webrcon.hpp>

namespace gamewire::inline v0::rcon::webrcon {
namespace {

/// Those of people's own clients are small, and servers log what others asked for.
constexpr std::int32_t first_identifier = 1001;

/// Does a WebSocket that ends so look like a server that hangs up?
bool hung_up(std::error_code why) noexcept { return !why || why == gamewire::condition::closed; }

}  // namespace

std::error_code client_options::validate() const noexcept {
  const bool valid = deadline > nanoseconds::zero() && max_reply != 0 && max_commands != 0;
  return valid ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

class session : public datagram_session {
 public:
  explicit session(const client_options& chosen) noexcept
      : datagram_session({}, {chosen.deadline, chosen.max_reply, chosen.max_commands, 0}, chosen.validate()) {
  }

  accepted execute(std::string_view text, bool unanswered) noexcept;
  void receive(bytes message, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  std::optional<rcon::client::event> poll_event() noexcept;
  [[nodiscard]] time_point deadline() const noexcept { return alive() ? first_deadline() : never; }

 private:
  using room = std::array<std::byte, max_datagram>;

  /// Of the command that goes next.
  std::int32_t identifier_ = first_identifier;
  byte_buffer text_;  // of the message that came last
  bool greeted_ = false;
};

accepted session::execute(std::string_view text, bool unanswered) noexcept {
  room made;
  if (alive() && !closing() && !encode_webrcon(std::numeric_limits<std::int32_t>::max(), text, made))
    return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  return open(text, unanswered);
}

std::optional<rcon::client::event> session::poll_event() noexcept {
  auto event = datagram_session::poll_event();
  if (!event && idle()) clear_spare(text_);
  return event;
}

void session::on_timeout(time_point now) noexcept {
  advance(now);
  if (alive()) expire();
}

bytes session::poll_transmit(time_point now) noexcept {
  advance(now);
  if (!alive()) return {};
  start_deadlines();
  forget_datagram();
  room made;
  if (const command* const one = next_to_send())
    if (const auto message = encode_webrcon(identifier_, as_text(one->text.view()), made)) {
      set_datagram(*message);
      offered_ = one->id;
    }
  return datagram();
}

/// What was cancelled on its way has its identifier for itself: the reply to it may come.
void session::transmitted(std::size_t size, time_point now) noexcept {
  advance(now);
  if (size == 0 || datagram().empty()) return;
  forget_datagram();
  const std::int32_t went_as = identifier_;
  identifier_ = went_as == std::numeric_limits<std::int32_t>::max() ? first_identifier : went_as + 1;
  command* const one = next_to_send();
  if (one == nullptr || one->id != offered_) return;
  one->is = command::state::awaiting;
  one->asked_at = now_;
  one->wire_id = went_as;
  in_flight_ = one;
  if (one->unanswered) finish(*one, command::state::sent);
}

/// What is told of the last message has views of `text_`: another one that comes before is dropped.
void session::receive(bytes message, time_point now) noexcept {
  advance(now);
  if (!alive() || !told()) return;
  const auto read = decode_webrcon(message, text_);
  if (!read) return end(read.error());
  if (!std::exchange(greeted_, true)) tell_authenticated();
  if (!*read) return tell({.type = unreadable, .packet_id = 0, .body = message});
  const bytes body = as_bytes((*read)->text);
  if (in_flight_ == nullptr || (*read)->identifier != in_flight_->wire_id)
    return tell(
        {.type = static_cast<std::int32_t>((*read)->type), .packet_id = (*read)->identifier, .body = body});
  command& of = *in_flight_;
  add_to_reply(body, true);
  if (in_flight_ == &of) finish(of, command::state::replied);
}

/// Nothing but a first message shows that the server lets us in.
void session::receive_end(std::error_code why, time_point now) noexcept {
  advance(now);
  const bool leaves = closing() && idle();
  if (alive() && !greeted_ && !leaves && hung_up(why))
    return end(errc::closed_in_login, as_bytes("a ban is the usual reason; a crash would look the same"));
  datagram_session::receive_end(why, now);
}

}  // namespace gamewire::inline v0::rcon::webrcon

namespace gamewire::inline v0 {

template class session_machine<rcon::webrcon::session, rcon::webrcon::client_options>;
template class rcon::datagram_client<rcon::webrcon::session, rcon::webrcon::client_options>;

}  // namespace gamewire::inline v0
