/// A private master server that lists the sample servers, for `serve --master`.
#pragma once

#include <memory>
#include <span>
#include <utility>

#include "serve/in_background.hpp"
#include "serve/sample_responder.hpp"
#include "transport/transport.hpp"

namespace gamewire::cli {

/// Serves in a thread of its own until it is destroyed.
class sample_master_server {
 public:
  explicit sample_master_server(std::unique_ptr<hub_service<sample_master>> hub)
      : hub_(std::move(hub)), at_(hub_->local_endpoint()), running_(*hub_) {}

  [[nodiscard]] endpoint at() const noexcept { return at_; }

 private:
  std::unique_ptr<hub_service<sample_master>> hub_;
  endpoint at_;
  in_background<hub_service<sample_master>> running_;
};

/// On any port of the address of the first server. Throws `command_error`, also for servers that are not
/// IPv4.
std::unique_ptr<sample_master_server> start_sample_master(const serve_arguments& arguments,
                                                          std::span<const endpoint> servers,
                                                          const transport& via, driver_options driver);

}  // namespace gamewire::cli
