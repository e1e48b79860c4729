#include <algorithm>

#include <gamewire/rcon/session.hpp>

namespace gamewire::inline v0::rcon {
namespace {

constexpr std::int32_t echo_type = 4;     // of Rust
constexpr std::int32_t odd_yes_type = 3;  // of the npm package rcon-server, to a login; and -1 for no
constexpr std::int32_t odd_no_type = -1;

/// What servers answer with that do not repeat ids: Palworld and Conan with 0, Rust's with -1 as well. Any other
/// id names somebody else.
constexpr bool names_nobody(std::int32_t id) noexcept { return id == 0 || id == refused_id; }

}  // namespace

void session::receive(bytes piece, time_point now) noexcept {
  advance(now);
  if (!wants_transport()) return;
  last_traffic_ = now_;
  decoder_.feed(piece);
  while (wants_transport()) {
    const auto next = decoder_.next();
    if (!next) return lose(next.error());
    if (!*next) break;
    receive_frame(**next);
  }
  if (!wants_transport()) return;
  if (const auto error = decoder_.keep()) return lose(error);
  // A packet that is still coming is no silence.
  if (command* one = oldest_in_flight(); one != nullptr && decoder_.unfinished()) one->heard_at = now_;
}

void session::receive_frame(const frame& in) noexcept {
  if (login_state_ != login::over) return receive_login(in);
  of_use_ = true;
  if (in.type == type::auth_response && in.id == refused_id && in_flight_ != 0)
    return lose(errc::login_refused, "the server has forgotten the login");
  // Source says something behind each answered marker: no need to look far for it.
  if (in.type == type::response_value && in.id != last_marker_ && receive_own(in)) return;
  if (in.type == type::response_value && ids_.gave(in.id)) return receive_late(in);
  receive_foreign(in);
}

/// Source sends an empty RESPONSE_VALUE before its verdict, others do not.
void session::receive_login(const frame& in) noexcept {
  const bool mine = in.id == login_id_;
  if (login_state_ != login::awaiting) return report_unsolicited(in);
  if (in.type == type::auth_response && in.id == refused_id)
    return end(errc::login_refused, as_text(string1(in)));
  if (in.type == odd_no_type && mine) return end(errc::login_refused, as_text(string1(in)));
  if (in.type == type::response_value && mine && in.body.empty())
    return manners_.id_was(manners::naming::repeated);
  const bool nameless = in.id == 0 && manners_.ids != manners::naming::repeated;
  const bool yes = in.type == type::auth_response || in.type == odd_yes_type;
  if (!yes || !(mine || nameless)) return report_unsolicited(in);
  if (!mine) manners_.id_was(manners::naming::ignored);
  log_in();
}

void session::log_in() noexcept {
  login_state_ = login::over;
  login_deadline_ = never;
  round_trip_ = now_ - login_sent_;
  if (!news_.push({.is = news_item::kind::authenticated, .place = ++events_})) end(gamewire::errc::no_memory);
}

/// Is it a packet of a reply that is waited for, or the answer to a marker?
bool session::receive_own(const frame& in) noexcept {
  for (command* one = open_.first(); one != nullptr && one->in_flight(); one = one->next.get()) {
    if (in.id == one->wire_id) {
      manners_.id_was(manners::naming::repeated);
      disown_held();
      add_packet(*one, in.body);
      return true;
    }
    if (one->marker_id != 0 && in.id == one->marker_id) {
      receive_marker(*one, in.body);
      return true;
    }
  }
  return false;
}

void session::receive_marker(command& of, bytes body) noexcept {
  manners_.id_was(manners::naming::repeated);
  manners_.marker_answered(body);
  last_marker_ = of.marker_id;
  disown_held();
  if (of.packets == 0) of.round_trip = now_ - of.sent_at;
  finish(of, command::state::replied);
}

/// Of a command that has ended. What comes behind a reply that was told as whole is told as well, so that nothing of it
/// is lost; what belongs to a command that was given up is dropped.
void session::receive_late(const frame& in) noexcept {
  if (in.body.empty()) decoder_.expect_stray_marker();  // it may be Squad's second answer to a marker
  if (in.id == missed_marker_) {
    manners_.id_was(manners::naming::repeated);
    manners_.marker_answered(in.body);
    hold_until_ = now_;
    command* const one = oldest_in_flight();
    if (one != nullptr && one->marker_id == 0 && one->packets != 0)
      one->marker_due = manners_.wants_marker_behind(one->reply.size());
  } else if (in.id == last_ended_) {
    manners_.id_was(manners::naming::repeated);
    manners_.packet_behind_the_end();
    if (!in.body.empty()) report_unsolicited(in);
  }
  if (now_ < hold_until_) hold_until_ = later(now_, patience());
}

/// With an id that is none of ours, or a type that is no answer.
void session::receive_foreign(const frame& in) noexcept {
  command* const one = oldest_in_flight();
  if (one == nullptr || one->is != command::state::awaiting) {
    const bool owed = owed_ != 0 && in.type == type::response_value;
    return owed ? void(--owed_) : report_unsolicited(in);
  }
  if (in.type == echo_type) {
    manners_.echo();
    if (!manners_.echoes) return report_unsolicited(in);
    one->echoed = true;
    one->heard_at = now_;
    return;
  }
  if (in.type != type::response_value || !names_nobody(in.id) || manners_.ids == manners::naming::repeated)
    return report_unsolicited(in);
  if (manners_.ids == manners::naming::unknown) return hold(in);
  receive_nameless(*one, in.body);
}

/// It may be the reply of a command that was given up; then another follows.
void session::receive_nameless(command& to, bytes body) noexcept {
  if (owed_ == 0) {
    if (to.tentative) to.reply.clear(), to.packets = 0;
    to.tentative = false;
    return add_packet(to, body);
  }
  --owed_;
  to.reply.clear();
  to.packets = 0;
  to.tentative = true;
  add_packet(to, body);
}

void session::hold(const frame& in) noexcept {
  const std::size_t size = encoded_size(in);
  const std::size_t before = held_.size();
  if (size > options_.max_reply - std::min(before, options_.max_reply)) return report_unsolicited(in);
  if (!append(held_, in)) return end(gamewire::errc::no_memory);
  command& one = *oldest_in_flight();
  if (before == 0) one.round_trip = now_ - one.sent_at;
  one.heard_at = now_;
  one.last_packet = in.body.size();
  if (one.marker_id == 0) one.marker_due = manners_.wants_marker_behind(in.body.size());
}

namespace {

/// Calls `visit` with every frame of those written one behind the other.
template <class Visit>
void for_each_frame(bytes all, Visit visit) {
  while (!all.empty()) {
    const std::size_t size = *wire_size(all.first<size_field>(), all.size());
    visit(*decode(all.first(size)));
    all = all.subspan(size);
  }
}

}  // namespace

/// The packets that were held are the reply, as it turns out.
void session::adopt_held(command& of) noexcept {
  if (held_.empty() || &of != oldest_in_flight()) return;
  const byte_buffer held = std::move(held_);
  const nanoseconds round_trip = of.round_trip;  // of when they came
  for_each_frame(held.view(), [&](const frame& in) {
    if (of.in_flight()) add_packet(of, in.body);
  });
  of.round_trip = round_trip;
}

void session::report_held() noexcept {
  const byte_buffer held = std::move(held_);
  for_each_frame(held.view(), [&](const frame& in) { report_unsolicited(in); });
}

/// What has come of a packet that may be all of the reply: a server that names nothing may announce more than it sends
/// (Palworld). One with the name of another command, given up before, is the reply to that, late.
std::optional<frame> session::reply_so_far(const command& of) const noexcept {
  const bool waits = !of.tentative && of.is == command::state::awaiting && &of == oldest_in_flight();
  if (!waits || manners_.ids != manners::naming::ignored) return std::nullopt;
  const auto part = decoder_.so_far();
  if (!part || part->type != type::response_value || part->body.empty()) return std::nullopt;
  return names_nobody(part->id) || part->id == of.wire_id ? part : std::nullopt;
}

/// Does silence mean that no more of it comes? A server that names the command is none of those that lie.
bool session::cut_short(const command& of) const noexcept {
  const auto part = reply_so_far(of);
  return part && names_nobody(part->id);
}

void session::adopt_unfinished(command& of) noexcept {
  if (!reply_so_far(of)) return;
  of.partial = true;
  keep_packet(of, decoder_.surrender()->body);
}

void session::add_packet(command& to, bytes body) noexcept {
  if (!keep_packet(to, body)) return;
  if (to.packets != 1 || to.tentative || to.is != command::state::awaiting) return;
  if (manners_.ends_with(body.size())) return finish(to, command::state::replied);
  to.marker_due = to.marker_id == 0 && manners_.wants_marker_behind(body.size());
}

/// False when that has ended the command, or all.
bool session::keep_packet(command& to, bytes body) noexcept {
  if (++to.packets == 1) to.round_trip = now_ - to.sent_at;
  to.heard_at = now_;
  to.last_packet = body.size();
  const std::size_t before = to.reply.size();
  if (body.size() > options_.max_reply - before) {
    forget_reply_of(to);
    finish(to, command::state::failed, errc::too_large);
    return false;
  }
  if (!to.reply.append(body)) return end(gamewire::errc::no_memory), false;
  const news_item item{
      .is = news_item::kind::chunk, .place = ++events_, .of = &to, .offset = before, .size = body.size()};
  const bool told = !to.tentative && !body.empty() && !crowded();
  if (told && !news_.push(item)) return end(gamewire::errc::no_memory), false;
  return true;
}

/// More than a piece brings is waiting to be told: who does not drain hears no more of chunks and events.
bool session::crowded() const noexcept { return news_.memory() / 4 > options_.max_frame; }

void session::report_unsolicited(const frame& in) noexcept {
  if (crowded()) return;
  const news_item item{.is = news_item::kind::unsolicited, .place = ++events_, .type = in.type, .id = in.id};
  if (!news_.push(item, in.body)) end(gamewire::errc::no_memory);
}

}  // namespace gamewire::inline v0::rcon
