#include "a2s/scan.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <unordered_map>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <gamewire/wildcards.hpp>

#include "a2s/scan_report.hpp"
#include "output/result_writer.hpp"
#include "target/target.hpp"
#include "terminal/interrupt.hpp"
#include "transport/machines.hpp"

namespace gamewire::cli {
namespace {

/// As much as the answers to what a scan sends between two looks at its socket can be.
constexpr std::size_t receive_buffer = 8U << 20;

/// Lines that wait for the answer to another one of the same address: they take no part of the window.
constexpr std::size_t most_twins = 1U << 16;

using scan_service = hub_service<client_fleet>;

/// A socket for each address family that is wanted and that this host has.
class scan_sockets {
 public:
  scan_sockets(const session& with, const scan_arguments& arguments, const a2s::client_options& options) {
    const fleet_options chosen{
        .in_flight = arguments.in_flight, .rate = arguments.rate, .seed = system::random_seed()};
    driver_options driver = driver_options_of(with);
    driver.receive_buffer = receive_buffer;
    driver.never_fragment = true;
    auto local = wildcards(driver.prefer);
    if (!local) throw command_error(fault_of(local.error()));
    local_ = *std::move(local);
    auto opened = with.via->bind(local_, client_fleet(chosen, &options), std::move(driver));
    if (!opened) throw command_error(fault_of(opened.error()));
    service_ = *std::move(opened);
  }

  [[nodiscard]] scan_service& service() const noexcept { return *service_; }
  [[nodiscard]] bool reach(const endpoint& peer) const noexcept {
    return std::ranges::any_of(local_, [&](const endpoint& one) { return one.family() == peer.family(); });
  }

 private:
  std::vector<endpoint> local_;
  std::unique_ptr<scan_service> service_;
};

class scanner {
 public:
  scanner(session& with, const scan_arguments& arguments, system::descriptor list)
      : with_(with),
        arguments_(arguments),
        options_(client_options(with.options)),
        sockets_(with, arguments, options_),
        shows_progress_(::isatty(STDERR_FILENO) == 1 && is_smart_terminal()),
        writer_(with.out, shows_progress_, [this] { service_.stop(); }),
        list_(std::move(list), driver_options_of(with).prefer, [this] { service_.stop(); }) {}

  /// The exit code.
  int run() {
    const on_interrupt stopping([this] { service_.stop(); });
    work();
    writer_.finish();
    const auto trouble = list_.trouble();
    if (!trouble || counts_.asked != 0) summarize();
    if (interrupted_by() != 0) return exit_code_of(interrupted_by());
    if (trouble) throw command_error(usage_fault(arguments_.file + ": " + trouble.message()));
    return codes_.code();
  }

 private:
  using event = client_fleet::event;

  /// One that is in flight; the fleet knows it by its place.
  struct asked {
    listed whom;
    std::vector<part_reply> parts;
  };

  /// Starts what there is room for, and waits for what becomes of it, until nothing is left of either. It is
  /// woken for more of the list, for room in the output, by Ctrl-C, and at the end.
  void work() {
    while (interrupted_by() == 0 && !writer_.lost()) {
      feed();
      if (finished()) return;
      const auto ended = service_.run([this](const event& happened) { take(happened); });
      if (ended && ended != std::errc::operation_canceled) throw command_error(fault_of(ended));
    }
  }

  void summarize() {
    const scan_counts counts = count();
    to_stderr(with_.options.json ? summary_json(counts).dump() + '\n' : summary_line(counts));
  }

  [[nodiscard]] bool finished() { return in_flight() == 0 && list_.ended(); }

  /// Lines without a result, those that wait for that of another one among them.
  [[nodiscard]] std::size_t in_flight() { return service_.hub().in_flight() + twins_.size(); }
  [[nodiscard]] bool has_room() { return service_.hub().room() != 0 && twins_.size() < most_twins; }

  void feed() {
    while (has_room() && !writer_.full()) {
      auto whom = list_.next();
      if (!whom) break;
      begin(*std::move(whom));
    }
    if (shows_progress_) writer_.show(progress_line(count()));
  }

