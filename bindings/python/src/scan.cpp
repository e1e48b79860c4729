/// `Scan`: a fleet on sockets of its own, driven by the epoll driver without the interpreter's lock.
#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include <gamewire/epoll/hub.hpp>
#include <gamewire/epoll/loop.hpp>
#include <gamewire/fleet.hpp>
#include <gamewire/system.hpp>
#include <gamewire/wildcards.hpp>

#include "a2s_options.hpp"
#include "a2s_values.hpp"
#include "query_parts.hpp"

namespace gamewire::python {

namespace {

using client_fleet = fleet<a2s::client>;

/// As much as the answers to what a scan sends between two looks at its socket can be.
constexpr std::size_t receive_buffer = 8U << 20U;

/// One answer or failure, without Python: made while the lock is not held.
struct part {
  std::string raw;  // the message
  nanoseconds round_trip{};
  std::error_code error = make_error_code(errc::closed);

  void answered(bytes message, nanoseconds after) {
    raw.assign(reinterpret_cast<const char*>(message.data()), message.size());
    round_trip = after;
    error = {};
  }
  [[nodiscard]] bytes message() const noexcept { return std::as_bytes(std::span(raw)); }
};

/// What one server has said so far.
struct asked {
  std::uint64_t id = 0;
  part info, players, rules;
};

class scan {
 public:
  scan(std::vector<std::string> what, std::uint32_t rate, std::uint32_t in_flight,
       const a2s::client_options& each)
      : parts_(what),
        options_(each),
        loop_(unwrap(epoll::loop::open())),
        driver_(open({.in_flight = in_flight, .rate = rate, .seed = system::random_seed()})) {}

  [[nodiscard]] std::size_t room() { return driver_.hub().room(); }
  [[nodiscard]] std::size_t in_flight() { return driver_.hub().in_flight(); }
  [[nodiscard]] int descriptor() { return loop_.descriptor(); }

  /// False: this address is in flight already. What cannot be sent to is a result, as all else.
  bool start(const endpoint& peer, std::uint64_t id) {
    const std::size_t place = take_place(id);
    std::error_code failed;
    driver_.command([&](client_fleet& fleet) {
      failed = fleet.start(peer, place, [this](a2s::client& client) noexcept { parts_.request(client); });
    });
    if (!failed) return true;
    if (failed == errc::duplicate) return free_.push_back(place), false;
    finish(place, failed);
    return true;
  }

  /// Sends and receives what can be now. Who waits, waits for the descriptor.
  void run() {
    const py::gil_scoped_release unlocked;
    trouble_ = loop_.run_once(time_point::min());
  }

  /// Pairs of an id and what came of it.
  py::list results() {
    check(std::exchange(trouble_, {}));
    py::list all;
    for (const asked& one : finished_) all.append(py::make_tuple(one.id, result_of(one)));
    finished_.clear();
    return all;
  }

 private:
  using driver = epoll::hub_driver<client_fleet>;

  driver open(const fleet_options& chosen) {
    check(chosen.validate());
    const auto local = unwrap(wildcards());
    driver_options sockets;
    sockets.receive_buffer = receive_buffer;
    sockets.never_fragment = true;
    return unwrap(driver::bind(
        loop_, local, client_fleet(chosen, &options_),
        [this](const client_fleet::event& event) { take(event); }, std::move(sockets)));
  }

  std::size_t take_place(std::uint64_t id) {
    if (free_.empty()) {
      free_.push_back(places_.size());
      places_.emplace_back();
    }
    const std::size_t place = free_.back();
    free_.pop_back();
    places_[place] = asked();
    places_[place].id = id;
    return place;
  }

  void finish(std::size_t place, std::error_code because = {}) {
    asked& one = places_[place];
    if (because) one.info.error = one.players.error = one.rules.error = because;
    finished_.push_back(std::move(one));
    free_.push_back(place);
  }

