#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

#include <gamewire/rcon/goldsource_responder.hpp>
#include <gamewire/same_secret.hpp>
#include <gamewire/secret.hpp>
#include <gamewire/session_hub_impl.hpp>

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

/// What waits to be sent stands in `unsent_`, each datagram behind its `parcel`.
class responder_session {
 public:
  explicit responder_session(const responder_options& options) noexcept : options_(options) {}

  [[nodiscard]] bool allocate() noexcept;
  void receive(const endpoint& peer, bytes datagram, time_point now) noexcept;
  [[nodiscard]] std::optional<responder::event> poll_event() noexcept;

  [[nodiscard]] bool empty() const noexcept { return unsent_.empty(); }
  [[nodiscard]] std::size_t fill(std::span<transmit> out) const noexcept;
  void sent(std::size_t count) noexcept {
    for (; count != 0 && !empty(); --count) drop_front();
  }
  void drop_front() noexcept;

  std::error_code answer(bytes text) noexcept;
  [[nodiscard]] bool has_secret() const noexcept { return options_.secret != siphash_key{}; }

 private:
  struct parcel {
    endpoint to;
    std::size_t size;
  };

  [[nodiscard]] std::uint32_t challenge_of(const endpoint& peer) const noexcept;
  [[nodiscard]] parcel parcel_at(std::size_t place) const noexcept;
  bool send(const endpoint& to, std::string_view head, bytes text, std::string_view tail) noexcept;
  bool print(const endpoint& to, bytes text) noexcept;
  void give_challenge(const endpoint& peer) noexcept;
  void take_command(const endpoint& peer, std::string_view request, time_point now) noexcept;
  void refuse(const endpoint& peer, time_point now) noexcept;

  responder_options options_;
  secret password_;
  byte_buffer unsent_;
  std::size_t gone_ = 0;  // of it
  byte_buffer order_;     // the text of the command
  endpoint asker_;        // whose command is to be answered; none: nobody's
  std::optional<responder::refused> failure_;
  bool untold_ = false;  // the command
};

bool responder_session::allocate() noexcept {
  const bytes word = as_bytes(std::exchange(options_.password, {}));
  if (!password_.allocate(word.size())) return false;
  std::ranges::copy(word, password_.data().begin());
  return true;
}

/// The same from all ports of an address: what NAT makes of those is its own affair.
std::uint32_t responder_session::challenge_of(const endpoint& peer) const noexcept {
  std::array<std::byte, 21> asked;
  byte_writer writer(asked);
  writer.raw(std::as_bytes(std::span(peer.address())));
  writer.u32(peer.scope());
  writer.u8(static_cast<std::uint8_t>(peer.family()));
  return static_cast<std::uint32_t>(siphash(options_.secret, writer.written()));
}

responder_session::parcel responder_session::parcel_at(std::size_t place) const noexcept {
  parcel found{};
  std::memcpy(&found, unsent_.view().data() + place, sizeof found);
  return found;
}

bool responder_session::send(const endpoint& to, std::string_view head, bytes text,
                             std::string_view tail) noexcept {
  const parcel one{to, head.size() + text.size() + tail.size()};
  const std::size_t before = unsent_.size();
  const std::size_t waits = before - gone_;
  if (one.size + sizeof one > options_.max_unsent - std::min(waits, options_.max_unsent)) return false;
  const bool whole = unsent_.append(std::as_bytes(std::span(&one, 1))) && unsent_.append(as_bytes(head)) &&
                     unsent_.append(text) && unsent_.append(as_bytes(tail));
  return whole || !unsent_.resize(before);  // shrinking needs no memory
}

bool responder_session::print(const endpoint& to, bytes text) noexcept {
  const std::size_t most = options_.max_datagram - print_head.size() - print_tail.size();
  bool sent = true;
  do {
    const bytes piece = text.first(std::min(most, text.size()));
    sent = send(to, print_head, piece, print_tail);
    text = text.subspan(piece.size());
  } while (sent && !text.empty());
  return sent;
}

