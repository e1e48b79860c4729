#include "asker.hpp"

#include "support/a2s_events.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;

/// What a client may hold at most: reassembly as its options bound it, one datagram, one held answer, and
/// itself.
std::int64_t memory_limit(const a2s::client_options& options) {
  constexpr std::int64_t itself = 4096;
  constexpr std::int64_t per_fragment = 32;
  const std::int64_t group = options.split.max_assembled + per_fragment * options.split.max_fragments;
  const std::int64_t reassembly = (options.split.max_groups + 1) * group + options.split.max_decompressed;
  return itself + reassembly + 2 * a2s::padded_request_size + options.split.max_assembled;
}

}  // namespace

a2s::client_options make_client_options(dice& dice) {
  a2s::client_options options;
  options.timeout = dice.milliseconds(50, 3000);
  options.retries = static_cast<std::uint8_t>(dice.between(0, 4));
  if (dice.chance(200)) options.deadline = dice.milliseconds(1, 5000);
  if (dice.chance(300)) options.max_challenges = static_cast<std::uint8_t>(dice.between(0, 6));
  options.get_challenge = dice.chance(200);
  options.retry_zero_challenge = dice.chance(700);
  if (dice.chance(200)) options.pad_to = a2s::padded_request_size;
  if (dice.chance(200)) options.retry_pad_to = 0;
  if (dice.chance(300)) options.source_form_wait = dice.milliseconds(1, 1000);
  options.split.max_groups = static_cast<std::uint8_t>(dice.between(1, 5));
  options.split.max_fragments = static_cast<std::uint8_t>(dice.between(1, 64));
  options.split.max_assembled = dice.between(1000, 40000);
  options.split.max_decompressed = dice.between(1000, 40000);
  options.split.split_timeout = dice.milliseconds(10, 3000);
  options.seed = dice.number();
  return options;
}

asker::asker(std::uint64_t seed, const endpoint& where, const server& knows, bool strict, trace& log,
             post send)
    : dice_(seed),
      where_(where),
      server_(knows),
      strict_(strict),
      log_(log),
      send_(std::move(send)),
      options_(make_client_options(dice_)),
      lateness_(dice_.chance(300) ? dice_.milliseconds(0, 50) : 0ns),
      full_per_mille_(dice_.chance(200) ? dice_.between(100, 1000) : 0),
      next_act_(time_point(dice_.milliseconds(0, 500))),
      acts_left_(dice_.between(1, 8)),
      actor_(client([this] { return a2s::client(options_); })) {
  // A full transport takes again within 100 ms, and only then hears of the time.
  actor_.request_limit = options_.total_deadline() + lateness_ + 1ms;
  actor_.on_send = [this](bytes datagram) { return take(datagram); };
  actor_.on_event = [this](const a2s::client::event& event) { note(event); };
}

time_point asker::machine_wakes() const {
  const time_point due = actor_.machine().deadline();
  return due == never ? never : due + lateness_;
}

time_point asker::next() const {
  if (over()) return never;
  return std::min({machine_wakes(), acts_left_ != 0 ? next_act_ : never, writable_at_});
}

void asker::wake(time_point now) {
  actor_.at(now);
  if (now >= writable_at_) {
    writable_at_ = never;
    full_per_mille_ /= 2;
  }
  const bool due = now >= machine_wakes();
  const bool spurious = dice_.chance(50);
  if (spurious && !due) met_.met("spurious timeout");
  if (due || spurious) actor_.on_timeout(now);
  if (acts_left_ != 0 && now >= next_act_) act();
  actor_.drain();
}

void asker::receive(bytes datagram, time_point now) { actor_.receive(datagram, now); }

void asker::refuse(time_point now) {
  met_.met("refused");
  actor_.receive_end(std::make_error_code(std::errc::connection_refused), now);
}

std::size_t asker::take(bytes datagram) {
  if (writable_at_ != never || dice_.chance(full_per_mille_)) {
    met_.met("full");
    if (writable_at_ == never) writable_at_ = actor_.now() + dice_.milliseconds(1, 100);
    return 0;
  }
  ++tally_.datagrams;
  log_.line(actor_.now(), endpoint_text(where_).view().data() + (" sends " + test::to_hex(datagram)));
  send_(datagram);
  return datagram.size();
}

/// The next command; the last one is to close.
void asker::act() {
  next_act_ = actor_.now() + dice_.milliseconds(0, 2000);
  if (--acts_left_ == 0) return actor_.close(actor_.now());
  if (dice_.chance(50)) met_.met("moved"), actor_.relocate();
  if (dice_.chance(100) && !actor_.cancel(request_id{dice_.between(1, 6)})) met_.met("cancelled");
  for (auto questions = dice_.between(1, 3); questions != 0; --questions) ask();
}

void asker::ask() {
  const auto which = dice_.between(0, 6);
  const accepted id = actor_.ask([which](client& machine) {
    return machine.call([which](a2s::client& inner) {
      switch (which) {
        case 0:
        case 1: return inner.request_info();
        case 2:
        case 3: return inner.request_players();
        case 4:
        case 5: return inner.request_rules();
        default: return inner.request_ping();
      }
    });
  });
  if (id) ++tally_.asked;
}

void asker::note(const a2s::client::event& event) {
  const std::string text = describe(event);
  log_.line(actor_.now(), endpoint_text(where_).view().data() + (": " + text.substr(0, text.find('\n'))));
  std::visit(
      [this]<class Event>(const Event& what) {
        if constexpr (requires { what.round_trip; }) {
          ++tally_.answered;
          if (what.round_trip < 0ns || what.round_trip > options_.total_deadline() + lateness_)
            breach_ = "a round trip out of bounds";
        }
        if constexpr (std::is_same_v<Event, failed>) ++tally_.failed;
        if constexpr (
            requires {
              Event::owned;
              what.raw;
            } ||
            requires {
              typename Event::owned;
              what.raw;
            })
          check_answer(what.raw);
      },
      event);
}

void asker::check_answer(bytes raw) {
  if (strict_ && !server_.said(raw)) breach_ = "an answer that the server did not give";
}

std::string asker::breach() const {
  if (!actor_.breaches().empty()) return actor_.breaches().front();
  if (!breach_.empty()) return breach_;
  const std::uint64_t per_request = options_.retries + 1U + options_.max_challenges;
  if (tally_.datagrams > tally_.asked * per_request)
    return "more datagrams than attempts and challenges allow";
  if (actor_.machine().peak_memory() > memory_limit(options_)) return "more memory than the options allow";
  if (over() && actor_.machine().memory() > 512) return "memory was not given back";
  return {};
}

}  // namespace gamewire::sim
