/// A simulated run of a master server: a responder with many servers, a client that lists them, a network and its
/// weather.
#include <algorithm>
#include <set>
#include <vector>

#include <gamewire/master/client.hpp>
#include <gamewire/master/responder.hpp>

#include "network.hpp"
#include "support/master_events.hpp"
#include "support/observed.hpp"
#include "trace.hpp"
#include "worlds.hpp"

namespace gamewire::sim {
namespace {

using namespace std::chrono_literals;
using master::region;

constexpr time_point latest{std::chrono::hours(48)};
const endpoint here = endpoint::v4({192, 0, 2, 1}, 5000);
const endpoint there = endpoint::v4({192, 0, 2, 2}, 27011);
constexpr std::array places{region::us_east, region::europe, region::asia, region::world};
constexpr std::array infos{"\\gamedir\\tf\\players\\3", "\\gamedir\\cstrike\\players\\0"};

class master_world final : public world {
 public:
  master_world(std::uint64_t seed, bool show)
      : dice_(seed),
        log_(show),
        weather_(make_weather(dice_)),
        network_(weather_, dice_.number(), met_),
        servers_(make_servers()),
        responder_(make_responder()),
        options_(make_options()),
        actor_(master::client(options_)) {
    (void)responder_.publish(servers_);
    actor_.on_send = [this](bytes out) {
      ++counts_.datagrams;
      network_.send(here, there, out, now_);
      return out.size();
    };
    actor_.on_event = [this](const master::client::event& event) { note(event); };
    lists_left_ = dice_.between(1, 3);
    list();
    go_on();
  }

  [[nodiscard]] time_point next() const override {
    if (lists_left_ == 0 || !breach_.empty()) return never;
    const time_point next = std::min(network_.next(), actor_.machine().deadline());
    return next > latest ? never : next;
  }

  void step(time_point at) override {
    now_ = std::max(now_, at);
    actor_.at(now_);
    if (network_.next() <= now_) {
      const flight one = network_.take();
      one.to == there ? serve(one.payload) : actor_.receive(one.payload, now_);
    }
    if (actor_.machine().deadline() <= now_) actor_.on_timeout(now_);
    go_on();
  }

  outcome end() override {
    if (lists_left_ != 0) breach("no end of a list");
    actor_.finish();
    if (!actor_.breaches().empty()) breach(actor_.breaches().front());
    return {.trace = log_.hash(), .counts = counts_, .breach = breach_, .met = met_};
  }

 private:
  std::vector<master::registration> make_servers() {
    std::vector<master::registration> all;
    for (std::uint32_t count = dice_.chance(100) ? 0 : dice_.between(0, 300); count > 0; --count) {
      const auto low = static_cast<std::uint8_t>(dice_.between(0, 255));
      all.push_back({endpoint::v4({10, 0, static_cast<std::uint8_t>(dice_.between(0, 3)), low}, 27015),
                     places[dice_.between(0, 3)], infos[dice_.between(0, 1)]});
    }
    std::ranges::sort(all, {}, &master::registration::address);
    all.erase(std::ranges::unique(all, {}, &master::registration::address).begin(), all.end());
    return all;
  }

  master::responder make_responder() {
    master::responder_options options{.page_entries = dice_.between(1, 60), .rate = 0, .total_rate = 0};
    if (dice_.chance(300)) options.rate = dice_.between(1, 5), options.burst = dice_.between(1, 10);
    if (dice_.chance(200)) options.amplification = dice_.between(1, 20);
    return master::responder(options);
  }

  master::client_options make_options() {
    master::client_options options{.timeout = dice_.milliseconds(100, 3000),
                                   .retries = static_cast<std::uint8_t>(dice_.between(0, 8)),
                                   .interval = dice_.chance(500) ? 0ns : dice_.milliseconds(1, 6000),
                                   .burst = dice_.between(1, 10),
                                   .seed = dice_.number()};
    if (dice_.chance(100)) options.deadline = dice_.milliseconds(1, 30000);
    if (dice_.chance(100)) options.max_servers = dice_.between(1, 300);
    if (dice_.chance(100)) options.max_pages = dice_.between(1, 30);
    return options;
  }

