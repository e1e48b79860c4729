#include "battleye_host.hpp"

#include <algorithm>

#include <gamewire/rcon/battleye_packet.hpp>

#include "support/hex.hpp"
#include "support/rcon_server.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;
namespace wire = rcon::battleye;

constexpr auto longest_silence = 45s;
constexpr auto repeats_after = 1s;
constexpr int most_repeats = 5;
constexpr std::size_t most_untold = 64;

}  // namespace

battleye_oddities make_battleye_oddities(dice& dice) {
  const auto rarely = [&dice] { return dice.chance(80); };
  battleye_oddities made;
  made.is_off = rarely() && dice.chance(400);
  made.lies_about_counts = rarely();
  made.speaks_before_login = rarely();
  made.shuffles = dice.chance(300);
  made.silent = rarely() ? 500 : 0;
  made.loses_a_part = rarely() ? dice.between(1, 300) : 0;
  made.repeats = rarely() ? 500 : 0;
  made.echoes = rarely() ? 300 : 0;
  made.wrong_number = rarely() ? 300 : 0;
  made.stray = rarely() ? 500 : 0;
  made.insists = rarely() ? 500 : 0;
  made.late_ms = rarely() ? dice.between(1, 9000) : 0;
  return made;
}

menu battleye_host::what_there_is() {
  return {"is off",
          "refuses the password",
          "a login comes again",
          "a command comes again",
          "a command that it does not know who gave",
          "loses patience with silence",
          "loses patience without acknowledgements",
          "repeats a message",
          "message numbers begin again",
          "restarts",
          "bans",
          "lies about the count",
          "speaks before the login",
          "answers in parts",
          "shuffles parts",
          "loses a part",
          "executes in silence",
          "repeats itself",
          "answers the one before again",
          "answers with another number",
          "says what is no packet",
          "says what has no known type",
          "repeats what was acknowledged",
          "is late"};
}

battleye_host::battleye_host(std::uint64_t seed, std::string_view password, const battleye_oddities& is,
                             post send)
    : dice_(seed),
      password_(password),
      is_(is),
      send_(std::move(send)),
      part_size_(dice_.between(300, 1300)) {}

void battleye_host::receive(bytes datagram, time_point now) {
  const auto in = wire::decode(datagram);
  if (is_.is_off) did("is off");
  if (!in || is_deaf_ || is_.is_off) return;
  const std::string payload(as_text(in->payload));
  if (in->type == 0) return log_in(payload, now);
  if (payload.empty()) return;
  if (!is_in_) return did("a command that it does not know who gave");
  heard_at_ = now;
  const auto number = static_cast<std::uint8_t>(payload.front());
  if (in->type == 1) return take_command(number, payload.substr(1));
  if (in->type == 2) return take_acknowledgement(number);
}

/// Who is in already, and has not heard it, is told so again, and nothing else changes.
void battleye_host::log_in(std::string_view word, time_point now) {
  if (is_.speaks_before_login) {
    did("speaks before the login");
    send(2, std::string(1, '\0') + "too early 0");
    send(1, std::string(1, '\0') + "an answer to nothing");
  }
  const bool right = word == password_;
  if (!right) did("refuses the password");
  if (right && is_in_) did("a login comes again");
  if (right) heard_at_ = now;
  is_in_ |= right;
  send(0, std::string(1, right ? '\1' : '\0'));
}

/// One that comes again is not executed again.
void battleye_host::take_command(std::uint8_t number, const std::string& command) {
  answered& before = answered_[number];
  const bool known = before.is_set && before.command == command;
  if (known) did("a command comes again");
  if (!known && !command.empty()) ++executed_[command];
  before = {command, true};
  if (dice_.chance(is_.silent)) return did("executes in silence");
  if (dice_.chance(is_.stray)) {
    did("says what is no packet");
    send_(as_bytes("BE is not all that begins so"), {});
    did("says what has no known type");
    send(dice_.between(3, 255), "x");
  }
  if (dice_.chance(is_.echoes) && !last_.empty())
    did("answers the one before again"), answer(last_number_, last_);
  if (dice_.chance(is_.wrong_number))
    did("answers with another number"),
        answer(static_cast<std::uint8_t>(number + dice_.between(1, 255)), "hi 0");
  answer(number, command);
  last_ = command;
  last_number_ = number;
}

std::vector<std::string> battleye_host::parts_of(const std::string& command) const {
  const std::string text = command.empty() ? "" : test::rcon_reply_to(command);
  std::vector<std::string> parts;
  for (std::size_t at = 0; at == 0 || at < text.size(); at += part_size_)
    parts.push_back(text.substr(at, part_size_));
  return parts;
}

void battleye_host::answer(std::uint8_t number, const std::string& command) {
  std::vector<std::string> parts = parts_of(command);
  const std::string head(1, static_cast<char>(number));
  if (parts.size() == 1) return send(1, head + parts.front());
  did("answers in parts");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::size_t count = parts.size();
    if (is_.lies_about_counts && dice_.chance(300))
      did("lies about the count"), count = dice_.between(0, 255);
    parts[i] = head + '\0' + static_cast<char>(count) + static_cast<char>(i) + parts[i];
  }
  if (is_.shuffles) did("shuffles parts"), std::ranges::reverse(parts);
  for (const std::string& part : parts) {
    if (dice_.chance(is_.loses_a_part))
      did("loses a part");
    else
      send(1, part);
  }
}

void battleye_host::announce(time_point now) {
  if (!is_in_ || untold_.size() == most_untold) return;
  untold_.push_back({++announced_, next_message_++, 0, now + repeats_after});
  if (next_message_ == 0) did("message numbers begin again");
  tell(untold_.back());
}

void battleye_host::tell(const announcement& one) {
  send(2, static_cast<char>(one.number) + ("somebody joins " + std::to_string(one.place)));
}

void battleye_host::take_acknowledgement(std::uint8_t number) {
  const auto one = std::ranges::find(untold_, number, &announcement::number);
  if (one == untold_.end()) return;
  acknowledged_.push_back(one->place);
  if (dice_.chance(is_.insists)) did("repeats what was acknowledged"), tell(*one);
  untold_.erase(one);
}

time_point battleye_host::next() const {
  if (!is_in_) return never;
  time_point first = heard_at_ + longest_silence;
  for (const announcement& one : untold_) first = std::min(first, one.again_at);
  return first;
}

void battleye_host::wake(time_point now) {
  if (!is_in_) return;
  if (now >= heard_at_ + longest_silence) return did("loses patience with silence"), log_out();
  for (announcement& one : untold_) {
    if (now < one.again_at) continue;
    if (++one.repeats == most_repeats) return did("loses patience without acknowledgements"), log_out();
    did("repeats a message");
    one.again_at = now + repeats_after;
    tell(one);
  }
}

void battleye_host::log_out() {
  is_in_ = false;
  untold_.clear();
  answered_ = {};
  next_message_ = 0;
}

void battleye_host::restart() {
  did("restarts");
  log_out();
}

void battleye_host::ban() {
  did("bans");
  log_out();
  is_deaf_ = true;
}

void battleye_host::send(unsigned type, const std::string& payload, nanoseconds after) {
  test::buffer room(payload.size() + wire::packet_overhead);
  const auto whole = wire::encode({static_cast<std::uint8_t>(type), as_bytes(payload)}, room);
  if (is_.late_ms != 0) did("is late"), after += dice_.milliseconds(0, is_.late_ms);
  send_(*whole, after);
  while (dice_.chance(is_.repeats)) did("repeats itself"), send_(*whole, dice_.milliseconds(0, 500));
}

}  // namespace gamewire::sim
