/// GoldSource's RCON for a sample server: on the port of its queries, as the engine has it.
#pragma once

#include <functional>
#include <string>

#include <gamewire/rcon/goldsource_responder.hpp>

#include "serve/sample_commands.hpp"

namespace gamewire::cli {

class sample_remote_control {
 public:
  /// `on_exit`: somebody sent `exit`.
  sample_remote_control(std::string_view password, sample_commands commands, std::function<void()> on_exit);
  sample_remote_control(const sample_remote_control&) = delete;
  sample_remote_control& operator=(const sample_remote_control&) = delete;

  /// Executes what comes, and answers it.
  void receive(const endpoint& peer, bytes datagram, time_point now);
  void close(time_point now);
  /// For what a hub does besides; its events are taken here.
  [[nodiscard]] rcon::goldsource::responder& hub() noexcept { return responder_; }

 private:
  void drain();

  rcon::ban_list bans_;
  rcon::goldsource::responder responder_;
  sample_commands commands_;
  std::function<void()> on_exit_;
};

}  // namespace gamewire::cli
