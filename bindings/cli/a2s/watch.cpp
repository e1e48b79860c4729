/// `gamewire watch`: a table that lives, for a terminal that is left open; lines, where there is none.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string_view>

#include <fmt/core.h>
#include <poll.h>
#include <unistd.h>

#include <gamewire/system.hpp>

#include "a2s/roster.hpp"
#include "a2s/watch_table.hpp"
#include "output/columns.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/pager.hpp"
#include "terminal/raw_terminal.hpp"

namespace gamewire::cli {
namespace {

json to_json(const roster_entry& one) {
  json object;
  put_text(object, "address", one.address);
  if (one.resolved != endpoint()) object["resolved"] = endpoint_text(one.resolved).view();
  object["kind"] = "watch";
  object["up"] = one.up();
  if (!one.up()) {
    if (one.failure) object["error"] = to_json(*one.failure);
    return object;
  }
  put_text(object, "name", one.info->name);
  put_text(object, "map", one.info->map);
  object["players"] = one.info->players;
  object["max_players"] = one.info->max_players;
  if (one.info->bots) object["bots"] = *one.info->bots;
  object["ping_ms"] = milliseconds(one.round_trip);
  return object;
}

constexpr std::size_t columns_of_lines = 120;  // where there is no terminal

bool can_move_cursor() {
  const char* const terminal = std::getenv("TERM");
  return terminal != nullptr && std::string_view(terminal) != "dumb";
}

class watcher {
 public:
  watcher(session& with, const watch_arguments& arguments)
      : with_(with),
        arguments_(arguments),
        live_(with.out.terminal() && !with.out.as_json() && ::isatty(STDIN_FILENO) == 1 && can_move_cursor()),
        loop_(open_loop()),
        servers_(loop_, with, arguments.addresses) {}

  int run() {
    const on_interrupt stopping([this] { loop_.stop(); });
    if (live_) screen_.emplace();
    time_point next = system::now();
    while (interrupted_by() == 0 && !quit_ && !(arguments_.count != 0 && rounds_ == arguments_.count)) {
      if (system::now() >= next) {
        servers_.ask([this] { tell(); });
        next = later(system::now(), arguments_.interval);
      }
      if (screen_) screen_->show(picture());
      wait(next);
      if (const auto trouble = loop_.poll(); trouble && trouble != std::errc::operation_canceled)
        throw command_error(fault_of(trouble));
      if (live_) listen();
    }
    if (interrupted_by() != 0) return exit_code_of(interrupted_by());
    return quit_ ? 0 : code();
  }

 private:
  /// Of the last round.
  [[nodiscard]] int code() const {
    exit_sum codes;
    for (const roster_entry& one : servers_.entries()) codes.add(one.failure ? one.failure->exit_code() : 0);
    return codes.code();
  }

  /// As large as the screen is now. Of the tiniest one the servers have all there is.
  [[nodiscard]] std::string picture() {
    const auto [columns, rows] = raw_terminal::size();
    const auto servers = servers_.entries();
    const std::size_t head = rows > 2 ? 1 : 0;
    const std::size_t foot = rows > 1 ? 1 : 0;
    part_.fit(servers.size(), rows - head - foot);
    std::string text = head != 0 ? table_.head(servers, columns, with_.out) : "";
    text += table_.lines(servers, part_.first(), part_.shown(), columns);
    if (foot == 0) text.pop_back();  // one more line would move the first one out
    return foot != 0 ? text + with_.out.dim(below(columns)) : text;
  }

  [[nodiscard]] std::string below(std::size_t columns) const {
    constexpr const char* how_to_leave = "q to quit";
    if (part_.all_shown()) return shortened(how_to_leave, columns);
    const std::size_t last = part_.first() + part_.shown();
    const auto where = fmt::format("{}-{} of {}", part_.first() + 1, last, servers_.entries().size());
    const auto both = fmt::format("{} · {}", where, how_to_leave);
    return width(both) <= columns ? both : shortened(where, columns);
  }

  /// A round has ended.
  void tell() {
    ++rounds_;
    const auto servers = servers_.entries();
    table_.add(servers);
    if (live_) return;
    if (!with_.out.as_json())
      return with_.out.text(table_.head(servers, columns_of_lines, with_.out) +
                            table_.lines(servers, 0, servers.size(), columns_of_lines));
    for (const roster_entry& one : servers) with_.out.object(to_json(one));
  }

  /// For the servers, a key, a signal; or until then.
  void wait(time_point until) {
    std::array<pollfd, 2> both{{{loop_.descriptor(), POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
    using std::chrono::milliseconds;
    const auto most = std::max(std::chrono::ceil<milliseconds>(until - system::now()), milliseconds(0));
    if (screen_)
      screen_->wait(both, most);
    else
      ::poll(both.data(), 1, static_cast<int>(most.count()));
  }

  void listen() {
    int byte = raw_terminal::read();
    for (; byte > 0; byte = raw_terminal::read()) {
      const pager_key key = keys_.hear(static_cast<unsigned char>(byte));
      part_.press(key);
      quit_ = quit_ || key == pager_key::quit;
    }
    quit_ = quit_ || byte < 0;
  }

  session& with_;
  const watch_arguments& arguments_;
  const bool live_;
  bool quit_ = false;
  unsigned rounds_ = 0;
  epoll::loop loop_;
  roster servers_;
  watch_table table_;
  pager_keys keys_;
  pager part_;
  std::optional<raw_terminal> screen_;
};

}  // namespace

int run_watch(session& with, const watch_arguments& arguments) {
  const auto nothing_yet = [](const target&) { return 0; };
  if (for_each_target(arguments.addresses, with.out, nothing_yet) != 0) return exit_usage;
  return watcher(with, arguments).run();
}

}  // namespace gamewire::cli
