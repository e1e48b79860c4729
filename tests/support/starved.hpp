/// Machines that find no memory: each of their allocations fails, one after the other. For programs with
/// allocations.hpp.
#pragma once

#include <algorithm>

#include <doctest/doctest.h>

#include "allocations.hpp"
#include "observed.hpp"

namespace gamewire::test {

/// Plays a scene with the first allocation failing, then with the second, and so on until none is left to
/// fail; and each time once more with all later ones failing as well. `scene(first, times)`, which are for
/// `failing_allocations`, says whether one has failed.
template <class Scene>
void fail_each(Scene scene) {
  for (const std::size_t times : {std::size_t{1}, std::size_t{1} << 30})
    for (std::size_t n = 0;; ++n) {
      REQUIRE(n < 1000);
      INFO("allocation ", n, " fails, ", times, " times");
      if (!scene(n, times)) break;
    }
}

/// A machine whose calls suffer from failing allocations, while those of the test around it do not.
template <machine M>
class starved {
 public:
  static constexpr framing wire = M::wire;
  using event = typename M::event;
  using options = typename M::options;

  starved(const options& chosen, std::size_t first, std::size_t times)
      : first_(first), times_(times), inner_(suffer([&] { return M(chosen); })) {}

  /// For commands.
  template <class Call>
  auto call(Call call) {
    return suffer([&] { return call(inner_); });
  }

  [[nodiscard]] bool has_failed() const { return has_failed_; }

  std::error_code cancel(request_id id) { return inner_.cancel(id); }
  void receive(bytes in, time_point now) noexcept {
    suffer([&] { inner_.receive(in, now); });
  }
  void receive_end(std::error_code why, time_point now) noexcept {
    suffer([&] { inner_.receive_end(why, now); });
  }
  void on_timeout(time_point now) noexcept {
    suffer([&] { inner_.on_timeout(now); });
  }
  bytes poll_transmit(time_point now) noexcept {
    return suffer([&] { return inner_.poll_transmit(now); });
  }
  void transmitted(std::size_t size, time_point now) noexcept {
    suffer([&] { inner_.transmitted(size, now); });
  }
  std::optional<event> poll_event() noexcept {
    return suffer([&] { return inner_.poll_event(); });
  }
  void close(time_point now) noexcept {
    suffer([&] { inner_.close(now); });
  }
  [[nodiscard]] bool wants_transport() const noexcept
    requires reconnecting<M>
  {
    return inner_.wants_transport();
  }
  void opened(time_point now) noexcept
    requires reconnecting<M>
  {
    suffer([&] { inner_.opened(now); });
  }
  [[nodiscard]] const auto& lower() const noexcept
    requires layered<M>
  {
    return inner_.lower();
  }
  [[nodiscard]] time_point deadline() const noexcept { return inner_.deadline(); }
  [[nodiscard]] bool done() const noexcept { return inner_.done(); }

 private:
  /// Runs a call with what is left of the plan, and takes note of what is left afterwards.
  template <class Call>
  auto suffer(Call call) {
    const std::size_t before = allocations::count();
    const failing_allocations fail(first_, times_);
    struct on_exit {
      starved& self;
      std::size_t before;
      ~on_exit() {
        const std::size_t used = allocations::count() - before;
        const std::size_t failed = used > self.first_ ? std::min(used - self.first_, self.times_) : 0;
        self.first_ -= std::min(self.first_, used);
        self.times_ -= failed;
        self.has_failed_ |= failed != 0;
      }
    } const finally{*this, before};
    return call();
  }

  std::size_t first_;
  std::size_t times_;
  bool has_failed_ = false;
  M inner_;
};

/// Plays `scene(actor)` with a machine, and then its end: it keeps the contract, whichever of its allocations fails.
template <machine M, class Scene>
void starve(const typename M::options& options, Scene scene) {
  fail_each([&](std::size_t first, std::size_t times) {
    observed<starved<M>> actor{starved<M>(options, first, times)};
    scene(actor);
    actor.finish();
    for (const std::string& breach : actor.breaches()) FAIL_CHECK(breach);
    return actor.machine().has_failed();
  });
}

/// Commands of the machine itself, for which there may be no memory either.
template <machine M, class Command>
void ask(observed<starved<M>>& actor, Command command) {
  actor.ask([&](starved<M>& on) { return on.call(command); });
}
template <machine M, class Command>
void tell(observed<starved<M>>& actor, Command command) {
  actor.tell([&](starved<M>& on) { on.call(command); });
}

}  // namespace gamewire::test
