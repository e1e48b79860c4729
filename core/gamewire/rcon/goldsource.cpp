#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <gamewire/rcon/datagram_client_impl.hpp>
#include <gamewire/rcon/datagram_session.hpp>
#include <gamewire/rcon/goldsource.hpp>
#include <gamewire/rcon/goldsource_split.hpp>
#include <gamewire/rcon/silence.hpp>
#include <gamewire/text.hpp>

namespace gamewire::inline v0::rcon::goldsource {
namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t simple_header = 0xffffffff;
constexpr std::uint32_t split_header = 0xfffffffe;
constexpr std::size_t header_size = 4;
constexpr std::size_t max_request = 511;       // behind the header
constexpr std::size_t largest_challenge = 10;  // digits
constexpr auto reply_types = "lr"sv;           // A2A_PRINT; Sven Co-op has others between, in long replies
constexpr auto reject_types = "89"sv;          // S2C_BADPASSWORD and S2C_CONNREJECT
constexpr auto challenge_request = "challenge rcon\n"sv;
constexpr auto challenge_reply = "challenge rcon "sv;

/// What is behind a reply's text: 00 00.
bytes without_nuls(bytes text) noexcept {
  while (!text.empty() && text.back() == std::byte{0}) text = text.first(text.size() - 1);
  return text;
}

/// The engine begins some of what it prints with a newline.
std::string_view without_first_newlines(std::string_view text) noexcept {
  return text.substr(std::min(text.find_first_not_of('\n'), text.size()));
}

enum class refusal : std::uint8_t { none, password, login, ban, challenge };

/// The engine says no in words only. Why the password is bad may stand in a line behind that: it need not be the
/// password.
refusal refusal_in(std::string_view text) noexcept {
  constexpr auto bad_password = "Bad rcon_password."sv;
  text = without_first_newlines(text);
  const bool bad = text.starts_with(bad_password);
  if (bad) text = without_first_newlines(text.substr(bad_password.size()));
  if (text.starts_with("Bad challenge.") || text.starts_with("No challenge for your address."))
    return refusal::challenge;
  if (text.starts_with("No password set for this server.") || text.starts_with("No privilege."))
    return refusal::login;
  if (bad) return refusal::password;
  return text.starts_with("You have been banned from this server.") ? refusal::ban : refusal::none;
}

}  // namespace

std::size_t client_options::max_command() const noexcept {
  const std::size_t around = "rcon  \"\" "sv.size() + largest_challenge + 1;
  const std::size_t taken = std::min(password.size(), max_request) + around;
  return max_request - std::min(taken, max_request);
}

