/// `gamewire ping`: one request after the other, as ping(8) does it.
#include <algorithm>

#include <fmt/core.h>

#include <gamewire/system.hpp>
#include <gamewire/text.hpp>

#include "a2s/ping_statistics.hpp"
#include "target/target.hpp"
#include "terminal/doorbell.hpp"
#include "terminal/interrupt.hpp"

namespace gamewire::cli {
namespace {

/// Each request has a socket of its own, so that a refused one does not end the others.
class pinger {
 public:
  pinger(target server, session& with, const ping_arguments& arguments)
      : with_(with),
        server_(std::move(server)),
        where_(server_.address),
        driver_(driver_options_of(with)),
        options_(client_options(with.options)),
        arguments_(arguments),
        start_(system::now()),
        end_(with.options.deadline ? later(start_, *with.options.deadline) : never) {
    options_.retries = 0;  // a lost one is to be seen
    driver_.trace = [this, then = std::move(driver_.trace)](direction way, const auto&... what) {
      if (way == direction::sent) sent_ = true;
      if (then) then(way, what...);
    };
  }

  /// The exit code.
  int run() {
    const on_interrupt stopping([this] { stop(); });
    for (time_point next = start_; wants_more();
         next = std::max(later(next, arguments_.interval), system::now())) {
      pause_.wait(std::min(next, end_));  // woken or not: what counts is asked below
      if (!wants_more()) break;
      if (const auto trouble = ping()) {
        report(*trouble, server_.text());
        if (counted_.sent == 0) return codes_.code();
        break;
      }
    }
    summarize();
    return interrupted_by() == 0 ? codes_.code() : exit_code_of(interrupted_by());
  }

 private:
  [[nodiscard]] bool wants_more() const {
    const bool enough = arguments_.count != 0 && counted_.sent == arguments_.count;
    return !enough && interrupted_by() == 0 && system::now() < end_;
  }

  /// Sends one, waits for its answer, and prints what became of it. A fault is the end of it all: nothing could
  /// be sent.
  std::optional<fault> ping() {
    sent_ = false;
    options_.deadline = std::clamp(end_ - system::now(), nanoseconds(1), options_.timeout * 2);
    a2s::client client(options_);
    client.request_ping();
    client.close(system::now());
    const auto to = with_.via->connect(where_, std::move(client), driver_);
    if (!to) return unless_interrupted(fault_of(to.error()));
    waiting_ = to->get();
    if (interrupted_by() != 0) waiting_->stop();  // it came before there was anything to stop
    const auto round_trip = wait_for_reply(**to);
    waiting_ = nullptr;
    if (!sent_) return unless_interrupted(round_trip ? fault_of(errc::closed) : round_trip.error());

    if (counted_.sent == 0) begin((*to)->remote());
    ++counted_.sent;
    if (round_trip)
      print(milliseconds(*round_trip));
    else if (interrupted_by() == 0)
      lose(round_trip.error());
    return std::nullopt;
  }

  static std::optional<fault> unless_interrupted(fault why) {
    return interrupted_by() == 0 ? std::optional(std::move(why)) : std::nullopt;
  }

  /// Once found, it is not looked up again.
  void begin(const endpoint& found) {
    at_ = found;
    where_ = *parse_address(endpoint_text(at_).view(), 0);
    if (out_.as_json()) return;
    out_.text(fmt::format("PING {} ({})\n", printable(server_.address.host), endpoint_text(at_).view()));
  }

  static std::expected<nanoseconds, fault> wait_for_reply(peer_service<a2s::client>& with) {
    std::expected<nanoseconds, fault> became = std::unexpected(fault_of(errc::closed));
    const auto trouble = with.run([&](const a2s::client::event& event) {
      if (const auto* reply = std::get_if<a2s::ping_reply>(&event)) became = reply->round_trip;
      if (const auto* end = std::get_if<failed>(&event))
        became = std::unexpected(fault_of(end->error, end->detail));
    });
    if (trouble) return std::unexpected(fault_of(trouble));
    return became;
  }

  void print(double ms) {
    counted_.add(ms);
    codes_.add(0);
    if (!out_.as_json())
      return out_.text(
          fmt::format("{}: seq={} time={:.3f} ms\n", endpoint_text(at_).view(), counted_.sent, ms));
    json object = server_.about(at_);
    object["kind"] = "ping";
    object["seq"] = counted_.sent;
    object["ping_ms"] = ms;
    out_.object(object);
  }

  void lose(const fault& why) {
    json about = server_.about(at_);
    about["seq"] = counted_.sent;
    report(why, fmt::format("{}: seq={}", server_.text(), counted_.sent), std::move(about));
  }

  void report(const fault& why, std::string_view name) { report(why, name, server_.about(at_)); }

  void report(const fault& why, std::string_view name, json about) {
    codes_.add(why.exit_code());
    out_.error(std::move(about), name, why);
  }

  void summarize() {
    const double seconds = std::chrono::duration<double>(system::now() - start_).count();
    if (out_.as_json()) return out_.object(summary_json(seconds));
    std::string text = fmt::format("\n--- {} ping statistics ---\n", printable(server_.text()));
    text += fmt::format("{} packets transmitted, {} received, {:.4g}% packet loss, time {:.0f}ms\n",
                        counted_.sent, counted_.received, counted_.loss_percent(), seconds * 1000);
    if (counted_.received != 0)
      text += fmt::format("rtt min/avg/max/mdev = {:.3f}/{:.3f}/{:.3f}/{:.3f} ms\n", counted_.min,
                          counted_.mean(), counted_.max, counted_.deviation());
    out_.text(text);
  }

  json summary_json(double seconds) const {
    json object = server_.about(at_);
    object["kind"] = "summary";
    object["sent"] = counted_.sent;
    object["received"] = counted_.received;
    object["loss_percent"] = counted_.loss_percent();
    object["seconds"] = seconds;
    if (counted_.received == 0) return object;
    object["min_ms"] = counted_.min;
    object["avg_ms"] = counted_.mean();
    object["max_ms"] = counted_.max;
    object["mdev_ms"] = counted_.deviation();
    return object;
  }

  /// In the signal handler.
  void stop() const noexcept {
    pause_.ring();
    if (waiting_ != nullptr) waiting_->stop();
  }

  session& with_;
  target server_;
  gamewire::address where_;
  endpoint at_;
  driver_options driver_;
  a2s::client_options options_;
  const ping_arguments& arguments_;
  output& out_ = with_.out;
  doorbell pause_;
  time_point start_;
  time_point end_;
  peer_service<a2s::client>* volatile waiting_ = nullptr;
  bool sent_ = false;  // the one that is under way
  ping_statistics counted_;
  exit_sum codes_;
};

}  // namespace

int run_ping(session& with, const ping_arguments& arguments) {
  if (arguments.addresses.size() > 1 && arguments.count == 0)
    throw command_error(
        usage_fault("several addresses need a --count: each has its turn when the one before is done"));
  return for_each_target(arguments.addresses, with.out,
                         [&](const target& server) { return pinger(server, with, arguments).run(); });
}

}  // namespace gamewire::cli
