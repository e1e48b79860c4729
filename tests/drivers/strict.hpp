// Counts what a driver does against the contract of machine.hpp, on its way to the machine or hub inside.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <gamewire/machine.hpp>

namespace strict {

using namespace gamewire;

/// What machines and hubs have in common.
template <class Inner>
class checked {
 public:
  using options = typename Inner::options;
  using event = typename Inner::event;

  explicit checked(Inner inner = Inner()) : inner_(std::move(inner)) {}

  void on_timeout(time_point now) noexcept {
    see(now);
    mutated();
    inner_.on_timeout(now);
  }
  std::optional<event> poll_event() noexcept {
    auto next = inner_.poll_event();
    if (!next) drained_ = true;
    return next;
  }
  void close(time_point now) noexcept {
    see(now);
    inner_.close(now);
  }
  [[nodiscard]] time_point deadline() const noexcept {
    ++looks_;
    return inner_.deadline();
  }
  [[nodiscard]] bool done() const noexcept { return inner_.done(); }

  Inner* operator->() noexcept { return &inner_; }

  /// What the driver did wrong, and how often.
  [[nodiscard]] const std::map<std::string, int>& faults() const noexcept { return faults_; }
  /// How often the driver wanted to know the deadline: no more than a few times per thing that happens.
  [[nodiscard]] int looks() const noexcept { return looks_; }

 protected:
  void see(time_point now) noexcept {
    if (now < latest_) ++faults_["time went backwards"];
    latest_ = std::max(latest_, now);
  }
  void mutated() noexcept {
    if (!std::exchange(drained_, false)) ++faults_["not drained before the next call"];
  }
  void fault(const char* what) noexcept { ++faults_[what]; }

  Inner inner_;

 private:
  std::map<std::string, int> faults_;
  time_point latest_{};
  mutable int looks_ = 0;
  bool drained_ = true;
};

template <machine M>
class machine_of : public checked<M> {
 public:
  using event = typename M::event;
  static constexpr framing wire = M::wire;
  using checked<M>::checked;

  void receive(bytes in, time_point now) noexcept {
    this->see(now);
    this->mutated();
    asked_ = false;
    this->inner_.receive(in, now);
  }
  void receive_end(std::error_code why, time_point now) noexcept {
    this->see(now);
    asked_ = connected_ = false;
    this->inner_.receive_end(why, now);
  }
  bytes poll_transmit(time_point now) noexcept {
    this->see(now);
    const bytes out = this->inner_.poll_transmit(now);
    asked_ = true;
    offered_ = out.size();
    return out;
  }
  void transmitted(std::size_t n, time_point now) noexcept {
    this->see(now);
    if (wire == framing::datagram && n != offered_) this->fault("a datagram is taken whole");
    if (n == 0 || n > offered_) this->fault("more or less sent than there was");
    if (reconnecting<M> && !connected_) this->fault("sent without a connection");
    offered_ -= std::min(n, offered_);
    asked_ = false;
    this->inner_.transmitted(n, now);
  }
  [[nodiscard]] bool wants_transport() const noexcept
    requires reconnecting<M>
  {
    return this->inner_.wants_transport();
  }
  void opened(time_point now) noexcept
    requires reconnecting<M>
  {
    this->see(now);
    if (!wants_transport()) this->fault("connected to nobody's wish");
    if (std::exchange(connected_, true)) this->fault("connected twice");
    asked_ = false;
    this->inner_.opened(now);
  }
  std::error_code cancel(request_id id) noexcept
    requires requires(M m) { m.cancel(id); }
  {
    this->mutated();
    asked_ = false;
    return this->inner_.cancel(id);
  }
  std::optional<event> poll_event() noexcept {
    if (!asked_) this->fault("events come after all sends");
    return checked<M>::poll_event();
  }

 private:
  std::size_t offered_ = 0;
  bool asked_ = false;  // what there is to send, since it last changed
  bool connected_ = false;
};

template <hub H>
class hub_of : public checked<H> {
 public:
  using checked<H>::checked;

  void receive(endpoint peer, bytes in, time_point now) noexcept {
    this->see(now);
    this->mutated();
    this->inner_.receive(peer, in, now);
  }
  void unreachable(endpoint peer, std::error_code why, time_point now) noexcept {
    this->see(now);
    this->mutated();
    this->inner_.unreachable(peer, why, now);
  }
  std::size_t poll_transmit(std::span<transmit> out, time_point now) noexcept {
    this->see(now);
    return offered_ = this->inner_.poll_transmit(out, now);
  }
  void transmitted(std::size_t n, time_point now) noexcept {
    this->see(now);
    if (n > offered_) this->fault("more sent than was offered");
    offered_ -= n;
    this->inner_.transmitted(n, now);
  }
  void transmit_failed(std::error_code why, time_point now) noexcept {
    this->see(now);
    if (offered_ == 0) this->fault("failed to send what was not offered");
    offered_ = 0;
    this->inner_.transmit_failed(why, now);
  }

 private:
  std::size_t offered_ = 0;
};

}  // namespace strict
