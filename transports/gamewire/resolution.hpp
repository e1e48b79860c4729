/// A name that is being resolved, in a thread of its own: no system lets go of who has asked its resolver.
/// Not for users.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <vector>

#include <gamewire/resolve.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0 {

/// Starts a thread that nobody waits for: what `work` uses has to be its own. It leaves all signals to the
/// program's threads. Error: the system's, when it has no threads left.
std::error_code start_thread(std::move_only_function<void()> work);

/// `by(of, prefer)`, with whatever it throws as `resolve_errc::failed`.
std::expected<std::vector<endpoint>, std::error_code> ask(const resolver& by, const address& of,
                                                          ip_preference prefer) noexcept;

/// Destroying it lets go of the thread, which ends when the resolver does.
class resolution {
 public:
  using outcome = std::expected<std::vector<endpoint>, std::error_code>;

  /// Asks; of a literal address nobody, so that it is over at once. What goes wrong is part of the outcome,
  /// also that the system has no threads or descriptors left.
  resolution(const address& of, ip_preference prefer, const resolver& by);

  /// Gives the outcome when it is there: once.
  std::optional<outcome> take();
  /// Waits for it, but not longer than until then.
  void wait(time_point until) const noexcept { (void)system::wait({}, shared_->done, until); }
  /// Becomes readable when it is there; -1 when it was from the start.
  [[nodiscard]] int descriptor() const noexcept { return shared_->done.value(); }

 private:
  struct shared {
    system::wake_pipe done;
    std::mutex guard;
    std::optional<outcome> found;  // guarded
  };

  std::shared_ptr<shared> shared_ = std::make_shared<shared>();
};

}  // namespace gamewire::inline v0