std::error_code client_options::validate() const noexcept {
  const bool times =
      timeout > nanoseconds::zero() && deadline > nanoseconds::zero() && quiet_time > nanoseconds::zero();
  const bool limits = max_reply != 0 && max_commands != 0 && max_command() != 0;
  const bool word = password.find_first_of("\"\n\r\0"sv) == password.npos;
  return times && limits && word ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

class session : public datagram_session {
 public:
  explicit session(const client_options& chosen) noexcept
      : datagram_session(chosen.password,
                         {chosen.deadline, chosen.max_reply, chosen.max_commands, chosen.seed},
                         chosen.validate()),
        options_(chosen),
        max_command_(chosen.max_command()),
        split_(chosen.max_reply) {
    options_.password = {};
  }

  accepted execute(std::string_view text, bool unanswered) noexcept;
  void receive(bytes datagram, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;

 private:
  enum class message : std::uint8_t { none, challenge, command };
  enum class challenge : std::uint8_t { unknown, asked, known };

  void receive_message(bytes in) noexcept;
  void receive_challenge(std::string_view number) noexcept;
  void receive_reply(bytes text) noexcept;
  bool receive_refusal(char type, bytes text) noexcept;
  void refuse(refusal how, bytes text) noexcept;
  void compose() noexcept;
  void compose_command(command& one) noexcept;
  [[nodiscard]] bool believed(refusal how) const noexcept;
  [[nodiscard]] nanoseconds patience() const noexcept;
  [[nodiscard]] time_point silent_at() const noexcept;
  [[nodiscard]] time_point free_at() const noexcept {
    return dropped_at_ == time_point::min() ? dropped_at_ : later(dropped_at_, patience());
  }

  client_options options_;
  std::size_t max_command_;
  split_message split_;
  nanoseconds round_trip_{};
  time_point attempt_deadline_ = never;
  std::uint32_t number_ = 0;  // the challenge
  unsigned attempt_ = 0;
  challenge challenge_ = challenge::unknown;
  message message_ = message::none;
  request_id renewed_{};       // whose challenge did not hold; of each command that is believed once
  bool refused_ = false;       // what was heard last, one way or the other
  bool fresh_ = false;         // no command has gone out with the challenge
  bool asked_afresh_ = false;  // what is in flight was the first
  bool greeted_ = false;
};

accepted session::execute(std::string_view text, bool unanswered) noexcept {
  if (alive() && !closing() && (text.size() > max_command_ || text.find_first_of("\n\r\0"sv) != text.npos))
    return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  return open(text, unanswered);
}

// Time.

void session::on_timeout(time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  expire();
  if (in_flight_ != nullptr && now_ >= silent_at()) finish(*in_flight_, command::state::replied);
  if (now_ < attempt_deadline_) return;
  attempt_deadline_ = never;
  challenge_ = challenge::unknown;
  if (!idle() && attempt_++ < options_.retries) return;
  attempt_ = 0;
  fail_all(errc::timeout);
}

time_point session::deadline() const noexcept {
  if (!alive()) return never;
  time_point first = std::min({first_deadline(), attempt_deadline_, silent_at()});
  if (next_to_send() != nullptr && free_at() > now_) first = std::min(first, free_at());
  return first;
}

nanoseconds session::patience() const noexcept { return silence(options_.quiet_time, round_trip_); }

/// When the reply in flight is over, if nothing more comes.
time_point session::silent_at() const noexcept {
  const bool heard = in_flight_ != nullptr && in_flight_->packets != 0;
  return heard ? later(in_flight_->heard_at, patience()) : never;
}

// What goes out.

bytes session::poll_transmit(time_point now) noexcept {
  advance(now);
  if (!alive()) return {};
  if (in_flight_ == nullptr && told()) split_.forget();
  start_deadlines();
  compose();
  return datagram();
}

/// Anew each time: what was offered may have been cancelled since.
void session::compose() noexcept {
  message_ = message::none;
  forget_datagram();
  command* const one = next_to_send();
  if (one == nullptr || now_ < free_at() || challenge_ == challenge::asked) return;
  if (challenge_ == challenge::known) return compose_command(*one);
  std::array<std::byte, header_size + challenge_request.size()> room;
  byte_writer writer(room);
  writer.u32(simple_header);
  writer.raw(as_bytes(challenge_request));
  set_datagram(writer.written());
  message_ = message::challenge;
}

void session::compose_command(command& one) noexcept {
  std::array<char, largest_challenge> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number_).ptr;
  std::array<std::byte, header_size + max_request> room;
  byte_writer writer(room);
  writer.u32(simple_header);
  writer.raw(as_bytes("rcon "));
  writer.raw(as_bytes({digits.data(), static_cast<std::size_t>(end - digits.data())}));
  writer.raw(as_bytes(" \""));
  const std::size_t password_at = writer.size();
  writer.raw(password_.view());
  writer.raw(as_bytes("\" "));
  writer.raw(one.text.view());
  writer.u8(0);
  set_datagram(writer.written());
  offered_ = one.id;
  hide(password_at, password_.view().size());
  message_ = message::command;
  wipe(room);
}

void session::transmitted(std::size_t size, time_point now) noexcept {
  if (size == 0) return;
  advance(now);
  switch (std::exchange(message_, message::none)) {
    case message::none: return;
    case message::challenge:
      challenge_ = challenge::asked;
      attempt_deadline_ = end_of_attempt(options_.timeout, attempt_);
      break;
    case message::command:
      asked_afresh_ = std::exchange(fresh_, false);
      if (command* const one = next_to_send(); one != nullptr && one->id == offered_) {
        one->is = command::state::awaiting;
        one->asked_at = now_;
        in_flight_ = one;
        if (one->unanswered) finish(*one, command::state::sent);
      } else {
        dropped_at_ = now_;  // cancelled since; the reply to it may come
      }
  }
  forget_datagram();
}

// What comes.

void session::receive(bytes datagram, time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  byte_reader reader(datagram);
  const std::uint32_t header = reader.u32();
  if (header == simple_header && reader.ok()) return receive_message(reader.rest());
  // What is still to be told may have views of the last packet that was split.
  if (header != split_header || in_flight_ == nullptr || !told()) return;
  const auto whole = split_.add(datagram);
  if (!whole) return finish(*in_flight_, command::state::failed, whole.error());
  if (!*whole) {
    if (in_flight_->packets != 0) in_flight_->heard_at = now_;  // a packet that is still coming is no silence
    return;
  }
  byte_reader inner(**whole);
  if (inner.u32() == simple_header && inner.ok()) receive_message(inner.rest());
}

void session::receive_message(bytes in) noexcept {
  const std::string_view text = as_text(in);
  if (challenge_ == challenge::asked && text.starts_with(challenge_reply))
    return receive_challenge(text.substr(challenge_reply.size()));
  if (in.empty()) return;
  const char type = text.front();
  const bytes body = without_nuls(in.subspan(1));
  if (reply_types.contains(type) && in_flight_ != nullptr) return receive_reply(body);
  if (receive_refusal(type, body)) return;
  tell({.type = std::to_integer<std::uint8_t>(in.front()), .packet_id = 0, .body = body});
}

/// One that is no reply. A challenge that does not hold is rejected in a datagram of its own; then the engine says that
/// the password is bad, at which it has not looked. Whichever of the two comes second is passed over.
bool session::receive_refusal(char type, bytes text) noexcept {
  const refusal how = refusal_in(as_text(text));
  const bool rejects = reject_types.contains(type);
  if (!rejects && !reply_types.contains(type)) return false;
  const bool first =
      rejects && how == refusal::challenge && in_flight_ != nullptr && in_flight_->packets == 0;
  const bool second =
      refused_ && in_flight_ == nullptr && (how == refusal::challenge || how == refusal::password);
  // Whom the engine has banned it does not give a challenge either.
  const bool banned = !rejects && how == refusal::ban && challenge_ == challenge::asked;
  if (first || banned) refuse(how, text);
  return first || second || banned;
}

void session::receive_challenge(std::string_view number) noexcept {
  if (std::from_chars(number.data(), number.data() + number.size(), number_).ec != std::errc{}) return;
  challenge_ = challenge::known;
  fresh_ = true;
  attempt_deadline_ = never;
  attempt_ = 0;
}

void session::receive_reply(bytes text) noexcept {
  const refusal how = in_flight_->packets == 0 ? refusal_in(as_text(text)) : refusal::none;
  if (how != refusal::none) return refuse(how, text);
  if (in_flight_->packets == 0) round_trip_ = now_ - in_flight_->asked_at;
  refused_ = false;
  if (!std::exchange(greeted_, true)) tell_authenticated();
  add_to_reply(text, true);
}

/// That the password is bad is also said when the challenge is: so only to a command that went out with a new one.
bool session::believed(refusal how) const noexcept {
  return how == refusal::challenge ? renewed_ == in_flight_->id : how != refusal::password || asked_afresh_;
}

/// A command whose challenge did not hold was not executed, so it may go out again: when all that was said to it has
/// come.
void session::refuse(refusal how, bytes text) noexcept {
  const bytes words = as_bytes(without_first_newlines(without_newline(as_text(text))));
  if (how == refusal::ban) return end(errc::banned, words);
  if (believed(how)) return end(how == refusal::challenge ? errc::bad_challenge : errc::login_refused, words);
  challenge_ = challenge::unknown;
  if (how == refusal::challenge) renewed_ = in_flight_->id;
  refused_ = true;
  in_flight_->is = command::state::queued;
  in_flight_ = nullptr;
  dropped_at_ = now_;
}

}  // namespace gamewire::inline v0::rcon::goldsource

namespace gamewire::inline v0 {

template class session_machine<rcon::goldsource::session, rcon::goldsource::client_options>;
template class rcon::datagram_client<rcon::goldsource::session, rcon::goldsource::client_options>;

}  // namespace gamewire::inline v0