  void begin(listed whom) {
    if (!whom.at) return tell(whom, whom.at.error());
    if (!sockets_.reach(*whom.at))
      return tell(whom, fault_of(std::make_error_code(std::errc::address_family_not_supported)));
    const endpoint peer = *whom.at;
    const std::size_t place = take_place(std::move(whom));
    asked& one = places_[place];
    const auto failed =
        service_.hub().start(peer, place, [&](a2s::client& client) noexcept { request(client, one.parts); });
    if (!failed) return;
    whom = std::move(one.whom);
    free_.push_back(place);
    if (failed == errc::duplicate)
      twins_.emplace(peer, std::move(whom));
    else
      tell(whom, fault_of(failed));
  }

  std::size_t take_place(listed whom) {
    if (free_.empty()) {
      free_.push_back(places_.size());
      places_.emplace_back();
    }
    const std::size_t place = free_.back();
    free_.pop_back();
    places_[place] = {std::move(whom), unanswered(arguments_.what)};
    return place;
  }

  void take(const event& happened) {
    if (const auto* end = std::get_if<closed>(&happened)) throw command_error(fault_of(end->error));
    const auto& one = std::get<client_fleet::happened>(happened);
    keep(places_[one.id].parts, one.what);
    if (!std::holds_alternative<closed>(one.what)) return;
    conclude(one.id, one.peer);
    feed();
    if (finished()) service_.stop();
  }

  /// The answer goes to everyone who asked that address meanwhile.
  void conclude(std::size_t place, const endpoint& peer) {
    const asked done = std::move(places_[place]);
    free_.push_back(place);
    const answer got{.from = peer, .parts = std::move(done.parts)};
    tell(done.whom, got);
    if (twins_.empty()) return;
    const auto [first, last] = twins_.equal_range(peer);
    for (auto twin = first; twin != last; ++twin) tell(twin->second, got);
    twins_.erase(first, last);
  }

  void tell(const listed& whom, const answer& got) {
    codes_.add(exit_code(got, false));
    ++counts_.asked;
    if (got.ping_ms())
      ++counts_.answered;
    else
      count_failure(*got.parts[0].failure);
    if (!with_.options.json) return writer_.add(scan_line(whom, got, with_.out));
    json_line line = begin_line(whom);
    put_answer(line, got, false);
    writer_.add(line.finish());
  }

  void tell(const listed& whom, const fault& why) {
    codes_.add(why.exit_code());
    ++counts_.asked;
    count_failure(why);
    if (!with_.options.json) return writer_.add(scan_line(whom, why, with_.out));
    json_line line = begin_line(whom);
    put_fault(line, "error", why);
    writer_.add(line.finish());
  }

  [[nodiscard]] json_line begin_line(const listed& whom) const {
    json_line line(with_.out.terminal());
    put_about(line, whom);
    return line;
  }

  void count_failure(const fault& why) { ++counts_.failed[static_cast<std::size_t>(why.kind) - 1]; }

  [[nodiscard]] scan_counts count() {
    const client_fleet::counters packets = service_.hub().count();
    scan_counts counts = counts_;
    counts.in_flight = in_flight();
    counts.packets_sent = packets.sent;
    counts.packets_received = packets.received + packets.strangers;
    counts.dropped = service_.dropped();
    counts.seconds = std::chrono::duration<double>(system::now() - start_).count();
    return counts;
  }

  static bool is_smart_terminal() {
    const char* name = std::getenv("TERM");
    return name != nullptr && std::string_view(name) != "dumb";
  }

  session& with_;
  const scan_arguments& arguments_;
  const a2s::client_options options_;  // shared by all clients
  const scan_sockets sockets_;
  scan_service& service_ = sockets_.service();
  const time_point start_ = system::now();
  std::vector<asked> places_;
  std::vector<std::size_t> free_;
  std::unordered_multimap<endpoint, listed> twins_;
  scan_counts counts_;
  exit_sum codes_;
  const bool shows_progress_;
  result_writer writer_;
  target_stream list_;
};

}  // namespace

int scan(session& with, const scan_arguments& arguments, system::descriptor list) {
  return scanner(with, arguments, std::move(list)).run();
}

int run_scan(session& with, const scan_arguments& arguments) {
  const int list = arguments.file == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                         : ::open(arguments.file.c_str(), O_RDONLY | O_CLOEXEC);
  if (list < 0)
    throw command_error(
        usage_fault(fmt::format("{}: {}; what is scanned is a file of addresses, or - for standard input",
                                arguments.file, std::generic_category().message(errno))));
  return scan(with, arguments, system::descriptor(list));
}

}  // namespace gamewire::cli
