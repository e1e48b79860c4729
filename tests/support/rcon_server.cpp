#include "rcon_server.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace gamewire::test {
namespace {

using namespace std::chrono_literals;

constexpr auto read_delay = 100us;
constexpr auto drip_delay = 10us;

constexpr std::array all_manners{
    rcon_manners{.name = "source",
                 .fits = rcon::profile::source,
                 .prelude = true,
                 .marker = marker_answer::mirror,
                 .split = 4000},
    rcon_manners{.name = "source, a segment for each packet",
                 .fits = rcon::profile::source,
                 .prelude = true,
                 .marker = marker_answer::mirror,
                 .split = 3700,
                 .cut = cutting::frames},
    rcon_manners{.name = "source, slow",
                 .fits = rcon::profile::source,
                 .prelude = true,
                 .marker = marker_answer::mirror,
                 .split = 4000,
                 .cut = cutting::frames,
                 .thinks = 700ms,
                 .pauses = 3ms},
    rcon_manners{.name = "source, nothing to say is no packet",
                 .fits = rcon::profile::source,
                 .prelude = true,
                 .no_empty_reply = true,
                 .marker = marker_answer::mirror,
                 .split = 4000},
    rcon_manners{.name = "source 2", .fits = rcon::profile::source2},
    rcon_manners{.name = "minecraft",
                 .fits = rcon::profile::minecraft,
                 .one_read_one_packet = true,
                 .marker = marker_answer::unknown_request,
                 .split = 4096,
                 .cut = cutting::frames},
    rcon_manners{.name = "minecraft, slow",
                 .fits = rcon::profile::minecraft,
                 .one_read_one_packet = true,
                 .marker = marker_answer::unknown_request,
                 .split = 4096,
                 .thinks = 800ms},
    rcon_manners{.name = "factorio", .fits = rcon::profile::single},
    rcon_manners{.name = "ark", .fits = rcon::profile::single, .cut = cutting::frames, .thinks = 50ms},
    rcon_manners{
        .name = "palworld", .fits = rcon::profile::single, .names_replies = false, .names_login = false},
    rcon_manners{.name = "conan", .fits = rcon::profile::single, .names_replies = false},
    rcon_manners{.name = "squad",
                 .fits = rcon::profile::squad,
                 .prelude = true,
                 .events = true,
                 .marker = marker_answer::squad,
                 .split = 4000,
                 .cut = cutting::frames},
    rcon_manners{.name = "squad in one segment",
                 .fits = rcon::profile::squad,
                 .prelude = true,
                 .events = true,
                 .marker = marker_answer::squad,
                 .split = 4000},
    rcon_manners{.name = "rust", .fits = rcon::profile::rust_legacy, .echoes = true},
    rcon_manners{.name = "source with strays",
                 .fits = rcon::profile::source,
                 .prelude = true,
                 .strays = true,
                 .marker = marker_answer::mirror,
                 .split = 4000},
    rcon_manners{.name = "source in drips",
                 .fits = rcon::profile::source,
                 .prelude = true,
                 .marker = marker_answer::mirror,
                 .split = 4000,
                 .cut = cutting::drip},
    rcon_manners{.name = "squad in drips",
                 .fits = rcon::profile::squad,
                 .prelude = true,
                 .events = true,
                 .marker = marker_answer::squad,
                 .split = 4000,
                 .cut = cutting::drip},
    rcon_manners{.name = "many packets, no marker",
                 .prelude = true,
                 .split = 4000,
                 .cut = cutting::frames,
                 .pauses = 5ms},
};

buffer copy_of(bytes in) { return {in.begin(), in.end()}; }

}  // namespace

std::span<const rcon_manners> known_rcon_manners() { return all_manners; }

std::string rcon_reply_to(std::string_view command) {
  if (command == "empty" || command.starts_with("changelevel")) return {};
  if (!command.starts_with("text ")) return std::string(command);
  const auto size = static_cast<std::size_t>(std::atoi(command.data() + 5));
  std::string text;
  for (std::size_t line = 0; text.size() < size; ++line)
    text += "line " + std::to_string(line) + " of " + std::string(command) + "\n";
  text.resize(size);
  return text;
}

void rcon_server::receive(bytes segment, time_point now) {
  if (hung_up_) return;
  inbox_.insert(inbox_.end(), segment.begin(), segment.end());
  if (read_at_ == never) read_at_ = now + read_delay;
}

time_point rcon_server::next() const {
  return std::min(read_at_, outbox_.empty() ? never : outbox_.begin()->first);
}

