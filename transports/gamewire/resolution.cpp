#include <functional>
#include <thread>
#include <utility>

#include <gamewire/native_address.hpp>
#include <gamewire/resolution.hpp>

namespace gamewire::inline v0 {

std::error_code start_thread(std::move_only_function<void()> work) try {
  const system::signals_blocked meanwhile;
  std::thread(std::move(work)).detach();
  return {};
} catch (const std::system_error& none) {
  return none.code();
}

std::expected<std::vector<endpoint>, std::error_code> ask(const resolver& by, const address& of,
                                                          ip_preference prefer) noexcept try {
  return by(of, prefer);
} catch (...) {
  return std::unexpected(make_error_code(resolve_errc::failed));
}

resolution::resolution(const address& of, ip_preference prefer, const resolver& by) {
  if (is_literal(of)) {
    shared_->found = gamewire::resolve(of, prefer);
  } else if (auto pipe = system::wake_pipe::open(); !pipe) {
    shared_->found = std::unexpected(pipe.error());
  } else {
    shared_->done = *std::move(pipe);
    const auto error = start_thread([with = shared_, of, prefer, by] {
      auto found = ask(by, of, prefer);
      const std::lock_guard lock(with->guard);
      with->found = std::move(found);
      with->done.wake();
    });
    if (error) shared_->found = std::unexpected(error);
  }
}

std::optional<resolution::outcome> resolution::take() {
  const std::lock_guard lock(shared_->guard);
  return std::exchange(shared_->found, std::nullopt);
}

}  // namespace gamewire::inline v0