  void take(const client_fleet::event& event) {
    if (const auto* one = std::get_if<client_fleet::happened>(&event))
      std::visit([&](const auto& what) { take(static_cast<std::size_t>(one->id), what); }, one->what);
  }
  void take(std::size_t place, const a2s::info_reply& reply) {
    places_[place].info.answered(reply.raw, reply.round_trip);
  }
  void take(std::size_t place, const a2s::players_reply& reply) {
    places_[place].players.answered(reply.raw, reply.round_trip);
  }
  void take(std::size_t place, const a2s::rules_reply& reply) {
    places_[place].rules.answered(reply.raw, reply.round_trip);
  }
  /// The commands were given in this order, so that is how their ids go up; each fails once.
  void take(std::size_t place, const failed& what) {
    unsigned left = std::to_underlying(what.id);
    asked& one = places_[place];
    if (parts_.info() && --left == 0)
      one.info.error = what.error;
    else if (parts_.players() && --left == 0)
      one.players.error = what.error;
    else if (parts_.rules())
      one.rules.error = what.error;
  }
  void take(std::size_t place, const closed& what) { finish(place, what.error); }
  template <class Other>
  void take(std::size_t, const Other&) {}

  py::object result_of(const asked& one) const {
    const py::object info = parts_.info() ? info_of(one.info) : py::none();
    const py::object players =
        parts_.players() ? list_of(one.players, a2s::decode_players, players_object) : py::none();
    const py::object rules =
        parts_.rules() ? list_of(one.rules, a2s::decode_rules, rules_object) : py::none();
    if (parts_.count() == 1) return parts_.info() ? info : parts_.players() ? players : rules;
    static constinit record type("gamewire.a2s", "Query", {"info", "players", "rules"});
    return type.make(info, players, rules);
  }

  static py::object info_of(const part& one) {
    if (one.error) return error_object(one.error);
    return info_object(unwrap(a2s::decode_info(one.message())), to_python(one.message()), one.round_trip);
  }

  template <class View>
  static py::object list_of(const part& one, std::expected<View, std::error_code> (*decode)(bytes) noexcept,
                            py::object (*make)(const View&, py::object)) {
    if (one.error) return error_object(one.error);
    return make(unwrap(decode(one.message())), to_python(one.message()));
  }

  query_parts parts_;
  a2s::client_options options_;
  std::vector<asked> places_;  // the fleet knows servers by their place here
  std::vector<std::size_t> free_;
  std::vector<asked> finished_;
  std::error_code trouble_;
  epoll::loop loop_;
  driver driver_;
};

/// Ends a scan where it was begun. In a child that was forked since it stays: its epoll is the parent's, who would hear
/// nothing more.
class ending {
 public:
  void operator()(const scan* one) const {
    if (::getpid() == home_) delete one;
  }

 private:
  pid_t home_ = ::getpid();
};

}  // namespace

void bind_scan(py::module_& module) {
  py::class_<scan, std::unique_ptr<scan, ending>>(module, "Scan", "A fleet on sockets of its own.")
      .def(py::init([](std::vector<std::string> what, std::uint32_t rate, std::uint32_t in_flight,
                       double timeout, unsigned retries, std::optional<double> deadline) {
             return std::unique_ptr<scan, ending>(
                 new scan(std::move(what), rate, in_flight,
                          a2s_options(timeout, retries, deadline, system::random_seed())));
           }),
           py::kw_only(), "what"_a, "rate"_a, "in_flight"_a, "timeout"_a, "retries"_a, "deadline"_a)
      .def_property_readonly("room", &scan::room)
      .def_property_readonly("in_flight", &scan::in_flight)
      .def("fileno", &scan::descriptor, "Readable when `run` has something to do.")
      .def(
          "start",
          [](scan& s, const py::object& address, std::uint64_t id) {
            return s.start(to_endpoint(address), id);
          },
          "address"_a, "id"_a)
      .def("run", &scan::run)
      .def("results", &scan::results);
}

}  // namespace gamewire::python
