#include <algorithm>
#include <array>
#include <bitset>
#include <new>
#include <utility>

#include <gamewire/rcon/battleye.hpp>
#include <gamewire/rcon/battleye_packet.hpp>
#include <gamewire/rcon/datagram_client_impl.hpp>
#include <gamewire/rcon/datagram_session.hpp>
#include <gamewire/rcon/sequence_window.hpp>

namespace gamewire::inline v0::rcon::battleye {
namespace {

constexpr auto longest_silence = std::chrono::seconds(45);
constexpr std::size_t longest_password = 1024;

}  // namespace

std::error_code client_options::validate() const noexcept {
  const bool times = login_timeout > nanoseconds::zero() && timeout > nanoseconds::zero() &&
                     deadline > nanoseconds::zero() && keep_alive >= nanoseconds::zero() &&
                     keep_alive <= longest_silence;
  const bool limits = max_reply != 0 && max_commands != 0;
  const bool word = password.size() <= longest_password && password.find('\0') == password.npos;
  return times && limits && word ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

class session : public datagram_session {
 public:
  explicit session(const client_options& chosen) noexcept
      : datagram_session(chosen.password,
                         {chosen.deadline, chosen.max_reply, chosen.max_commands, chosen.seed},
                         chosen.validate()),
        options_(chosen) {
    options_.password = {};
  }

  accepted execute(std::string_view text, bool unanswered) noexcept;
  void receive(bytes datagram, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;

 private:
  /// What an answer is waited for. A command that was given up makes way for the next.
  enum class asked : std::uint8_t { nothing, login, command, keep_alive };
  enum class message : std::uint8_t { none, acknowledgement, question };

  void receive_login(bytes payload) noexcept;
  void receive_answer(bytes payload) noexcept;
  void receive_message(bytes payload) noexcept;
  void add_part(const answer& part) noexcept;
  void gather_parts() noexcept;

  void choose() noexcept;
  void ask(asked what) noexcept;
  void answered() noexcept;
  [[nodiscard]] bool given_up() const noexcept {
    return asked_ == asked::command && current_ != in_flight_id();
  }
  [[nodiscard]] request_id in_flight_id() const noexcept;
  /// Has the question been sent, once at least?
  [[nodiscard]] bool went_out() const noexcept { return attempt_ != 0 || !due_; }
  void compose() noexcept;
  void compose(type what, bytes payload) noexcept;
  [[nodiscard]] time_point keep_alive_at() const noexcept;

  client_options options_;
  std::unique_ptr<byte_buffer[]> parts_;  // of the reply, while they come
  std::size_t parts_size_ = 0;            // bytes
  std::bitset<256> have_;
  std::uint8_t parts_count_ = 0;

  sequence_window seen_;
  std::bitset<256> owed_;  // acknowledgements
  std::uint8_t acknowledged_ = 0;

  time_point sent_at_ = never;  // the last question
  time_point attempt_deadline_ = never;
  request_id current_{};
  unsigned attempt_ = 0;
  std::uint8_t number_ = 0;  // of the last command
  std::uint8_t next_number_ = 0;
  asked asked_ = asked::nothing;
  message message_ = message::none;
  bool due_ = false;  // the question is to go out
  bool logged_in_ = false;
};

accepted session::execute(std::string_view text, bool unanswered) noexcept {
  const bool sendable =
      !text.empty() && text.size() <= client_options::max_command() && text.find('\0') == text.npos;
  if (alive() && !closing() && !sendable)
    return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  return open(text, unanswered);
}

// Time.

void session::on_timeout(time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  if (in_flight_ != nullptr && now_ >= in_flight_->deadline) gather_parts();
  expire();
  if (given_up()) answered();
  if (now_ < attempt_deadline_) return;
  attempt_deadline_ = never;
  if (attempt_++ < (asked_ == asked::login ? options_.login_retries : options_.retries)) {
    due_ = true;
    return;
  }
  if (asked_ == asked::login) return end(errc::timeout, as_bytes("no answer to the login; RCon may be off"));
  if (asked_ == asked::keep_alive) return end(errc::timeout, as_bytes("no answer to a keep-alive"));
  command& one = *in_flight_;
  gather_parts();
  if (in_flight_ == &one) give_up(one, errc::timeout);
  answered();
}

time_point session::deadline() const noexcept {
  if (!alive()) return never;
  return std::min({first_deadline(), attempt_deadline_, keep_alive_at()});
}

time_point session::keep_alive_at() const noexcept {
  const bool idles = logged_in_ && asked_ == asked::nothing && idle() && !closing();
  return idles && options_.keep_alive != nanoseconds::zero() ? later(sent_at_, options_.keep_alive) : never;
}

// What goes out.

request_id session::in_flight_id() const noexcept {
  return in_flight_ != nullptr ? in_flight_->id : request_id::none;
}

/// What to ask next, when nothing is asked.
void session::choose() noexcept {
  if (given_up()) answered();
  if (asked_ != asked::nothing) return;
  if (!logged_in_) return ask(asked::login);
  if (command* const one = next_to_send()) {
    in_flight_ = one;
    current_ = one->id;
    one->is = command::state::sending;
    one->asked_at = now_;
    return ask(asked::command);
  }
  if (now_ >= keep_alive_at()) ask(asked::keep_alive);
}

void session::ask(asked what) noexcept {
  asked_ = what;
  attempt_ = 0;
  due_ = true;
  if (what != asked::login) number_ = next_number_++;
}

void session::answered() noexcept {
  asked_ = asked::nothing;
  if (message_ == message::question) message_ = message::none;  // it need not go out any more
  attempt_deadline_ = never;
  due_ = false;
  parts_.reset();
  parts_size_ = 0;
  parts_count_ = 0;
  have_.reset();
}

bytes session::poll_transmit(time_point now) noexcept {
  advance(now);
  if (!alive()) return {};
  start_deadlines();
  choose();
  compose();
  return datagram();
}

/// Anew each time: what was offered may have been cancelled since.
void session::compose() noexcept {
  message_ = message::none;
  forget_datagram();
  if (owed_.any()) {
    while (!owed_.test(acknowledged_)) ++acknowledged_;
    message_ = message::acknowledgement;
    return compose(type::message, std::as_bytes(std::span(&acknowledged_, 1)));
  }
  if (!due_) return;
  message_ = message::question;
  if (asked_ == asked::login) {
    compose(type::login, password_.view());
    // The sum as well: whoever knows it can try passwords at home.
    hide(2, 4);
    return hide(packet_overhead, password_.view().size());
  }
  std::array<std::byte, client_options::max_command() + 1> room;
  byte_writer writer(room);
  writer.u8(number_);
  if (asked_ == asked::command) writer.raw(in_flight_->text.view());
  compose(type::command, writer.written());
}

void session::compose(type what, bytes payload) noexcept {
  std::array<std::byte, max_datagram> room;
  const auto whole = encode({static_cast<std::uint8_t>(what), payload}, room);
  set_datagram(whole.value_or(bytes{}));
  wipe(room);
}

void session::transmitted(std::size_t size, time_point now) noexcept {
  if (size == 0) return;
  advance(now);
  forget_datagram();
  const message went = std::exchange(message_, message::none);
  if (went == message::acknowledgement) owed_.reset(acknowledged_);
  if (went != message::question) return;
  due_ = false;
  sent_at_ = now_;
  attempt_deadline_ =
      end_of_attempt(asked_ == asked::login ? options_.login_timeout : options_.timeout, attempt_);
  if (in_flight_ == nullptr) return;
  in_flight_->is = command::state::awaiting;
  in_flight_->asked_at = now_;
  if (in_flight_->unanswered) finish(*in_flight_, command::state::sent);
}

// What comes.

void session::receive(bytes datagram, time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  const auto in = decode(datagram);
  if (!in || in->payload.empty()) return;
  switch (type{in->type}) {
    case type::login: return receive_login(in->payload);
    case type::command: return receive_answer(in->payload);
    case type::message: return receive_message(in->payload);
  }
}

void session::receive_login(bytes payload) noexcept {
  if (asked_ != asked::login || !went_out()) return;
  if (payload.front() != std::byte{1}) return end(errc::login_refused);
  logged_in_ = true;
  tell_authenticated();
  answered();
}

void session::receive_answer(bytes payload) noexcept {
  if (std::to_integer<std::uint8_t>(payload.front()) != number_ || !went_out()) return;
  if (asked_ == asked::keep_alive) return answered();
  if (asked_ != asked::command || given_up()) return;
  const answer part = decode_answer(payload.subspan(1));
  if (part.count != 1) return add_part(part);
  command& one = *in_flight_;
  add_to_reply(part.text, false);
  if (in_flight_ == &one) finish(one, command::state::replied);
  answered();
}

void session::add_part(const answer& part) noexcept {
  if (parts_ == nullptr) {
    parts_.reset(new (std::nothrow) byte_buffer[part.count]);
    parts_count_ = part.count;
  }
  if (part.count != parts_count_ || have_.test(part.index)) return;
  const bool fits = part.text.size() <= options_.max_reply - parts_size_;
  if (parts_ == nullptr || !fits || !parts_[part.index].append(part.text)) {
    finish(*in_flight_, command::state::failed,
           fits ? make_error_code(gamewire::errc::no_memory) : make_error_code(errc::too_large));
    return answered();
  }
  have_.set(part.index);
  parts_size_ += part.text.size();
  attempt_deadline_ = end_of_attempt(options_.timeout, attempt_);
  if (have_.count() != parts_count_) return;
  command& one = *in_flight_;
  gather_parts();
  if (in_flight_ == &one) finish(one, command::state::replied);
  answered();
}

/// Makes a reply of the parts that are there. It ends the command when there is no memory for it.
void session::gather_parts() noexcept {
  const command* const one = in_flight_;
  for (std::size_t i = 0; i < parts_count_ && in_flight_ == one; ++i)
    if (have_.test(i)) add_to_reply(parts_[i].view(), false);
}

void session::receive_end(std::error_code why, time_point now) noexcept {
  if (asked_ == asked::command && !given_up()) gather_parts();
  datagram_session::receive_end(why, now);
}

/// One that cannot be told now is not acknowledged: it comes again.
void session::receive_message(bytes payload) noexcept {
  if (!logged_in_ || !told()) return;
  const auto number = std::to_integer<std::uint8_t>(payload.front());
  owed_.set(number);
  if (!seen_.first(number)) return;
  tell({.type = static_cast<std::int32_t>(type::message), .packet_id = number, .body = payload.subspan(1)});
}

}  // namespace gamewire::inline v0::rcon::battleye

namespace gamewire::inline v0 {

template class session_machine<rcon::battleye::session, rcon::battleye::client_options>;
template class rcon::datagram_client<rcon::battleye::session, rcon::battleye::client_options>;

}  // namespace gamewire::inline v0
