#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <new>
#include <utility>

#include <gamewire/rcon/goldsource_responder.hpp>
#include <gamewire/same_secret.hpp>
#include <gamewire/secret.hpp>

namespace gamewire::inline v0::rcon::goldsource {
namespace {

using namespace std::string_view_literals;

constexpr auto header = "\xff\xff\xff\xff"sv;
constexpr auto challenge_request = "challenge rcon"sv;
constexpr auto command_request = "rcon"sv;
constexpr std::size_t longest_request = 511;  // behind the header
constexpr auto print_head = "\xff\xff\xff\xffl"sv;
constexpr auto print_tail = "\0\0"sv;

/// What is behind the header, up to its end. Nothing if there is no header.
std::string_view request_in(bytes datagram) noexcept {
  const std::string_view all = as_text(datagram);
  if (!all.starts_with(header)) return {};
  const std::string_view request = all.substr(header.size());
  return request.substr(0, request.find_first_of("\n\0"sv));
}

bool is_command(std::string_view request) noexcept {
  return request.starts_with(command_request) &&
         (request.size() == command_request.size() || request[command_request.size()] == ' ');
}

/// Takes the next word off the text, as the engine reads them: in quotes, or up to a blank.
std::string_view take_word(std::string_view& text) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  const bool quoted = text.starts_with('"');
  if (quoted) text.remove_prefix(1);
  const std::size_t end = std::min(text.find_first_of(quoted ? "\"" : " \t"), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

}  // namespace

std::error_code responder_options::validate() const noexcept {
  const bool limits = max_datagram >= 64 && max_datagram <= 65507 && max_unsent >= max_datagram &&
                      closing_timeout >= nanoseconds::zero();
  const bool word =
      password.find_first_of("\"\n\r\0"sv) == password.npos && password.size() < longest_request;
  return limits && word ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

/// What waits to be sent stands in `unsent`, each datagram behind its `parcel`.
struct responder::state {
  struct parcel {
    endpoint to;
    std::size_t size;
  };

  explicit state(const responder_options& chosen) noexcept : options(chosen) { options.password = {}; }

  [[nodiscard]] std::uint32_t challenge_of(const endpoint& peer) const noexcept;
  [[nodiscard]] parcel parcel_at(std::size_t place) const noexcept;
  bool send(const endpoint& to, std::string_view head, bytes text, std::string_view tail) noexcept;
  bool print(const endpoint& to, bytes text) noexcept;
  void give_challenge(const endpoint& peer) noexcept;
  void take_command(const endpoint& peer, std::string_view request) noexcept;
  void refuse(const endpoint& peer) noexcept;
  void drop_first() noexcept;

  responder_options options;
  secret password;
  byte_buffer unsent;
  std::size_t gone = 0;  // of it
  byte_buffer order;     // the text of the command
  endpoint asker;        // whose command is to be answered; none: nobody's
  std::optional<refused> failure;
  time_point now{};
  time_point closing_deadline = never;
  bool untold = false;  // the command
  bool closing = false;
};

/// The same from all ports of an address: what NAT makes of those is its own affair.
std::uint32_t responder::state::challenge_of(const endpoint& peer) const noexcept {
  std::array<std::byte, 21> asked;
  byte_writer writer(asked);
  writer.raw(std::as_bytes(std::span(peer.address())));
  writer.u32(peer.scope());
  writer.u8(static_cast<std::uint8_t>(peer.family()));
  return static_cast<std::uint32_t>(siphash(options.secret, writer.written()));
}

responder::state::parcel responder::state::parcel_at(std::size_t place) const noexcept {
  parcel found{};
  std::memcpy(&found, unsent.view().data() + place, sizeof found);
  return found;
}

bool responder::state::send(const endpoint& to, std::string_view head, bytes text,
                            std::string_view tail) noexcept {
  const parcel one{to, head.size() + text.size() + tail.size()};
  const std::size_t before = unsent.size();
  if (one.size + sizeof one > options.max_unsent - std::min(before, options.max_unsent)) return false;
  const bool whole = unsent.append(std::as_bytes(std::span(&one, 1))) && unsent.append(as_bytes(head)) &&
                     unsent.append(text) && unsent.append(as_bytes(tail));
  return whole || !unsent.resize(before);  // shrinking needs no memory
}

bool responder::state::print(const endpoint& to, bytes text) noexcept {
  const std::size_t most = options.max_datagram - print_head.size() - print_tail.size();
  bool sent = true;
  do {
    const bytes piece = text.first(std::min(most, text.size()));
    sent = send(to, print_head, piece, print_tail);
    text = text.subspan(piece.size());
  } while (sent && !text.empty());
  return sent;
}

void responder::state::give_challenge(const endpoint& peer) noexcept {
  std::array<char, 10> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), challenge_of(peer)).ptr;
  const std::string_view number(digits.data(), static_cast<std::size_t>(end - digits.data()));
  send(peer,
       "\xff\xff\xff\xff"
       "challenge rcon "sv,
       as_bytes(number), "\n\0"sv);
}

/// A wrong challenge is answered by nothing longer than what came: the sender may not be who it says.
void responder::state::take_command(const endpoint& peer, std::string_view request) noexcept {
  const std::size_t size = header.size() + request.size();
  request.remove_prefix(command_request.size());
  const std::string_view word = take_word(request);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc{} || end != word.data() + word.size() || number != challenge_of(peer)) {
    constexpr auto sorry = "Bad challenge.\n"sv;
    if (size >= print_head.size() + sorry.size() + print_tail.size()) print(peer, as_bytes(sorry));
    return;
  }
  if (options.bans != nullptr && options.bans->banned(peer, now))
    return void(print(peer, as_bytes("You have been banned from this server.\n")));
  if (password.view().empty()) return void(print(peer, as_bytes("No password set for this server.\n")));
  if (!same_secret(as_bytes(take_word(request)), password.view())) return refuse(peer);
  if (options.bans != nullptr) options.bans->forgive(peer);
  request.remove_prefix(std::min(request.find_first_not_of(" \t"), request.size()));
  if (request.empty()) return void(print(peer, as_bytes("Empty rcon\n")));
  order.clear();
  untold = order.append(as_bytes(request));
  asker = peer;
}

