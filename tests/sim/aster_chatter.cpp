#include "aster_chatter.hpp"

#include <array>

#include <gamewire/text.hpp>

#include "support/aster_events.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

/// What a client may hold at most: requests, an unfinished line, a packet that waits for its fence, and what the
/// document knows of one. Buffers grow by leaps.
std::int64_t memory_limit(const aster::client_options& options, std::size_t longest_line) {
  const std::size_t line = std::min(options.max_line, longest_line);
  return static_cast<std::int64_t>(options.max_requests * 512 + options.max_queued_bytes + 16 * line + 20000);
}

/// As `aster::client::event` has them; the others have nothing to do with what others do.
constexpr std::array<std::string_view, 10> kinds{"ready",   "answer", "failed", "posted",   "edited",
                                                 "deleted", "users",  "online", "channels", "groups"};

}  // namespace

std::set<std::string> aster_chatter::all_there_is() {
  std::set<std::string> all;
  for (const auto& row : aster::command_table)
    if (row.which != aster::command::other) all.insert("answer " + std::string(row.name));
  for (const std::string_view kind : kinds) {
    all.insert(std::string(kind));
    all.insert(std::string(kind) + " while it waits");
  }
  return all;
}

aster_chatter::aster_chatter(std::uint64_t seed, const aster::client_options& options, bool intact,
                             std::string name, trace& log, post send)
    : dice_(seed),
      options_(options),
      intact_(intact),
      wrong_(options.password == wrong_password),
      name_(std::move(name)),
      log_(log),
      next_act_(time_point(dice_.milliseconds(0, 300))),
      acts_left_(dice_.between(1, 10)),
      // Without a login that is refused, and what others do may pass for an answer before.
      asks_who_(dice_.chance(500) && options.enter != aster::entry::none),
      actor_(client([&options] { return aster::client(options); })) {
  options_.name = options_.password = {};
  actor_.request_limit = options_.deadline + 1ms;
  actor_.on_send = [this, send = std::move(send)](bytes out) {
    const std::size_t taken = send(out);
    if (taken > 0) {
      ++tally_.datagrams;
      log_.line(actor_.now(), name_ + " sends " + std::string(without_newline(as_text(out.first(taken)))));
    }
    return taken;
  };
  actor_.on_event = [this](const aster::client::event& event) { note(event); };
}

time_point aster_chatter::next() const {
  if (over()) return never;
  return std::min(actor_.machine().deadline(), acts_left_ != 0 ? next_act_ : never);
}

void aster_chatter::wake(time_point now) {
  actor_.at(now);
  if (now >= actor_.machine().deadline() || dice_.chance(50)) actor_.on_timeout(now);
  if (std::exchange(fetch_, false)) {
    ask(aster::get_metadata{});
    ask(aster::list_channels{});
  }
  if (acts_left_ != 0 && now >= next_act_) act();
  actor_.drain();
}

void aster_chatter::act() {
  next_act_ = actor_.now() + dice_.milliseconds(0, 2000);
  --acts_left_;
  if (dice_.chance(50)) actor_.relocate();
  if (dice_.chance(50)) (void)actor_.cancel(request_id{dice_.between(1, 30)});
  for (auto count = dice_.between(1, 5); count != 0; --count) ask_something();
}

aster::uuid aster_chatter::some_channel() {
  const auto& all = directory_.channels();
  return all.empty() || dice_.chance(50)
             ? 1
             : all[dice_.between(0, static_cast<std::uint32_t>(all.size()) - 1)].uuid;
}
aster::uuid aster_chatter::some_message() {
  const auto& all = transcript_.in(some_channel());
  return all.empty() ? 1 : all[dice_.between(0, static_cast<std::uint32_t>(all.size()) - 1)].uuid;
}
aster::uuid aster_chatter::some_user() {
  const auto& all = directory_.users();
  if (all.empty() || dice_.chance(50)) return 1;
  return std::next(all.begin(), dice_.between(0, static_cast<std::uint32_t>(all.size()) - 1))->first;
}

void aster_chatter::ask_something() {
  const std::string text = name_ + ' ' + std::to_string(++texts_) + std::string(dice_.between(0, 30), '.');
  switch (dice_.between(0, 22)) {
    case 0: return ask(aster::get_name{});
    case 1: return ask(aster::get_metadata{});
    case 2: {
      if (!asks_who_) return ask(aster::get_icon{});
      asked_who_ = true;
      return ask(aster::online{});
    }
    case 3: return ask(aster::list_channels{});
    case 4: return ask(aster::list_groups{});
    case 5: return ask(aster::history{.channel = some_channel(), .count = dice_.between(0, 20)});
    case 6: return ask(aster::edit{some_message(), text});
    case 7: return ask(aster::delete_message{some_message()});
    case 8: return ask(aster::nick{text});
    case 9: {
      const aster::uuid user = some_user();
      return ask(aster::get_user{user}, user);
    }
    case 10: return ask(aster::ping{});
    case 11: return ask(aster::create_channel{text});
    case 12: return ask(aster::call{R"({"command":"nope"})"});
    case 13: return ask(aster::get_last_reads{});
    case 14: return ask_for_little(text);
    case 15: return ask_for_oneself(text);
    case 16: return ask_about_reading();
    case 17: return ask_about_groups(text);
    case 18: return ask_about_channels(text);
    default: {
      const auto reply = dice_.chance(300) ? std::optional(some_message()) : std::nullopt;
      return ask(aster::send{.channel = some_channel(), .content = text, .reply = reply}, 0, text);
    }
  }
}

