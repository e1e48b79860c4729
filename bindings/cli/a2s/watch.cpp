/// `gamewire watch`: a table that lives, for a terminal that is left open; lines, where there is none.
#include <array>
#include <optional>

#include <fmt/core.h>
#include <poll.h>
#include <unistd.h>

#include <gamewire/system.hpp>

#include "a2s/roster.hpp"
#include "a2s/watch_table.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/raw_terminal.hpp"

namespace gamewire::cli {
namespace {

json to_json(const roster_entry& one) {
  json object{{"address", one.address}, {"kind", "watch"}, {"up", one.up()}};
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

class watcher {
 public:
  watcher(session& with, const watch_arguments& arguments)
      : with_(with),
        arguments_(arguments),
        live_(with.out.terminal() && !with.out.as_json() && ::isatty(STDIN_FILENO) == 1),
        loop_(open_loop()),
        servers_(loop_, with, arguments.addresses) {}

  int run() {
    const on_interrupt stopping([this] { loop_.stop(); });
    std::optional<raw_terminal> screen;
    if (live_) screen.emplace();
    time_point next = system::now();
    while (interrupted_by() == 0 && !quit_ && !(arguments_.count != 0 && rounds_ == arguments_.count)) {
      if (system::now() >= next) {
        servers_.ask([this] { tell(); });
        next = later(system::now(), arguments_.interval);
      }
      if (screen) screen->show(picture());
      wait(next);
      if (const auto trouble = loop_.poll(); trouble && trouble != std::errc::operation_canceled)
        throw command_error(fault_of(trouble));
      if (live_) listen();
    }
    return interrupted_by() == 0 ? 0 : exit_code_of(interrupted_by());
  }

 private:
  [[nodiscard]] std::string picture() const {
    const auto [columns, rows] = raw_terminal::size();
    return table_.draw(servers_.entries(), columns, rows - 1, with_.out) + with_.out.dim("q to quit");
  }

  /// A round has ended.
  void tell() {
    ++rounds_;
    table_.add(servers_.entries());
    if (live_) return;
    if (!with_.out.as_json())
      return with_.out.text(table_.draw(servers_.entries(), 120, ~std::size_t{0}, with_.out));
    for (const roster_entry& one : servers_.entries()) with_.out.object(to_json(one));
  }

  /// For the servers, a key, a signal; or until then.
  void wait(time_point until) {
    std::array<pollfd, 2> both{{{loop_.descriptor(), POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - system::now()).count();
    ::poll(both.data(), live_ ? 2 : 1, left > 0 ? static_cast<int>(left) : 0);
  }

  void listen() {
    for (int key = raw_terminal::key(); key != 0; key = raw_terminal::key()) {
      quit_ = quit_ || key == 'q' || key == 'Q' || key == -1;
      if (key == -1) return;
    }
  }

  session& with_;
  const watch_arguments& arguments_;
  const bool live_;
  bool quit_ = false;
  unsigned rounds_ = 0;
  epoll::loop loop_;
  roster servers_;
  watch_table table_;
};

}  // namespace

int run_watch(session& with, const watch_arguments& arguments) { return watcher(with, arguments).run(); }

}  // namespace gamewire::cli
