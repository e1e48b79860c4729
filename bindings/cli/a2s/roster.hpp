/// Servers that are asked again and again, for what shows how they are: `watch`, `exporter`.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <gamewire/a2s/info.hpp>
#include <gamewire/epoll/hub.hpp>
#include <gamewire/epoll/loop.hpp>

#include "target/target.hpp"
#include "transport/machines.hpp"

namespace gamewire::cli {

/// What is known of one server.
struct roster_entry {
  std::string address;  // as given, with the port
  endpoint resolved;    // of a name, where it was found
  /// Of the last round: either this and the round trip, or why not. Of none before the first round has ended.
  std::optional<a2s::info> info;
  nanoseconds round_trip{};
  std::optional<fault> failure;

  [[nodiscard]] bool up() const noexcept { return info && !failure; }
};

/// A round asks all of them, by one fleet; names are resolved anew each time, since servers move. Who is being asked
/// under another name already is asked once, for both. A name that takes longer than a query may is not waited for.
class roster {
 public:
  /// Throws `command_error` for what is no address, and when there are no sockets to be had.
  roster(epoll::loop& on, const session& with, const std::vector<std::string>& addresses);
  roster(const roster&) = delete;
  roster& operator=(const roster&) = delete;
  ~roster();

  /// Begins a round, unless one is under way; `ended` is called on the loop when all have answered or failed.
  void ask(std::function<void()> ended);

  [[nodiscard]] std::span<const roster_entry> entries() const noexcept { return entries_; }
  /// When the last round ended; nothing before the first has.
  [[nodiscard]] std::optional<time_point> ended_at() const noexcept { return ended_at_; }

 private:
  using driver = epoll::hub_driver<client_fleet>;
  /// Of a server's name: the round waits for it, or has gone on without it.
  enum class lookup : unsigned char { none, awaited, late };

  void open(const session& with);
  void look_up(std::size_t which);
  void give_names_up();
  void begin(std::size_t which);
  bool start(std::size_t which);
  void start_waiting();
  void hear(const client_fleet::event& event);
  void conclude(std::size_t which, const endpoint& server);
  void fail(std::size_t which, fault why);
  void finish_one();

  epoll::loop& loop_;
  const a2s::client_options options_;
  const ip_preference prefer_;
  std::vector<target> targets_;
  std::vector<roster_entry> entries_;
  std::vector<roster_entry> next_;  // of the round under way
  std::vector<endpoint> found_;
  std::vector<lookup> lookups_;
  std::deque<std::size_t> waiting_;                       // for room in the fleet
  std::unordered_multimap<endpoint, std::size_t> twins_;  // of those that are being asked: for their answer
  std::size_t open_ = 0;                                  // of this round
  std::optional<time_point> ended_at_;
  std::function<void()> on_end_;
  std::optional<driver> driver_;
  epoll::timer names_due_ = loop_.set_timer(never, [this] { give_names_up(); });
  /// Names that are being resolved when this ends find nobody.
  std::shared_ptr<roster*> self_ = std::make_shared<roster*>(this);
};

/// Throws `command_error`.
epoll::loop open_loop();

}  // namespace gamewire::cli
