/// What strangers do that they may not, or that nobody likes.
#include <array>

#include "web_foreigner.hpp"

namespace gamewire::sim {

/// Frames as a server's, of lengths that take one byte.
struct breach_of_rules {
  std::string_view name;
  std::string_view frames;
  std::uint16_t code;  // that the other side closes with
};

namespace {

// What a stranger may do, once, and then it says no more: what the rules allow, or what cannot be told by bytes alone …
constexpr std::string_view goes = "goes without Close";
constexpr std::string_view says_close = "Close with a code";
constexpr std::string_view says_close_twice = "Close twice";
constexpr std::string_view speaks_on = "speaks behind Close";
constexpr std::string_view too_long = "too long a message";
constexpr std::string_view masks_wrongly = "masked, or not, against the rules";
constexpr std::string_view empty_fragments = "empty fragments without end";
constexpr std::string_view ping_flood = "a flood of Pings";
constexpr std::string_view long_control = "a Ping that is too long";
constexpr std::string_view long_length = "a length that could be shorter";
constexpr std::string_view ping_in_pieces = "a Ping in two fragments";
constexpr std::string_view close_in_message = "Close inside a message";
constexpr std::string_view is_silent = "silence";
constexpr std::array oddities{goes,           says_close,       says_close_twice, speaks_on,    too_long,
                              masks_wrongly,  empty_fragments,  ping_flood,       long_control, long_length,
                              ping_in_pieces, close_in_message, is_silent};

// … and what can.
constexpr std::array breaches{
    breach_of_rules{"a reserved bit", "\xc1\x02ok", 1002},
    breach_of_rules{"an unknown opcode", "\x83\x02ok", 1002},
    breach_of_rules{"an unknown control opcode", "\x8b\x02ok", 1002},
    breach_of_rules{"a fragment of nothing", "\x80\x02ok", 1002},
    breach_of_rules{"half a Ping", "\x09\x02ok", 1002},
    breach_of_rules{"a message inside another", "\x01\x01o\x81\x01k", 1002},
    breach_of_rules{"text that is not UTF-8", "\x81\x02\xc3(", 1007},
    breach_of_rules{"text that is not UTF-8, across fragments", "\x01\x01\xc3\x80\x01(", 1007},
    breach_of_rules{"text that is not UTF-8, around a Ping",
                    std::string_view("\x01\x01\xed\x89\x00\x80\x02\xa0\x80", 9), 1007},
    breach_of_rules{"half a character", "\x81\x01\xe2", 1007},
    breach_of_rules{"half a character at the end of fragments", "\x01\x01\xe2\x80\x01\x82", 1007},
    breach_of_rules{"half a code", "\x88\x01x", 1002},
    breach_of_rules{"a code that nobody may send", "\x88\x02\x03\xec", 1002},
    breach_of_rules{"a reason that is not UTF-8", "\x88\x03\x03\xe8\xff", 1007},
};

constexpr std::array<std::uint16_t, 6> fair_codes{1000, 1001, 1008, 1011, 3000, 4999};

std::string code_of(std::uint16_t code) {
  return {static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
}

}  // namespace

menu foreigner::misdeeds() {
  menu all(oddities.begin(), oddities.end());
  for (const breach_of_rules& one : breaches) all.emplace_back(one.name);
  return all;
}

/// Once, and then it says no more.
bool foreigner::misbehaves() {
  if (words_left_ == never_mind || words_left_-- != 0) return false;
  const auto last = static_cast<std::uint32_t>(oddities.size() + breaches.size()) - 1;
  const auto which = dice_.between(0, last);
  if (which < oddities.size())
    do_oddly(oddities[which]);
  else
    put_raw(breaches[which - oddities.size()]);
  log_.line(now_, "a foreigner misbehaves; to be closed with " + std::to_string(due_code_));
  parting_ = true;
  give_up_later();
  return true;
}

void foreigner::do_oddly(const std::string_view& what) {
  met_.met(what);
  if (what == goes) return leave();
  if (what == says_close) return part(code_of(fair_codes[dice_.between(0, fair_codes.size() - 1)]));
  if (what == says_close_twice) return put(opcode::close, ""), part("");
  if (what == speaks_on) return part(""), put(opcode::text, "late"), put(opcode::ping, "late");
  if (what == too_long) return put_too_long();
  if (what == masks_wrongly) return put_wrong_mask();
  if (what == empty_fragments) return put_empty_fragments();
  if (what == ping_flood) return put_ping_flood();
  if (what == long_control) return due_code_ = 1002, put(opcode::ping, std::string(126, 'x'));
  if (what == long_length) return put_long_length();
  if (what == ping_in_pieces)
    return due_code_ = 1002, put(opcode::ping, "o", false), put(opcode::continuation, "k");
  if (what == close_in_message) return put(opcode::text, "o", false), part("");
}

/// As its header says. What follows is not worth waiting for.
void foreigner::put_too_long() {
  due_code_ = 1009;
  std::array<std::byte, websocket::max_frame_header> room;
  const std::size_t size = websocket::encode_header(
      {.length = in_.max_message + 1, .mask = masks() ? any_mask() : std::nullopt}, room);
  put(as_text(bytes(room).first(size)));
  put("ok");
}

void foreigner::put_wrong_mask() {
  due_code_ = 1002;
  put(as_text(websocket::frame_of(opcode::text, "ok", masks() ? std::nullopt : any_mask())));
}

void foreigner::put_empty_fragments() {
  due_code_ = 1008;
  put(opcode::text, "", false);
  for (auto left = in_.most_empty; left != 0; --left) put(opcode::continuation, "", false);
}

void foreigner::put_ping_flood() {
  for (auto left = in_.longest < 1000 ? 40U : 1000U; left != 0; --left) ping();
  part("");
}

/// Of two bytes where one would do.
void foreigner::put_long_length() {
  due_code_ = 1002;
  put(std::string_view("\x81", 1));
  put(masks() ? std::string_view("\xfe\0\2\0\0\0\0ok", 9) : std::string_view("\x7e\0\2ok", 5));
}

void foreigner::put_raw(const breach_of_rules& what) {
  met_.met(what.name);
  due_code_ = what.code;
  if (what.frames.find('\x89') != std::string_view::npos) pings_.emplace_back();  // it is answered
  for (std::string_view rest = what.frames; !rest.empty();) {
    const auto size = static_cast<std::size_t>(rest[1]);
    const std::string_view payload = rest.substr(2, size);
    put(rest.substr(0, 1));
    put(masks() ? static_cast<char>(rest[1] | 0x80) + std::string(4, '\0') + std::string(payload)
                : std::string(rest.substr(1, 1 + size)));
    rest.remove_prefix(2 + size);
  }
}

}  // namespace gamewire::sim
