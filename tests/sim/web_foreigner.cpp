/// How strangers make and read frames, and what they want of those of their peers.
#include "web_foreigner.hpp"

#include <gamewire/text.hpp>

namespace gamewire::sim {
namespace {

constexpr nanoseconds patience = std::chrono::seconds(30);

}  // namespace

foreigner::foreigner(std::uint64_t seed, const web_setting& in, trace& log, post send)
    : dice_(seed), in_(in), log_(log), send_(std::move(send)) {
  if (in.rough && dice_.chance(800)) words_left_ = dice_.between(0, 4);
}

void foreigner::wake(time_point now) {
  now_ = now;
  if (now >= gives_up_at_) {
    if (due_code_ != any_code && out_.empty()) note("no Close " + std::to_string(due_code_));
    leave();
  }
  if (!over() && now >= next_act_) next_act_ = never, act();
  const std::size_t taken = over_ ? 0 : send_(out_);
  out_.erase(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(taken));
}

void foreigner::receive(bytes piece, time_point now) {
  now_ = now;
  if (over()) return;
  heard_.insert(heard_.end(), piece.begin(), piece.end());
  while (open_ ? read_frame() : shake_hands()) {
  }
}

void foreigner::say(std::string word) {
  if (parting_ || misbehaves()) return;
  if (in_.plain == framing::stream && dice_.chance(200)) word += '\n';  // that is the line's own
  std::string_view rest = word;
  for (opcode code = opcode::text;; code = opcode::continuation) {
    const bool last = dice_.chance(700);
    const auto most = static_cast<std::uint32_t>(rest.size());
    const std::string_view part = last ? rest : rest.substr(0, dice_.between(0, most));
    put(code, part, last);
    rest.remove_prefix(part.size());
    if (dice_.chance(100)) ping();
    if (dice_.chance(30)) put(opcode::pong, "nobody asked");
    if (last) return;
  }
}

std::string foreigner::take_head() {
  const std::string_view text = as_text(heard_);
  const std::size_t end = text.find("\r\n\r\n");
  if (end == text.npos) return {};
  std::string head(text.substr(0, end + 4));
  heard_.erase(heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(head.size()));
  return head;
}

void foreigner::put(std::string_view text) {
  const bytes raw = as_bytes(text);
  out_.insert(out_.end(), raw.begin(), raw.end());
}

void foreigner::put(opcode code, std::string_view payload, bool last) {
  put(as_text(websocket::frame_of(code, payload, masks() ? any_mask() : std::nullopt, last)));
}

void foreigner::give_up_later() { gives_up_at_ = std::min(gives_up_at_, now_ + patience); }

void foreigner::part(std::string_view reason) {
  if (!std::exchange(parting_, true)) put(opcode::close, reason);
  give_up_later();
}

std::optional<websocket::mask> foreigner::any_mask() {
  websocket::mask made;
  for (std::byte& one : made) one = static_cast<std::byte>(dice_.between(0, 255));
  return made;
}

void foreigner::ping() {
  const std::size_t size = dice_.between(0, 125);
  pings_.emplace_back(size, static_cast<char>('a' + dice_.between(0, 25)));
  put(opcode::ping, pings_.back());
}

bool foreigner::read_frame() {
  const auto header = websocket::decode_header(heard_);
  if (!header) return note("a frame that is none: " + header.error().message()), leave(), false;
  const std::size_t size = heard_.size() < 2 ? 2 : websocket::header_size(heard_);
  if (!*header || heard_.size() - size < (*header)->length) return false;
  if (parted_) note("a frame behind Close");
  const auto begin = heard_.begin() + static_cast<std::ptrdiff_t>(size);
  const auto end = begin + static_cast<std::ptrdiff_t>((*header)->length);
  test::buffer payload(begin, end);
  heard_.erase(heard_.begin(), end);
  if ((*header)->mask.has_value() == masks()) note("masked, or not, as the other side has it");
  if ((*header)->mask) {
    if (last_mask_ == *(*header)->mask) note("the same mask twice");
    last_mask_ = *(*header)->mask;
    websocket::apply_mask(payload, *last_mask_);
  }
  take(**header, std::string(as_text(payload)));
  return !over();
}

void foreigner::take(const websocket::frame_header& header, const std::string& payload) {
  switch (header.code) {
    case opcode::ping: return parting_ ? void() : put(opcode::pong, payload);
    case opcode::pong: return take_pong(payload);
    case opcode::close: return take_close(payload);
    default: break;
  }
  if ((header.code == opcode::continuation) != in_message_) note("fragments out of order");
  if (!in_message_) is_text_ = header.code == opcode::text;
  message_ += payload;
  in_message_ = !header.last;
  if (in_message_) return;
  const std::string whole = std::exchange(message_, {});
  if (is_text_ && !is_utf8(whole)) note("text that is not UTF-8");
  hear(whole);
}

/// The last of those that came at once is answered, and no other.
void foreigner::take_pong(const std::string& payload) {
  while (!pings_.empty() && pings_.front() != payload) pings_.pop_front();
  if (pings_.empty()) return note("a pong that nobody asked for");
  pings_.pop_front();
}

void foreigner::take_close(const std::string& payload) {
  if (payload.size() == 1) note("a Close of one byte");
  const auto code = payload.size() < 2 ? 0
                                       : static_cast<unsigned char>(payload[0]) << 8 |
                                             static_cast<unsigned char>(payload[1]);
  log_.line(now_, "a foreigner hears Close " + std::to_string(code));
  // Beside what it did: a word that is too long for the other side, or nothing for too long.
  const bool explained = code == 0 || code == 1000 || (in_.rough && (code == 1009 || code == 1011));
  if (!explained && !(parting_ && due_code_ == any_code) && code != due_code_)
    note("a Close " + std::to_string(code) + " in place of " + std::to_string(due_code_));
  parted_ = true;
  if (dice_.chance(800)) part(payload);
  leave();
}

}  // namespace gamewire::sim
