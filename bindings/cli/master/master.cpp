/// `gamewire master`: the game servers that a master server knows.
#include <algorithm>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <vector>

#include <fmt/core.h>

#include <gamewire/master/client.hpp>
#include <gamewire/system.hpp>

#include "master/master_filter.hpp"
#include "target/target.hpp"
#include "terminal/interrupt.hpp"

namespace gamewire::cli {
namespace {

constexpr const char* valve_host = "hl2master.steampowered.com";
constexpr std::string_view valve_domain = ".steampowered.com";
constexpr std::uint16_t default_master_port = 27011;
constexpr nanoseconds minute = std::chrono::minutes(1);

/// In no minute more than so many: half of them at once, the others as time goes on.
void limit_rate(master::client_options& options, std::uint32_t per_minute) {
  options.interval = {};
  if (per_minute == 0) return;
  options.burst = std::max(per_minute / 2, 1U);
  options.interval = minute / std::max(per_minute - options.burst, 1U);
}

/// All addresses of a name, of which a driver is given one at a time: the next is tried after silence too,
/// which drivers do not do, since only the protocol knows what silence is. Shared with the threads that
/// resolve.
class address_book {
 public:
  /// For a driver that is to try address number `which`.
  static resolver resolver_of(const std::shared_ptr<address_book>& book, std::size_t which) {
    return [book, which](const address& of, ip_preference prefer) { return book->find(of, prefer, which); };
  }

  [[nodiscard]] std::size_t size() {
    const std::lock_guard lock(mutex_);
    return known_.size();
  }

 private:
  std::expected<std::vector<endpoint>, std::error_code> find(const address& of, ip_preference prefer,
                                                             std::size_t which) {
    if (size() == 0) {
      auto found = resolve(of, prefer);
      if (!found) return found;
      const std::lock_guard lock(mutex_);
      known_ = *std::move(found);
    }
    const std::lock_guard lock(mutex_);
    return std::vector{known_.at(which)};
  }

  std::mutex mutex_;
  std::vector<endpoint> known_;
};

class lister {
 public:
  lister(session& with, const master_arguments& arguments, target server)
      : with_(with),
        arguments_(arguments),
        filter_(filter_of(arguments)),
        started_(system::now()),
        server_(std::move(server)),
        left_(regions_of(arguments)) {}

  int run() {
    do {
      ask_somewhere();
      if (interrupted_by() != 0) return exit_code_of(interrupted_by());
    } while (goes_on());
    return cut_ ? tell_failure() : 0;
  }

 private:
  /// How the first list that was cut short ended.
  struct cut {
    fault why;
    master::region region;
    std::optional<master::listed> end;  // nothing, if there was not one page
  };

  /// Each once.
  static std::vector<master::region> regions_of(const master_arguments& arguments) {
    std::vector<master::region> all;
    for (const master::region each : arguments.regions)
      if (std::ranges::find(all, each) == all.end()) all.push_back(each);
    if (all.empty()) all.push_back(master::region::world);
    return all;
  }

  /// The addresses of the master in turn, until one is not silent; it is the first one the next time.
  void ask_somewhere() {
    while (true) {
      ask();
      const bool silent =
          why_ && !end_ && (why_->kind == condition::timeout || why_->kind == condition::refused);
      if (interrupted_by() != 0 || !silent || which_ + 1 >= book_->size()) return;
      ++which_;
    }
  }

  /// A master that is silent about a region may have more to say about those behind it.
  bool goes_on() {
    if (!why_) return false;
    const master::region silent = end_ ? end_->region : left_.front();
    if (!cut_) cut_ = cut{*why_, silent, end_};
    const bool late = with_.options.deadline && system::now() - started_ >= *with_.options.deadline;
    if (why_->kind != condition::timeout || late || has_enough()) return false;
    left_.erase(left_.begin(), std::next(std::ranges::find(left_, silent)));
    return !left_.empty();
  }

  [[nodiscard]] bool has_enough() const { return arguments_.limit != 0 && seen_.size() >= arguments_.limit; }

  [[nodiscard]] bool is_valves() const { return ('.' + server_.address.host).ends_with(valve_domain); }

