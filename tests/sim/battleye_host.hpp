/// A BattlEye RCon server, as a model: true to its protocol, or odd.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <gamewire/bytes.hpp>
#include <gamewire/time.hpp>

#include "dice.hpp"
#include "faults.hpp"

namespace gamewire::sim {

/// How it behaves. A true one has none of these, an odd one a few.
struct battleye_oddities {
  bool is_off = false;
  bool lies_about_counts = false;
  bool speaks_before_login = false;
  bool shuffles = false;           // the parts of a reply
  std::uint32_t silent = 0;        // per mille, of commands
  std::uint32_t loses_a_part = 0;  // per mille
  std::uint32_t repeats = 0;       // per mille, of datagrams
  std::uint32_t echoes = 0;        // per mille: the reply before once more
  std::uint32_t wrong_number = 0;  // per mille, of replies
  std::uint32_t stray = 0;         // per mille: what is no packet, or of no known type
  std::uint32_t insists = 0;       // per mille: repeats a message that was acknowledged
  std::uint32_t late_ms = 0;
};

battleye_oddities make_battleye_oddities(dice& dice);

class battleye_host {
 public:
  /// Puts a datagram on the way to its only client, after a while.
  using post = std::function<void(bytes datagram, nanoseconds after)>;

  battleye_host(std::uint64_t seed, std::string_view password, const battleye_oddities& is, post send);
  battleye_host(const battleye_host&) = delete;

  void receive(bytes datagram, time_point now);
  [[nodiscard]] time_point next() const;
  void wake(time_point now);

  /// Has this to say to everybody.
  void announce(time_point now);
  /// Forgets all, and who was there has to log in again.
  void restart();
  /// Hears and says no more.
  void ban();

  /// The parts of the reply to a command; a short one has one.
  [[nodiscard]] std::vector<std::string> parts_of(const std::string& command) const;
  [[nodiscard]] const std::map<std::string, int>& executed() const { return executed_; }
  /// How many messages there have been. Each ends in a blank and its place among them, from 1 on.
  [[nodiscard]] std::uint32_t announced() const { return announced_; }
  /// The places of those that were acknowledged.
  [[nodiscard]] const std::vector<std::uint32_t>& acknowledged() const { return acknowledged_; }
  /// Is somebody logged in?
  [[nodiscard]] bool knows_somebody() const { return is_in_; }
  [[nodiscard]] const fault_counts& met() const { return met_; }
  static menu what_there_is();

 private:
  struct announcement {
    std::uint32_t place;
    std::uint8_t number;
    int repeats = 0;
    time_point again_at{};
  };
  struct answered {
    std::string command;
    bool is_set = false;
  };

  void log_in(std::string_view word, time_point now);
  void take_command(std::uint8_t number, const std::string& command);
  void take_acknowledgement(std::uint8_t number);
  void answer(std::uint8_t number, const std::string& command);
  void tell(const announcement& one);
  void send(unsigned type, const std::string& payload, nanoseconds after = {});
  void log_out();
  void did(std::string_view what) { met_.met(what); }

  dice dice_;
  std::string password_;
  battleye_oddities is_;
  post send_;
  std::size_t part_size_;
  bool is_in_ = false;
  bool is_deaf_ = false;
  time_point heard_at_{};
  std::array<answered, 256> answered_;
  std::string last_;  // command
  std::uint8_t last_number_ = 0;
  std::deque<announcement> untold_;  // not acknowledged
  std::uint8_t next_message_ = 0;
  std::uint32_t announced_ = 0;
  std::vector<std::uint32_t> acknowledged_;
  std::map<std::string, int> executed_;
  fault_counts met_;
};

}  // namespace gamewire::sim
