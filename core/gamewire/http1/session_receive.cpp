#include <charconv>
#include <cstring>

#include <gamewire/http1/session.hpp>

namespace gamewire::inline v0::http1 {
namespace {

/// "at byte 123 of the answer", for people.
void describe(ask& one, std::uint64_t offset) noexcept {
  constexpr std::string_view before = "at byte ";
  std::memcpy(one.detail.data(), before.data(), before.size());
  char* const digits = one.detail.data() + before.size();
  one.detail_size = static_cast<std::size_t>(
      std::to_chars(digits, one.detail.data() + one.detail.size(), offset).ptr - one.detail.data());
}

}  // namespace

void session::receive(bytes piece, time_point now) noexcept {
  advance(now);
  if (!alive() || link_ != link::up || piece.empty()) return;
  if (!in_flight()) return lose_link(errc::unsolicited);
  reader_.feed(piece);
  read();
}

void session::read() noexcept {
  ask& of = *open_.first();
  for (bool fits = true; fits;) {
    const auto next = reader_.next();
    if (!next) return broken(next.error());
    if (const auto* head = std::get_if<response_head>(&*next))
      fits = take_head(of, *head);
    else if (const auto* data = std::get_if<bytes>(&*next))
      fits = take_body(of, *data);
    else if (const auto* end = std::get_if<message_end>(&*next))
      return complete(of, *end) ? answered() : broken({make_error_code(gamewire::errc::no_memory)});
    else if (const auto error = reader_.keep())
      return broken({error});
    else
      return;
  }
  broken({make_error_code(gamewire::errc::no_memory)});
}

/// Copied: a whole answer shows it when the piece that it came in may be gone.
bool session::take_head(ask& of, const response_head& head) noexcept {
  const std::string_view lines = head.fields.lines();
  if (!of.head_bytes.reserve(head.reason.size() + lines.size()) ||
      !of.head_bytes.append(as_bytes(head.reason)) || !of.head_bytes.append(as_bytes(lines)))
    return false;
  const std::string_view copy = as_text(of.head_bytes.view());
  of.head = {head.status, head.minor_version, copy.substr(0, head.reason.size()),
             fields(copy.substr(head.reason.size()))};
  of.head_due = of.in_pieces;
  of.round_trip = now_ - of.sent_at;
  return true;
}

/// A piece is told where it lies; several that come at once, without the framing between them, as one.
bool session::take_body(ask& of, bytes data) noexcept {
  if (!of.in_pieces) {
    if (of.body.empty() && !of.body.reserve(data.size() + body_padding)) return false;
    return of.body.append(data);
  }
  if (of.piece.empty()) {
    of.body.clear();
    of.piece = data;
    return true;
  }
  if (of.body.empty() && !of.body.append(of.piece)) return false;
  if (!of.body.append(data)) return false;
  of.piece = of.body.view();
  return true;
}

bool session::complete(ask& of, const message_end& end) noexcept {
  if (!of.trailers.append(as_bytes(end.trailers.lines()))) return false;
  if (of.in_pieces) return true;
  const std::size_t size = of.body.size();
  if (!of.body.resize(size + body_padding)) return false;
  std::memset(of.body.data().data() + size, 0, body_padding);
  return of.body.resize(size);
}

/// The first request has its answer: may the connection carry another?
void session::answered() noexcept {
  ask& of = *open_.first();
  const bool whole = unsent().empty();
  const bool last = of.last;
  const bool switched = of.head.status == switching_protocols;
  finish(of);
  if (switched) return switch_protocols();
  // What comes behind the answer answers nothing.
  if (!whole || last || !reader_.reusable() || !reader_.trailing().empty()) return release_link();
  taken_ = 0;
  proven_ = true;
  last_used_ = now_;
  if (reader_.keep()) release_link();
}

void session::switch_protocols() noexcept {
  trailing_ = reader_.trailing();
  while (ask* one = open_.first()) finish(*one, errc::upgraded);
  end({});
}

/// The answer cannot be read on.
void session::broken(const fault& why) noexcept {
  ask& of = *open_.first();
  describe(of, why.offset);
  finish(of, why.error);
  release_link();
}

void session::receive_end(std::error_code why, time_point now) noexcept {
  advance(now);
  if (!alive()) return;
  if (link_ == link::up) return in_flight() ? lose_link_in_flight(why) : lose_link(why);
  const bool refused = link_ == link::none;
  link_ = link::none;
  // It could not be opened, and would not be for the next one either.
  while (refused && !open_.empty())
    finish(*open_.first(), why ? why : make_error_code(gamewire::errc::closed));
}

/// No request was on its way. One that waits goes over the next connection, unless this one never served:
/// then another would not either.
void session::lose_link(std::error_code why) noexcept {
  const bool over = why != errc::unsolicited;
  if (!proven_ && !open_.empty()) finish(*open_.first(), why ? why : make_error_code(gamewire::errc::closed));
  release_link();
  if (over) link_ = link::none;
}

void session::lose_link_in_flight(std::error_code why) noexcept {
  ask& of = *open_.first();
  const bool begun = reader_.begun();
  const auto last = reader_.end();
  if (last && !why) {
    complete(of, {}) ? finish(of) : finish(of, gamewire::errc::no_memory);
  } else if (!begun && proven_ && of.safe && !of.sent_again) {
    of.sent_again = true;
  } else {
    if (begun && !last) describe(of, last.error().offset);
    finish(of, why ? why : last.error().error);
  }
  release_link();
  link_ = link::none;
}

}  // namespace gamewire::inline v0::http1