  void list() {
    asked_.clear();
    for (std::uint32_t count = dice_.between(1, 3); count > 0; --count)
      asked_.push_back(places[dice_.between(0, 3)]);
    rounds_ += static_cast<std::uint32_t>(std::set(asked_.begin(), asked_.end()).size());
    filter_ = dice_.chance(300) ? "\\gamedir\\tf" : "";
    got_.clear();
    over_ = false;
    until_ = never;
    ++counts_.asked;
    if (!actor_.ask([&](master::client& client) {
          return client.request_list({.regions = asked_, .filter = filter_});
        }))
      breach("a list was refused");
  }

  /// A while after a list, perhaps another.
  void go_on() {
    while (over_ && breach_.empty() && lists_left_ != 0) {
      if (until_ == never) until_ = now_ + dice_.milliseconds(0, 2000);
      if (network_.next() <= until_) return;
      if (--lists_left_ != 0) list();
    }
  }

  void serve(const test::buffer& request) {
    responder_.receive(here, request, now_);
    while (responder_.poll_event()) {
    }
    std::array<transmit, 4> out;
    while (const std::size_t count = responder_.poll_transmit(out, now_)) {
      for (const transmit& one : std::span(out).first(count)) network_.send(there, one.to, one.payload, now_);
      responder_.transmitted(count, now_);
    }
  }

  void note(const master::client::event& event) {
    const std::string text = describe(event);
    log_.line(now_, text);
    if (const auto* some = std::get_if<master::servers>(&event)) {
      for (const endpoint& each : some->list)
        if (!got_.insert(each).second) breach("a server was told twice");
    } else if (const auto* end = std::get_if<master::listed>(&event)) {
      over_ = true;
      ++(end->partial ? counts_.failed : counts_.answered);
      check(*end);
      gave_up_ |= end->partial;
      met_.met("a list is cut short", end->partial ? 1 : 0);
    } else if (std::holds_alternative<failed>(event)) {
      over_ = true;
      gave_up_ = true;
      met_.met("a list is given up");
      ++counts_.failed;
    }
  }

  void check(const master::listed& end) {
    if (end.servers != got_.size()) breach("the count of servers is wrong");
    if (end.pages > options_.max_pages || end.servers > options_.max_servers) breach("a limit was passed");
    if (!weather_.is_honest()) return;
    if (may_mix()) return;
    const std::set<endpoint> all = expected();
    if (!std::ranges::includes(all, got_)) breach("a server that the master does not list");
    if (!end.partial && got_ != all) breach("servers are missing from a whole list");
  }

  [[nodiscard]] std::set<endpoint> expected() const {
    std::set<endpoint> all;
    for (const master::registration& each : servers_) {
      const auto is_there = [&](region where) {
        return where == region::world || each.region == region::world || where == each.region;
      };
      if (std::ranges::any_of(asked_, is_there) && *master::matches(filter_, each)) all.insert(each.address);
    }
    return all;
  }

  /// A network that copies datagrams more than once, or holds them up for long, can have the page of an earlier
  /// region or list taken for one of this: nothing in a page says which it is of. So can one that answers after
  /// a list was given up.
  [[nodiscard]] bool may_mix() const {
    return rounds_ > 1 && (weather_.duplication != 0 || weather_.reordering != 0 || gave_up_);
  }

  dice dice_;
  trace log_;
  fault_counts met_;
  weather weather_;
  network network_;
  std::vector<master::registration> servers_;
  master::responder responder_;
  master::client_options options_;
  test::observed<master::client> actor_;
  time_point now_{};
  std::uint32_t lists_left_ = 0;
  std::uint32_t rounds_ = 0;
  std::vector<region> asked_;
  std::string filter_;
  std::set<endpoint> got_;
  bool over_ = false;         // the list
  time_point until_ = never;  // then: what still comes is waited for
  bool gave_up_ = false;      // an earlier list
  tally counts_;
};

}  // namespace

std::unique_ptr<world> make_master_world(std::uint64_t seed, bool show) {
  return std::make_unique<master_world>(seed, show);
}

menu menu_of_master() { return menu_of_networks() + menu{"a list is given up", "a list is cut short"}; }

}  // namespace gamewire::sim
