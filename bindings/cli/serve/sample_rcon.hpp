/// The RCON side of a sample server.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>

#include <gamewire/endpoint.hpp>

#include "serve/sample_commands.hpp"

namespace gamewire::cli {

/// Serves in a thread of its own until it is destroyed.
class sample_rcon {
 public:
  virtual ~sample_rcon() = default;
};

struct sample_rcon_options {
  endpoint at;
  std::string password;
  sample_commands commands;
  std::function<void()> on_exit;  // somebody sent `exit`; called in that thread
};

/// Error: the system's, as when somebody else has that port; `not_supported` on systems without epoll.
std::expected<std::unique_ptr<sample_rcon>, std::error_code> start_sample_rcon(sample_rcon_options chosen);

}  // namespace gamewire::cli
