/// A list of targets of any length, read and resolved by threads of its own while others are being asked.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gamewire/resolve.hpp>
#include <gamewire/system.hpp>

#include "output/output.hpp"

namespace gamewire::cli {

/// One line of the list: whom to ask, or why that is impossible.
struct listed {
  std::string text;  // the line, with the port added
  bool by_name = false;
  std::expected<endpoint, fault> at;
};

/// An address per line; what follows a # is a comment. Names are resolved 32 at once, and each one once, as
/// long as it is remembered; lines behind them that need no resolving overtake them. It reads on only as fast
/// as targets are taken, so that its memory is bounded.
///
/// Its threads may hang in a system call when it is abandoned, so they are not waited for; they touch nothing
/// that is not their own.
class target_stream {
 public:
  /// `wake` is called, in another thread, when there may be something after `next` gave nothing. It must not
  /// call back, and is not called any more once this is destroyed.
  target_stream(system::descriptor list, ip_preference prefer, std::function<void()> wake);
  ~target_stream();
  target_stream(const target_stream&) = delete;
  target_stream& operator=(const target_stream&) = delete;

  /// The next one, if it is there yet. Never waits.
  std::optional<listed> next();
  /// There will be no more.
  [[nodiscard]] bool ended() const;
  /// Why the list could not be read to its end.
  [[nodiscard]] std::error_code trouble() const;

 private:
  class shared;
  class reader;

  std::shared_ptr<shared> shared_;
  std::vector<listed> taken_;  // from the threads, and given out up to `given_`
  std::size_t given_ = 0;
};

}  // namespace gamewire::cli