buffer rcon_server::wake(time_point now) {
  if (now >= read_at_) {
    read_at_ = never;
    read(now);
  }
  if (outbox_.empty() || outbox_.begin()->first > now) return {};
  return std::move(outbox_.extract(outbox_.begin()).mapped());
}

void rcon_server::read(time_point now) {
  free_at_ = std::max(free_at_, now);
  const buffer in = copy_of(inbox_);
  bytes rest = in;
  while (rest.size() >= rcon::size_field && !hung_up_) {
    const auto size = rcon::wire_size(rest.first<rcon::size_field>());
    if (!size || (manners_.one_read_one_packet && *size != rest.size())) {
      hung_up_ = true;
      return;
    }
    if (*size > rest.size()) break;
    handle(*rcon::decode(rest.first(*size)));
    rest = rest.subspan(*size);
  }
  inbox_ = copy_of(rest);
}

void rcon_server::handle(const rcon::frame& in) {
  if (in.type == rcon::type::auth) return log_in(in);
  if (!logged_in_) {
    send(-1, rcon::type::auth_response, "");
    return flush();
  }
  if (in.type == rcon::type::exec_command) return execute(in);
  mark(in);
}

void rcon_server::log_in(const rcon::frame& in) {
  logged_in_ = as_text(in.body) == password_;
  if (manners_.prelude) send(in.id, rcon::type::response_value, "");
  send(logged_in_ ? (manners_.names_login ? in.id : 0) : -1, rcon::type::auth_response, "");
  flush();
}

void rcon_server::execute(const rcon::frame& in) {
  const std::string command(as_text(in.body));
  executed_.push_back(command);
  if (command == "quit") {
    hung_up_ = true;
    return;
  }
  free_at_ += manners_.thinks;
  const std::int32_t id = manners_.names_replies ? in.id : 0;
  if (manners_.events) send(0, 1, "[ChatAll] somebody : " + command);
  if (manners_.strays) send(0, rcon::type::response_value, "stray");
  if (manners_.echoes) send(-1, 4, "[RCON][127.0.0.1:1] " + command);
  const std::string reply = rcon_reply_to(command);
  if (reply.empty() && manners_.no_empty_reply) return flush();
  const std::size_t most = manners_.split != 0 ? manners_.split : reply.size() + 1;
  for (std::size_t at = 0; at == 0 || at < reply.size(); at += most) {
    send(id, rcon::type::response_value, std::string_view(reply).substr(at, most));
    if (manners_.events && at % 3 == 0) send(0, 1, "[ChatAll] somebody : in between");
    if (manners_.pauses != 0ns) flush(), free_at_ += manners_.pauses;
  }
  flush();
}

void rcon_server::mark(const rcon::frame& in) {
  const bool changing_level = !executed_.empty() && executed_.back().starts_with("changelevel");
  if (changing_level) return;
  switch (manners_.marker) {
    case marker_answer::none: return;
    case marker_answer::mirror:
      send(in.id, rcon::type::response_value, "");
      send(in.id, rcon::type::response_value, std::string_view("\0\1\0\0", 4));
      break;
    case marker_answer::squad: {
      send(in.id, rcon::type::response_value, "");
      send(in.id, rcon::type::response_value, "");
      const buffer stray = from_hex("00 01 00 00 00 00 00");
      pending_.insert(pending_.end(), stray.begin(), stray.end());
      break;
    }
    case marker_answer::unknown_request: send(in.id, rcon::type::response_value, "Unknown request 0");
  }
  flush();
}

void rcon_server::send(std::int32_t id, std::int32_t type, std::string_view body) {
  const rcon::frame frame{id, type, as_bytes(body)};
  const std::size_t before = pending_.size();
  pending_.resize(before + rcon::encoded_size(frame));
  (void)rcon::encode(frame, std::span(pending_).subspan(before));
  if (manners_.cut == cutting::frames) flush();
}

void rcon_server::flush() {
  const buffer all = std::exchange(pending_, {});
  if (all.empty()) return;
  if (manners_.cut != cutting::drip) return post(all);
  for (std::size_t at = 0; at < all.size(); at += 7) {
    free_at_ += drip_delay;
    post(copy_of(bytes(all).subspan(at, std::min<std::size_t>(7, all.size() - at))));
  }
}

void rcon_server::post(buffer segment) { outbox_.emplace(free_at_, std::move(segment)); }

}  // namespace gamewire::test
