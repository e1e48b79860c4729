/// Thousands of sample servers in one process, for scans: each has a loopback address of its own, all of them
/// the same port.
#pragma once

#include <string>
#include <vector>

#include "serve/address_block.hpp"
#include "serve/late.hpp"
#include "serve/sample_server.hpp"

namespace gamewire::cli {

class sample_crowd {
 public:
  /// From the address that the arguments name upwards. Throws `command_error`.
  sample_crowd(const serve_arguments& arguments, trace_hook trace);

  [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(servers_.size()); }
  /// Of the one with this number, from 1.
  [[nodiscard]] endpoint address(std::uint32_t number) const noexcept;
  /// The addresses of all, one per line.
  [[nodiscard]] std::string list() const;

  /// Answers until it is stopped: `operation_canceled`; anything else is trouble of the system.
  std::error_code run();
  /// From any thread or signal handler.
  void stop() noexcept { block_.stop(); }

 private:
  struct query {
    std::uint32_t number;
    endpoint from;
    std::vector<std::byte> payload;
  };

  void take(const address_block::datagram& one, time_point now);
  void answer(std::uint32_t number, const endpoint& peer, bytes query, time_point now);

  std::uint32_t first_;  // the address of the first, as a number
  address_block block_;
  std::vector<sample_responder> servers_;
  bool is_late_;
  late_queue<query> late_;
  trace_hook trace_;
};

}  // namespace gamewire::cli