void aster_chatter::ask_for_little(const std::string& text) {
  switch (dice_.between(0, 5)) {
    case 0: return ask(aster::leave{});
    case 1: return ask(aster::list_emoji{});
    case 2: return ask(aster::get_emoji{emoji_});
    case 3: return ask(aster::log_in{.name = "zoe", .password = "nobody"});
    case 4: return ask(aster::register_user{.name = text, .password = "nobody"});
    default: return ask(aster::get_icon{});
  }
}

/// A password that is the right one may change, and no login may fail for it.
void aster_chatter::ask_for_oneself(const std::string& text) {
  const aster::sync_entry entry{.ip = text, .user = name_};
  switch (dice_.between(0, 6)) {
    case 0: return ask(aster::pfp{as_bytes(text)});
    case 1: return ask(aster::sync_set{text, as_bytes(text)});
    case 2: return ask(aster::sync_get{});
    case 3: return ask(aster::sync_set_servers{{&entry, 1}});
    case 4: return ask(aster::sync_get_servers{});
    default: return ask(aster::change_password{text});
  }
}

void aster_chatter::ask_about_reading() {
  if (dice_.chance(500)) return ask(aster::mark_as_read{some_message()});
  ask(aster::get_num_unread{some_channel()});
}

/// What they allow takes from nobody what the others are heard by.
void aster_chatter::ask_about_groups(const std::string& text) {
  const auto& all = directory_.groups();
  const aster::uuid group = all.empty() ? 1 : all.back().uuid;  // the lowest, which the others may change
  const auto allowed = aster::permissions().set(aster::permission::ban_users, aster::stance::allow);
  switch (dice_.between(0, 4)) {
    case 0: return ask(aster::list_groups{});
    case 1: return ask(aster::delete_group{group});
    case 2: return ask(aster::update_group{.group = group, .name = text});
    case 3: return ask(aster::update_user_groups{some_user(), {&group, 1}});
    default:
      return ask(aster::create_group{.name = text, .permissions = allowed, .position = dice_.between(1, 2)});
  }
}

void aster_chatter::ask_about_channels(const std::string& text) {
  if (dice_.chance(300)) return ask(aster::delete_channel{some_channel()});
  if (dice_.chance(500)) return ask(aster::create_channel{text, 0});
  ask(aster::update_channel{.channel = some_channel(), .name = text, .position = dice_.between(0, 2)});
}

template <class Request>
void aster_chatter::ask(const Request& what, aster::uuid about, std::string text) {
  const accepted id = actor_.ask(
      [&](client& machine) { return machine.call([&](aster::client& inner) { return inner.ask(what); }); });
  if (!id) return;
  ++tally_.asked;
  if (!text.empty()) given_.insert(text);
  asked_[*id] = {Request::which, about, std::move(text)};
}

void aster_chatter::note(const aster::client::event& event) {
  log_.line(actor_.now(), name_ + ": " + describe(event));
  directory_.apply(event);
  transcript_.apply(event);
  if (std::holds_alternative<aster::ready>(event)) ++readies_, fetch_ = true;
  if (std::holds_alternative<failed>(event)) ++tally_.failed;
  const bool waits = actor_.open_requests() != 0;
  if (event.index() < kinds.size())
    seen_.insert(std::string(kinds[event.index()]) + (waits ? " while it waits" : ""));
  if (const auto* said = std::get_if<aster::posted>(&event))
    posted_[said->what.uuid] = said->what.content.str();
  if (const auto* answer = std::get_if<aster::answer>(&event)) check(*answer);
  if (!intact_) return;
  if (const auto* odd = std::get_if<aster::unsolicited>(&event))
    breach_ = "a line that nobody asked for: " + std::string(odd->line);
  if (const auto* fault = std::get_if<failed>(&event); fault && fault->error == aster::errc::unanswered)
    breach_ = "a request counts as passed over";
  if (const auto* end = std::get_if<closed>(&event);
      end && end->error == aster::errc::login_refused && !wrong_)
    breach_ = "a login is refused though the password is right: " + std::string(end->detail);
}

/// Does it fit what was asked?
void aster_chatter::check(const aster::answer& answer) {
  ++tally_.answered;
  seen_.insert("answer " + std::string(aster::row(answer.which).name));
  if (answer.round_trip < 0ns || answer.round_trip > options_.deadline + 1ms)
    breach_ = "a round trip out of bounds";
  if (!intact_) return;
  const asked& what = asked_[answer.id];
  if (what.which != answer.which) breach_ = "the answer to another request";
  if (what.about != 0) {
    const auto user = aster::result<aster::get_user>(answer);
    if (!user || user->uuid != what.about) breach_ = "the answer about somebody else";
  }
  if (!what.text.empty()) {
    const auto id = aster::result<aster::send>(answer);
    if (!id || !posted_.contains(*id) || posted_[*id] != what.text) breach_ = "the answer to another message";
  }
  if (answer.which == aster::command::get_metadata) {
    const auto all = aster::result<aster::get_metadata>(answer);
    if (!all || !all->complete() || all->size() < 3) breach_ = "an event passes for the list of all users";
  }
}

std::string aster_chatter::breach() const {
  if (!actor_.breaches().empty()) return actor_.breaches().front();
  if (!breach_.empty()) return breach_;
  if (!over()) return "stuck: a client is not done";
  if (actor_.machine().peak_memory() > memory_limit(options_, 1 << 16))
    return "more memory than the options allow: " + std::to_string(actor_.machine().peak_memory());
  if (actor_.machine().memory() > 4096) return "memory was not given back";
  return {};
}

}  // namespace gamewire::sim
