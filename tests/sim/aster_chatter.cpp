#include "aster_chatter.hpp"

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

}  // namespace

aster_chatter::aster_chatter(std::uint64_t seed, const aster::client_options& options, bool intact,
                             std::string name, trace& log, post send)
    : dice_(seed),
      options_(options),
      intact_(intact),
      name_(std::move(name)),
      log_(log),
      next_act_(time_point(dice_.milliseconds(0, 300))),
      acts_left_(dice_.between(1, 10)),
      asks_who_(dice_.chance(500)),
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
  switch (dice_.between(0, 16)) {
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
    default: {
      const auto reply = dice_.chance(300) ? std::optional(some_message()) : std::nullopt;
      return ask(aster::send{.channel = some_channel(), .content = text, .reply = reply}, 0, text);
    }
  }
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
  if (const auto* said = std::get_if<aster::posted>(&event))
    posted_[said->what.uuid] = said->what.content.str();
  if (const auto* answer = std::get_if<aster::answer>(&event)) check(*answer);
  if (!intact_) return;
  if (const auto* odd = std::get_if<aster::unsolicited>(&event))
    breach_ = "a line that nobody asked for: " + std::string(odd->line);
  if (const auto* fault = std::get_if<failed>(&event); fault && fault->error == aster::errc::unanswered)
    breach_ = "a request counts as passed over";
}

/// Does it fit what was asked?
void aster_chatter::check(const aster::answer& answer) {
  ++tally_.answered;
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
