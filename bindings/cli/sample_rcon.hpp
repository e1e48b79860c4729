/// The RCON side of a sample server: a handful of commands, and the rules as variables.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <gamewire/endpoint.hpp>

#include "options.hpp"

namespace gamewire::cli {

/// Serves in a thread of its own until it is destroyed.
class sample_rcon {
 public:
  virtual ~sample_rcon() = default;
};

struct sample_rcon_options {
  endpoint at;
  std::string password;
  std::string status;             // what `status` says
  std::function<void()> on_exit;  // somebody sent `exit`; called in that thread
  std::vector<std::pair<std::string, std::string>> rules;
};

/// Error: the system's, as when somebody else has that port; `not_supported` on systems without epoll.
std::expected<std::unique_ptr<sample_rcon>, std::error_code> start_sample_rcon(sample_rcon_options chosen);

}  // namespace gamewire::cli
