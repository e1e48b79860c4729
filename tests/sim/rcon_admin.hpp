/// A user of rcon::client and its driver: gives commands at random times, and is watched while it does.
#pragma once

#include <functional>
#include <map>
#include <string>

#include <gamewire/rcon/client.hpp>

#include "dice.hpp"
#include "support/metered.hpp"
#include "support/observed.hpp"
#include "support/rcon_server.hpp"
#include "trace.hpp"
#include "world.hpp"

namespace gamewire::sim {

/// What may be expected of replies.
enum class fidelity : std::uint8_t {
  exact,      // whole ones are what the server said to the command
  beginning,  // or its beginning: silence was taken for the end
  none,       // bytes were changed, or nobody can tell whose reply it is
};

class rcon_admin {
 public:
  /// The transport: how many bytes it takes.
  using post = std::function<std::size_t(bytes)>;

  rcon_admin(std::uint64_t seed, const rcon::client_options& options, fidelity expected, trace& log,
             post send);
  rcon_admin(const rcon_admin&) = delete;

  [[nodiscard]] time_point next() const;
  void wake(time_point now);
  void receive(bytes piece, time_point now) { actor_.receive(piece, now); }
  void end(std::error_code why, time_point now) { actor_.receive_end(why, now); }
  [[nodiscard]] bool wants_transport() const { return actor_.machine().wants_transport(); }
  [[nodiscard]] bool wants_to_connect() const { return actor_.wants_to_connect(); }
  void opened(time_point now) { actor_.opened(now); }

  /// How often each command has been given.
  [[nodiscard]] std::map<std::string, int> given() const;

  [[nodiscard]] bool over() const { return actor_.over(); }
  [[nodiscard]] const tally& counts() const { return tally_; }
  [[nodiscard]] std::string breach() const;

 private:
  using client = test::metered<rcon::client>;

  void act();
  void give_command();
  void note(const rcon::client::event& event);
  void check(const rcon::reply& reply);

  dice dice_;
  rcon::client_options options_;
  fidelity expected_;
  trace& log_;
  time_point next_act_;
  std::uint32_t acts_left_;
  std::map<request_id, std::string> commands_;
  std::map<request_id, std::string> chunks_;
  test::observed<client> actor_;
  tally tally_;
  std::string breach_;
};

}  // namespace gamewire::sim