void responder::state::refuse(const endpoint& peer) noexcept {
  failure = refused{peer, options.bans != nullptr ? options.bans->count_failure(peer, now) : 1};
  print(peer, as_bytes("Bad rcon_password.\n"));
}

void responder::state::drop_first() noexcept {
  if (gone == unsent.size()) return;
  gone += sizeof(parcel) + parcel_at(gone).size;
  if (gone == unsent.size()) {
    unsent.release();
    gone = 0;
  } else if (gone > unsent.size() / 2) {
    unsent.drop_front(std::exchange(gone, 0));
  }
}

bool responder::concerns(bytes datagram) noexcept {
  const std::string_view request = request_in(datagram);
  return request == challenge_request || is_command(request);
}

responder::responder(const options& chosen) noexcept {
  stillborn_ = chosen.validate();
  if (stillborn_) return;
  state_.reset(new (std::nothrow) state(chosen));
  if (state_ && state_->password.allocate(chosen.password.size())) {
    std::ranges::copy(as_bytes(chosen.password), state_->password.data().begin());
    return;
  }
  state_.reset();
  stillborn_ = make_error_code(gamewire::errc::no_memory);
}
responder::responder(responder&&) noexcept = default;
responder& responder::operator=(responder&&) noexcept = default;
responder::~responder() = default;

bool responder::has_secret() const noexcept { return !state_ || state_->options.secret != siphash_key{}; }

void responder::receive(endpoint peer, bytes datagram, time_point now) noexcept {
  if (!state_) return;
  state_->now = std::max(state_->now, now);
  state_->asker = {};
  if (state_->closing || datagram.size() > header.size() + longest_request) return;
  const std::string_view request = request_in(datagram);
  if (request == challenge_request) return state_->give_challenge(peer);
  if (is_command(request)) state_->take_command(peer, request);
}

std::error_code responder::answer(bytes text) noexcept {
  if (!state_) return gamewire::errc::closed;
  if (state_->asker == endpoint{} || state_->untold) return gamewire::errc::unknown_request;
  return state_->print(state_->asker, text) ? std::error_code{} : gamewire::errc::no_room;
}

std::size_t responder::poll_transmit(std::span<transmit> out, time_point now) noexcept {
  if (!state_) return 0;
  state_->now = std::max(state_->now, now);
  std::size_t count = 0;
  for (std::size_t at = state_->gone; count < out.size() && at < state_->unsent.size(); ++count) {
    const auto one = state_->parcel_at(at);
    out[count] = {one.to, state_->unsent.view().subspan(at + sizeof one, one.size)};
    at += sizeof one + one.size;
  }
  return count;
}

/// The spans of the batch live until here.
void responder::transmitted(std::size_t count, time_point) noexcept {
  for (; state_ && count != 0; --count) state_->drop_first();
}

void responder::transmit_failed(std::error_code, time_point) noexcept {
  if (state_) state_->drop_first();
}

void responder::on_timeout(time_point now) noexcept {
  if (!state_) return;
  state_->now = std::max(state_->now, now);
  if (state_->now < state_->closing_deadline) return;
  state_->unsent.release();
  state_->gone = 0;
}

std::optional<responder::event> responder::poll_event() noexcept {
  if (stillborn_) return closed{std::exchange(stillborn_, {}), {}};
  if (!state_) return std::nullopt;
  if (state_->failure) return *std::exchange(state_->failure, std::nullopt);
  if (std::exchange(state_->untold, false)) return command{state_->asker, as_text(state_->order.view())};
  if (!state_->closing || !state_->unsent.empty()) return std::nullopt;
  state_.reset();
  return closed{};
}

void responder::close(time_point now) noexcept {
  if (!state_ || state_->closing) return;
  state_->now = std::max(state_->now, now);
  state_->closing = true;
  state_->closing_deadline = later(state_->now, state_->options.closing_timeout);
}

time_point responder::deadline() const noexcept {
  return state_ && !state_->unsent.empty() ? state_->closing_deadline : never;
}

}  // namespace gamewire::inline v0::rcon::goldsource