  [[nodiscard]] master::client_options options() const {
    master::client_options chosen;
    chosen.timeout = with_.options.timeout.value_or(chosen.timeout);
    chosen.retries = static_cast<std::uint8_t>(with_.options.retries);
    if (with_.options.deadline)
      chosen.deadline = std::max(*with_.options.deadline - (system::now() - started_), nanoseconds(1));
    chosen.seed = system::random_seed();
    if (arguments_.per_minute || !is_valves()) limit_rate(chosen, arguments_.per_minute.value_or(0));
    return chosen;
  }

  /// One address, to its end.
  void ask() {
    why_.reset();
    end_.reset();
    master::client client(options());
    const auto id =
        client.request_list({.regions = left_, .filter = filter_.text(), .limit = arguments_.limit});
    if (!id) throw command_error(fault_of(id.error()));
    client.close(system::now());  // finishes what is open, and that is all we want
    driver_options driver = driver_options_of(with_);
    driver.resolve = address_book::resolver_of(book_, which_);
    const auto peer = with_.via->connect(server_.address, std::move(client), std::move(driver));
    if (!peer) {
      why_ = fault_of(peer.error());
      return;
    }
    const on_interrupt stopping([&] { (*peer)->stop(); });
    const auto trouble = (*peer)->run([this](const master::client::event& event) { take(event); });
    at_ = (*peer)->remote();
    if (trouble && !end_) why_ = fault_of(trouble);
  }

  void take(const master::client::event& event) {
    if (const auto* some = std::get_if<master::servers>(&event)) print(*some);
    if (const auto* end = std::get_if<master::listed>(&event)) {
      end_ = *end;
      if (end->partial) why_ = fault_of(end->error);
    }
    if (const auto* failure = std::get_if<failed>(&event)) why_ = fault_of(failure->error, failure->detail);
  }

  void print(const master::servers& some) {
    std::string lines;
    for (const endpoint& each : some.list) {
      if (has_enough() || !seen_.insert(each).second) continue;
      if (each.port() == 0) continue;  // nobody can be asked there
      const endpoint_text text(each);
      if (with_.out.as_json())
        lines += with_.out.line(
            {{"kind", "server"}, {"address", text.view()}, {"region", master::name_of(some.region)}});
      else
        lines.append(text.view()) += '\n';
    }
    with_.out.text(lines);
  }

  int tell_failure() {
    fault why = cut_->why;
    json about = server_.about(at_);
    if (cut_->end || !seen_.empty()) {
      about["servers"] = seen_.size();
      about["region"] = master::name_of(cut_->region);
      if (cut_->end && cut_->end->last != endpoint()) about["last"] = endpoint_text(cut_->end->last).view();
      why.message = fmt::format("the list is cut short, with {} servers: {}", seen_.size(), why.message);
    } else if (is_valves()) {
      why.message +=
          " (Valve's master servers have been silent since October 2025; --webapi asks Steam itself)";
    }
    with_.out.error(std::move(about), server_.text(), why);
    return seen_.empty() ? why.exit_code() : exit_mixed;
  }

  session& with_;
  const master_arguments& arguments_;
  master::filter filter_;
  time_point started_;
  target server_;
  std::shared_ptr<address_book> book_ = std::make_shared<address_book>();
  std::vector<master::region> left_;  // to be asked for
  std::size_t which_ = 0;             // of the master's addresses
  endpoint at_;
  std::unordered_set<endpoint> seen_;
  std::optional<fault> why_;  // of the list that was asked for last, as its end
  std::optional<master::listed> end_;
  std::optional<cut> cut_;
};

}  // namespace

int run_master(session& with, const master_arguments& arguments) {
  if (arguments.webapi) return run_master_webapi(with, arguments);
  const std::string host = arguments.host.empty() ? valve_host : arguments.host;
  auto server = parse_target(host, default_master_port);
  if (server) return lister(with, arguments, *std::move(server)).run();
  json about;
  put_text(about, "address", host);
  with.out.error(std::move(about), host, server.error());
  return server.error().exit_code();
}

}  // namespace gamewire::cli
