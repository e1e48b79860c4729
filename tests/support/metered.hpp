/// A machine that knows how much memory it holds. For programs with allocations.hpp.
#pragma once

#include <algorithm>
#include <utility>

#include <gamewire/machine.hpp>

#include "allocations.hpp"

namespace gamewire::test {

template <machine M>
class metered {
 public:
  static constexpr framing wire = M::wire;
  using event = typename M::event;
  using options = typename M::options;

  /// `make()` gives the machine.
  template <class Make>
  explicit metered(Make make, std::int64_t before = allocations::live())
      : inner_(make()), held_(allocations::live() - before) {}

  metered(metered&& other) noexcept : inner_(std::move(other.inner_)), held_(std::exchange(other.held_, 0)) {}
  metered& operator=(metered&& other) noexcept {
    inner_ = std::move(other.inner_);
    held_ = std::exchange(other.held_, 0);
    return *this;
  }

  /// Bytes that were allocated and not freed by calls to the machine, now and at most.
  [[nodiscard]] std::int64_t memory() const noexcept { return held_; }
  [[nodiscard]] std::int64_t peak_memory() const noexcept { return peak_; }

  /// For commands.
  template <class Call>
  auto call(Call call) noexcept {
    const meter on(*this);
    return call(inner_);
  }
  auto cancel(request_id id) noexcept {
    return call([&](M& inner) { return inner.cancel(id); });
  }

  void receive(bytes in, time_point now) noexcept {
    call([&](M& inner) { inner.receive(in, now); });
  }
  void receive_end(std::error_code why, time_point now) noexcept {
    call([&](M& inner) { inner.receive_end(why, now); });
  }
  void on_timeout(time_point now) noexcept {
    call([&](M& inner) { inner.on_timeout(now); });
  }
  bytes poll_transmit(time_point now) noexcept {
    return call([&](M& inner) { return inner.poll_transmit(now); });
  }
  void transmitted(std::size_t size, time_point now) noexcept {
    call([&](M& inner) { inner.transmitted(size, now); });
  }
  std::optional<event> poll_event() noexcept {
    return call([](M& inner) { return inner.poll_event(); });
  }
  void close(time_point now) noexcept {
    call([&](M& inner) { inner.close(now); });
  }
  [[nodiscard]] bool wants_transport() const noexcept
    requires reconnecting<M>
  {
    return inner_.wants_transport();
  }
  void opened(time_point now) noexcept
    requires reconnecting<M>
  {
    call([&](M& inner) { inner.opened(now); });
  }
  /// To look at.
  template <class Look>
  auto view(Look look) const noexcept {
    return look(inner_);
  }
  [[nodiscard]] bytes shown_transmit() const noexcept
    requires requires(const M& inner) { inner.shown_transmit(); }
  {
    return inner_.shown_transmit();
  }
  [[nodiscard]] const auto& lower() const noexcept
    requires requires(const M& inner) { inner.lower(); }
  {
    return inner_.lower();
  }
  [[nodiscard]] time_point deadline() const noexcept { return inner_.deadline(); }
  [[nodiscard]] bool done() const noexcept { return inner_.done(); }

 private:
  struct meter {
    explicit meter(metered& of) noexcept : of(of), before(allocations::live()) {}
    ~meter() {
      of.held_ += allocations::live() - before;
      of.peak_ = std::max(of.peak_, of.held_);
    }
    metered& of;
    std::int64_t before;
  };

  M inner_;
  std::int64_t held_;
  std::int64_t peak_ = 0;
};

}  // namespace gamewire::test
