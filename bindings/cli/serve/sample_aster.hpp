/// An aster server to play with, for `serve --aster`.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include <gamewire/endpoint.hpp>

namespace gamewire::cli {

/// Serves in a thread of its own until it is destroyed.
class sample_aster {
 public:
  virtual ~sample_aster() = default;
  [[nodiscard]] virtual endpoint at() const = 0;
};

struct sample_aster_options {
  endpoint at;
  std::string password;  // of the user that is there, who may do everything
  std::uint64_t seed = 1;
};

/// Error: the system's; `not_supported` on systems without epoll, and in builds without aster.
std::expected<std::unique_ptr<sample_aster>, std::error_code> start_sample_aster(sample_aster_options chosen);

}  // namespace gamewire::cli
