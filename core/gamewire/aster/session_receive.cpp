#include <algorithm>
#include <utility>

#include <gamewire/aster/session.hpp>

namespace gamewire::inline v0::aster {
namespace {

struct edited_fields {
  uuid message = 0;
  text new_content;
};
constexpr auto json_members(std::type_identity<edited_fields>) {
  using is = edited_fields;
  return json::members<is>(json::member<&is::message>("message"),
                           json::member<&is::new_content>("new_content"));
}

/// Is it sent to those who did not ask, and to them alone?
bool is_news(const text& command) noexcept {
  return command == "content" || command == "message_edited" || command == "message_deleted" ||
         command == "API_version";
}

std::size_t elements(const packet& in) noexcept { return list<json::value>(in.root.member("data")).size(); }

template <class T, class Event>
std::optional<Event> list_event(const packet& in) noexcept {
  const auto data = json::read<list<T>>(in.root.member("data"));
  return data ? std::optional(Event{*data}) : std::nullopt;
}

}  // namespace

void session::receive(bytes piece, time_point now) noexcept {
  advance(now);
  if (!wants_transport() || piece.empty()) return;
  settle();
  heard_at_ = now_;
  if (!in_.keep()) return lose(errc::line_too_long);
  in_.feed(piece);
}

/// What the last event showed is not looked at any more.
void session::settle() noexcept {
  told_.reset();
  told_line_ = {};
  if (std::exchange(tells_held_, false)) held_.clear();
  if (!std::exchange(line_done_, false)) return;
  in_.consume(line_.size());
  line_ = {};
}

bool session::poll_line(told& event) noexcept {
  while (wants_transport() && untold_ == 0 && ended_.empty() && next_line()) {
    line_done_ = true;
    const bytes line = text_of_line();
    if (!line.empty()) {
      largest_ = std::max(largest_, line.size());
      receive_line(line, event);
      if (event) return true;
    }
    settle();
  }
  return false;
}

void session::receive_line(bytes line, told& event) noexcept {
  const auto root = document_.read(line);
  if (!root && root.error() == gamewire::errc::no_memory) return end(gamewire::errc::no_memory);
  if (!root) {
    event = tell_unsolicited(line, line_error(root.error()));
    return;
  }
  if (read_content(*root, std::get<posted>(event.emplace(std::in_place_type<posted>)).what)) {
    of_use_ = of_use_ || login_state_ == login::over;
    told_line_ = line;
    return;
  }
  const auto packet = read_packet(*root);
  event = packet ? receive_packet(*packet) : tell_unsolicited(line, packet.error());
}

/// Finds it, or keeps what has come of it.
bool session::next_line() noexcept {
  const auto line = in_.peek_through(std::byte{'\n'});
  line_ = line.value_or(bytes{});
  const std::size_t most = options_.max_line;
  if (line && text_of_line().size() <= most) return true;
  // One byte more may be the '\r' before the newline.
  if (line || in_.size() > most + 1 || !in_.keep()) lose(errc::line_too_long);
  return false;
}

bytes session::text_of_line() const noexcept {
  bytes text = line_.first(line_.size() - std::min<std::size_t>(line_.size(), 1));
  if (!text.empty() && text.back() == std::byte{'\r'}) text = text.first(text.size() - 1);
  return text;
}

session::told session::receive_packet(const packet& in) noexcept {
  const bytes line = text_of_line();
  if (in.status == 200 && is_news(in.command)) return event_of(in, line);
  const pending* const first = sent_.first();
  const bool ambiguous = in.status == 200 && row(command_named(in.command.raw())).is(traits::ambiguous);
  if (ambiguous) {
    const bool its_turn =
        first != nullptr && !first->answered && may_answer(*first, false) && in.command == first->line.name();
    return its_turn ? receive_ambiguous(in, *sent_.first()) : event_of(in, line);
  }
  for (;;) {
    const place at = in.command == "unknown" ? first_place() : find(in.command);
    if (at.of == nullptr) return tell_unsolicited(line, error_of(in.status));
    if (at.of == sent_.first() && at.fence == at.of->answered) {
      if (!held_.empty()) return tell_held(false);  // it was none, for this is
      if (!at.fence) return answer_to(*at.of, in, line);
      forget(*at.of);
      return std::nullopt;
    }
    const bool is_its_fence = at.of == sent_.first() && held_.empty();
    if (auto event = skip_first()) return event;
    if (is_its_fence || !alive()) return std::nullopt;
  }
}

/// Has so much of it gone out that it can be answered?
bool session::may_answer(const pending& one, bool fence) const noexcept {
  return &one != sending_ || (!fence && taken_ >= one.line.request_size());
}

session::place session::find(const text& command) const noexcept {
  for (pending* one = sent_.first(); one != nullptr; one = one->next.get()) {
    if (!one->answered && may_answer(*one, false) && command == one->line.name()) return {one, false};
    if (one->line.fenced() && may_answer(*one, true) && command == "ping") return {one, true};
  }
  return {};
}

session::place session::first_place() const noexcept {
  pending* const first = sent_.first();
  if (first == nullptr || !may_answer(*first, first->answered)) return {};
  return {first, first->answered};
}

/// The server has gone on to what is behind the first of those sent: what came last may have answered it.
session::told session::skip_first() noexcept {
  pending& first = *sent_.first();
  if (!held_.empty()) return tell_held(first.is == pending::state::open);
  if (first.answered || first.own() || first.is == pending::state::told) {
    if (first.line.which() == command::ping && first.own()) pinging_ = false;
    forget(first);
  } else {
    finish(take_sent(first), errc::unanswered);
  }
  return std::nullopt;
}

/// Named as the answer to the first of those sent, and as an event. The answer lists all users, and all that were ever
/// online; otherwise what comes last before the fence's answer is it.
session::told session::receive_ambiguous(const packet& in, pending& one) noexcept {
  const bytes line = text_of_line();
  if (one.is == pending::state::told) return event_of(in, line);  // nobody waits for it
  const std::size_t count = elements(in);
  const bool certain = one.line.which() == command::get_metadata && count > 1;
  const bool held_is_it = one.line.which() == command::online && count < held_count_;
  if (!held_.empty()) return tell_held(held_is_it);
  if (certain || !one.line.fenced()) return answer_to(one, in, line);
  held_count_ = count;
  if (!held_.append(line)) end(gamewire::errc::no_memory);
  return std::nullopt;
}

/// The line that is being looked at is looked at again afterwards.
session::told session::tell_held(bool as_answer) noexcept {
  line_done_ = false;
  tells_held_ = true;
  held_count_ = 0;
  const auto packet = read_packet(held_.view(), document_);
  if (!packet) return end(packet.error()), std::nullopt;  // it could be read before
  const auto told =
      as_answer ? answer_to(*sent_.first(), *packet, held_.view()) : event_of(*packet, held_.view());
  if (!told) settle();
  return told;
}

session::told session::answer_to(pending& one, const packet& in, bytes line) noexcept {
  if (one.own() && login_state_ != login::over) return receive_login(one, in);
  of_use_ = true;
  if (one.own()) {
    pinging_ = false;
    return forget(one), std::nullopt;
  }
  if (one.line.which() == command::change_password && in.status == 200 && !password_changed(one.line))
    return end(gamewire::errc::no_memory), std::nullopt;
  if (one.is == pending::state::told) return drop_late_answer(one), std::nullopt;
  --open_;
  const nanoseconds round_trip = &one == sending_ ? nanoseconds{} : now_ - one.sent_at;
  const request_id id = one.id;
  const command which = one.line.which();
  one.is = pending::state::told;
  one.answered = true;
  if (!one.line.fenced()) {
    queued_bytes_ -= one.line.wire().size();
    told_ = take_sent(one);
  }
  told_line_ = line;
  if (in.status != 200) return failed{id, error_of(in.status), as_text(line)};
  return answer{id, which, in.root, as_text(line), round_trip};
}

/// Nobody waits for it any more; but for its fence.
void session::drop_late_answer(pending& one) noexcept {
  one.answered = true;
  --zombies_;
  if (!one.line.fenced()) forget(one);
}

session::told session::tell_unsolicited(bytes line, std::error_code why) noexcept {
  told_line_ = line;
  return unsolicited{as_text(line), why};
}

session::told session::event_of(const packet& in, bytes line) noexcept {
  told event;
  if (in.command == "content") {
    if (const auto what = json::read<message>(in.root); what && what->uuid != 0) event = posted{*what};
  } else if (in.command == "message_edited") {
    if (const auto what = json::read<edited_fields>(in.root); what && what->message != 0)
      event = edited{what->message, what->new_content};
  } else if (in.command == "message_deleted") {
    if (const auto what = json::read<uuid>(in.root.member("message"))) event = deleted{*what};
  } else if (in.command == "API_version") {
    return receive_version(in), std::nullopt;
  } else if (in.command == "get_metadata") {
    event = list_event<user, users_changed>(in);
  } else if (in.command == "online") {
    event = list_event<uuid, online_changed>(in);
  } else if (in.command == "list_channels") {
    event = list_event<channel, channels_changed>(in);
  } else if (in.command == "list_groups") {
    event = list_event<group, groups_changed>(in);
  }
  if (!event) return tell_unsolicited(line, errc::malformed);
  if (login_state_ == login::over) of_use_ = true;
  told_line_ = line;
  return event;
}

}  // namespace gamewire::inline v0::aster