void responder_session::give_challenge(const endpoint& peer) noexcept {
  std::array<char, 10> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), challenge_of(peer)).ptr;
  const std::string_view number(digits.data(), static_cast<std::size_t>(end - digits.data()));
  send(peer,
       "\xff\xff\xff\xff"
       "challenge rcon "sv,
       as_bytes(number), "\n\0"sv);
}

void responder_session::receive(const endpoint& peer, bytes datagram, time_point now) noexcept {
  asker_ = {};
  if (datagram.size() > header.size() + longest_request) return;
  const std::string_view request = request_in(datagram);
  if (request == challenge_request) return give_challenge(peer);
  if (is_command(request)) take_command(peer, request, now);
}

/// A wrong challenge is answered by nothing longer than what came: the sender may not be who it says.
void responder_session::take_command(const endpoint& peer, std::string_view request,
                                     time_point now) noexcept {
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
  if (options_.bans != nullptr && options_.bans->banned(peer, now))
    return void(print(peer, as_bytes("You have been banned from this server.\n")));
  if (password_.view().empty()) return void(print(peer, as_bytes("No password set for this server.\n")));
  if (!same_secret(as_bytes(take_word(request)), password_.view())) return refuse(peer, now);
  if (options_.bans != nullptr) options_.bans->forgive(peer);
  request.remove_prefix(std::min(request.find_first_not_of(" \t"), request.size()));
  if (request.empty()) return void(print(peer, as_bytes("Empty rcon\n")));
  order_.clear();
  untold_ = order_.append(as_bytes(request));
  asker_ = peer;
}

void responder_session::refuse(const endpoint& peer, time_point now) noexcept {
  failure_ = {peer, options_.bans != nullptr ? options_.bans->count_failure(peer, now) : 1};
  print(peer, as_bytes("Bad rcon_password.\n"));
}

std::optional<responder::event> responder_session::poll_event() noexcept {
  if (failure_) return *std::exchange(failure_, std::nullopt);
  if (!std::exchange(untold_, false)) return std::nullopt;
  return responder::command{asker_, as_text(order_.view())};
}

std::size_t responder_session::fill(std::span<transmit> out) const noexcept {
  std::size_t count = 0;
  for (std::size_t at = gone_; count < out.size() && at < unsent_.size(); ++count) {
    const auto one = parcel_at(at);
    out[count] = {one.to, unsent_.view().subspan(at + sizeof one, one.size)};
    at += sizeof one + one.size;
  }
  return count;
}

void responder_session::drop_front() noexcept {
  gone_ += sizeof(parcel) + parcel_at(gone_).size;
  if (gone_ == unsent_.size()) {
    unsent_.release();
    gone_ = 0;
  } else if (gone_ > unsent_.size() / 2) {
    unsent_.drop_front(std::exchange(gone_, 0));
  }
}

std::error_code responder_session::answer(bytes text) noexcept {
  if (asker_ == endpoint{} || untold_) return gamewire::errc::unknown_request;
  return print(asker_, text) ? std::error_code{} : gamewire::errc::no_room;
}

bool responder::concerns(bytes datagram) noexcept {
  const std::string_view request = request_in(datagram);
  return request == challenge_request || is_command(request);
}

std::error_code responder::answer(bytes text) noexcept {
  return session_ ? session_->answer(text) : make_error_code(gamewire::errc::closed);
}

std::optional<responder::event> responder::poll_event() noexcept { return poll<event>(); }

bool responder::has_secret() const noexcept { return !session_ || session_->has_secret(); }

}  // namespace gamewire::inline v0::rcon::goldsource

namespace gamewire::inline v0 {

template class session_hub<rcon::goldsource::responder_session, rcon::goldsource::responder_options>;

}  // namespace gamewire::inline v0
