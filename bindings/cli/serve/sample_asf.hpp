/// An ArchiSteamFarm to play with, for `serve --asf`.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>

#include <gamewire/endpoint.hpp>

namespace gamewire::cli {

/// Serves in a thread of its own until it is destroyed.
class sample_asf {
 public:
  virtual ~sample_asf() = default;
  [[nodiscard]] virtual endpoint at() const = 0;
};

struct sample_asf_options {
  endpoint at;
  std::string password;  // empty: none is asked for
  std::uint64_t seed = 1;
  std::function<void()> on_exit;  // somebody asked for it; called in that thread
};

/// Error: the system's; `not_supported` on systems without epoll, and in builds without ASF.
std::expected<std::unique_ptr<sample_asf>, std::error_code> start_sample_asf(sample_asf_options chosen);

}  // namespace gamewire::cli
