/// A user of a2s::client and its driver: asks at random times, and is watched while it does.
#pragma once

#include <map>
#include <string>

#include <gamewire/a2s/client.hpp>

#include "dice.hpp"
#include "servers.hpp"
#include "support/metered.hpp"
#include "support/observed.hpp"
#include "trace.hpp"
#include "world.hpp"

namespace gamewire::sim {

/// Anything that is allowed.
a2s::client_options make_client_options(dice& dice);

class asker {
 public:
  using post = std::function<void(bytes)>;

  asker(std::uint64_t seed, const endpoint& where, const server& knows, bool believes, trace& log, post send);
  asker(const asker&) = delete;

  [[nodiscard]] const endpoint& where() const { return where_; }

  /// When it wants to be woken: by its machine's deadline, for its next command, or because its transport,
  /// which was full, takes again.
  [[nodiscard]] time_point next() const;
  void wake(time_point now);
  void receive(bytes datagram, time_point now);
  void refuse(time_point now);

  [[nodiscard]] bool over() const { return actor_.over(); }
  [[nodiscard]] const tally& counts() const { return tally_; }
  [[nodiscard]] const fault_counts& met() const { return met_; }
  static menu what_there_is() { return {"full", "spurious timeout", "moved", "cancelled", "refused"}; }
  /// What broke the contract, or a promise of the options; "" if all went well.
  [[nodiscard]] std::string breach() const;

 private:
  using client = test::metered<a2s::client>;

  std::size_t take(bytes datagram);
  void act();
  void ask();
  void note(const a2s::client::event& event);
  void check_answer(bytes raw);
  [[nodiscard]] time_point machine_wakes() const;

  dice dice_;
  endpoint where_;
  const server& server_;
  bool strict_;  // every answer must be one that the server gave
  trace& log_;
  post send_;
  a2s::client_options options_;
  nanoseconds lateness_;              // of its driver's timer
  std::uint32_t full_per_mille_ = 0;  // how often its transport takes nothing
  time_point writable_at_ = never;
  time_point next_act_;
  std::uint32_t acts_left_;
  test::observed<client> actor_;
  tally tally_;
  fault_counts met_;
  std::string breach_;
};

}  // namespace gamewire::sim
