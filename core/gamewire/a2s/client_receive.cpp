/// The receiving half of a2s::client: which request does a datagram answer, and what follows from it?
#include <algorithm>
#include <utility>

#include <gamewire/a2s/client_state.hpp>

namespace gamewire::inline v0::a2s {
namespace {

/// Servers of GoldSource that are not Steam's answer INFO in both forms and with a player list, in any order, in
/// one breath. Nothing more is asked until it is over, lest that list be taken for the answer.
constexpr nanoseconds one_breath = std::chrono::milliseconds(20);

/// By its form, or by its protocol: those of GoldSource are 46 to 48, those of Source are below.
bool is_of_goldsource(bytes info) noexcept {
  const auto at = [info](std::size_t place) { return std::to_integer<unsigned>(info[place]); };
  return at(0) == std::to_underlying(message_type::goldsource_info) || (at(1) >= 46 && at(1) <= 48);
}

/// Errors of the assembler that end a whole message, not only one stray fragment.
bool ends_message(std::error_code error) noexcept {
  return error == errc::too_large || error == errc::bad_compression || error == errc::bad_checksum ||
         error == gamewire::errc::no_memory || error == errc::compression_unsupported;
}

/// Which answers a request takes. Anything that takes a challenge to answer can be answered with one.
bool answers(message_type answer, request_type asked) noexcept {
  switch (asked) {
    case request_type::info: return answer == message_type::info || answer == message_type::goldsource_info;
    case request_type::players: return answer == message_type::players;
    case request_type::rules: return answer == message_type::rules;
    case request_type::ping: return answer == message_type::ping;
    case request_type::get_challenge: return answer == message_type::challenge;
  }
  return false;
}

std::error_code check(message_type type, bytes raw) noexcept {
  const auto error_of = [](const auto& decoded) { return decoded ? std::error_code{} : decoded.error(); };
  switch (type) {
    case message_type::info:
    case message_type::goldsource_info: return error_of(decode_info(raw));
    case message_type::players: return error_of(decode_players(raw));
    case message_type::rules: return error_of(decode_rules(raw));
    default: return {};
  }
}

}  // namespace

void client::receive(bytes datagram, time_point now) noexcept {
  advance(now);
  if (phase_ == phase::closed || phase_ == phase::done || news_ != news::none) return;
  if (has_split_header(datagram)) return receive_split(datagram);
  if (has_whole_header(datagram)) return receive_message(datagram);
  reject(errc::not_a2s, datagram);
}

void client::receive_split(bytes datagram) noexcept {
  baggage* own = need_baggage();
  if (own == nullptr) return reject(gamewire::errc::no_memory, datagram);
  const auto whole = own->assembler.add(datagram, now_);
  if (whole) {
    if (*whole) receive_message(**whole);
    return;
  }
  reject(whole.error(), datagram);
  // Of several open requests nobody knows whose answer it was; a sole one need not wait for its timeout.
  const auto in_flight = [](const slot& request) { return request.is == state::in_flight; };
  if (ends_message(whole.error()) && std::ranges::count_if(slots_, in_flight) == 1)
    end_attempt(*std::ranges::find_if(slots_, in_flight), whole.error());
}

void client::receive_message(bytes raw) noexcept {
  const auto what = decode_message(raw);
  if (!what) return reject(what.error(), raw);
  if (has_whole_header(raw)) raw = raw.subspan(whole_header.size());
  switch (what->type) {
    case message_type::challenge: return receive_challenge(raw);
    case message_type::print: return receive_print(raw);
    default: return receive_answer(what->type, raw);
  }
}

/// A challenge answers one datagram, so it sends on one request: of those in flight the newest that has not carried this
/// very value, since one that is older may be of a kind that this server never answers. That one message never causes two
/// keeps a hostile or repetitive server harmless.
void client::receive_challenge(bytes raw) noexcept {
  const auto value = decode_challenge(raw);
  if (!value) return reject(value.error(), raw);
  challenge_ = *value;
  challenge_known_ = true;

  slot* asked = nullptr;
  const auto stale = [this](const slot& request) {
    return &request == &slots_[ping_slot] || request.carried != challenge_;
  };
  for (slot& request : slots_) {
    if (request.is != state::in_flight || request.with == request_type::ping) continue;
    if (asked == nullptr || (stale(request) && !stale(*asked)) ||
        (stale(request) == stale(*asked) && request.clock >= asked->clock))
      asked = &request;
  }
  if (asked == nullptr) return report(news::unrequested, raw);
  if (asked == &slots_[ping_slot]) return answer(*asked, raw);
  if (asked == &slots_[info_slot]) info_challenged_ = true;
  if (asked->challenges == options_->max_challenges) {
    // The same value over and over may be the network's doing, and the answer may be on its way.
    if (stale(*asked)) return fail(*asked, errc::challenge_loop);
    asked->reason = packed::pack(errc::challenge_loop);
    return;
  }
  ++asked->challenges;
  asked->is = state::queued;
}

/// A text instead of an answer: the server refuses, and says why to the oldest question.
void client::receive_print(bytes raw) noexcept {
  slot* asked = nullptr;
  for (slot& request : slots_)
    if (request.is == state::in_flight && (asked == nullptr || request.clock < asked->clock))
      asked = &request;
  if (asked == nullptr) return report(news::unrequested, raw);
  answer(*asked, raw);
  asked->reason = packed::pack(errc::server_message);
}

void client::receive_answer(message_type type, bytes raw) noexcept {
  slot& info = slots_[info_slot];
  if (info.is == state::settling && type == message_type::info && !check(type, raw)) return answer_info(raw);

  slot* asked = awaiting(type);
  if (asked == nullptr) {
    // Remembered for the case that nothing better comes, unless it repeats an answer to an earlier question.
    const auto asked_before = [type](const slot& request) {
      return request.id != request_id::none && answers(type, request.with);
    };
    if (std::ranges::none_of(slots_, asked_before))
      for (slot& request : slots_)
        if (request.is == state::in_flight) request.reason = packed::pack(errc::unexpected_reply);
    return report(news::unrequested, raw);
  }
  if (const auto error = check(type, raw)) {
    reject(error, raw);
    return end_attempt(*asked, error);
  }
  asked == &info ? answer_info(raw) : answer(*asked, raw);
}

void client::answer_info(bytes raw) noexcept {
  slot& info = slots_[info_slot];
  if (is_of_goldsource(raw)) quiet_until_ = later(now_, one_breath);
  const bool may_tell_more = raw.front() == std::byte{std::to_underlying(message_type::goldsource_info)};
  may_tell_more && options_->source_form_wait > nanoseconds::zero() ? settle(info, raw) : answer(info, raw);
}

client::slot* client::awaiting(message_type answer) noexcept {
  slot* oldest = nullptr;
  for (slot& request : slots_)
    if (request.is == state::in_flight && answers(answer, request.with) &&
        (oldest == nullptr || request.clock < oldest->clock))
      oldest = &request;
  return oldest;
}

void client::answer(slot& request, bytes raw) noexcept {
  if (request.is != state::settling) request.clock = time_point(now_ - request.clock);
  request.is = state::answered;
  report(news::reply, raw);
}

/// Holds the GoldSource answer back for a while, because the Source one tells more.
void client::settle(slot& request, bytes goldsource) noexcept {
  baggage* own = need_baggage();
  if (own != nullptr) own->goldsource.clear();
  if (own == nullptr || !own->goldsource.append(goldsource)) return answer(request, goldsource);
  own->settle_until = later(now_, options_->source_form_wait);
  request.clock = time_point(now_ - request.clock);
  request.is = state::settling;
}

void client::report(news what, bytes raw) noexcept {
  news_ = what;
  raw_ = raw;
}

/// It may have been meant as an answer, which is remembered for the case that nothing better comes.
void client::reject(std::error_code error, bytes datagram) noexcept {
  for (slot& request : slots_)
    if (request.is == state::in_flight && request.reason == packed::none)
      request.reason = packed::pack(error);
  error_ = error;
  report(news::rejected, datagram);
}

}  // namespace gamewire::inline v0::a2s
