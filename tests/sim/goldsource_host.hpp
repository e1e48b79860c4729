/// GoldSource servers with RCON: the library's own, and models of the engine, true to it and odd.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include <gamewire/endpoint.hpp>

#include "dice.hpp"
#include "faults.hpp"
#include "support/hex.hpp"

namespace gamewire::sim {

class goldsource_host {
 public:
  /// Puts a datagram on the wire, after a while.
  using post = std::function<void(const endpoint& to, bytes datagram, nanoseconds after)>;

  goldsource_host(std::string_view password, post send) : password_(password), send_(std::move(send)) {}
  goldsource_host(const goldsource_host&) = delete;
  virtual ~goldsource_host() = default;

  virtual void receive(const endpoint& from, bytes datagram, time_point now) = 0;
  /// No challenge of before holds any more.
  virtual void restart() = 0;
  virtual void ban(const endpoint& who, time_point now) = 0;

  /// Is this one of the pieces in which that command, given as the so many-th, was answered? Or one before it, if
  /// `late`.
  [[nodiscard]] bool said(const std::string& piece, std::uint32_t number, bool late) const;
  /// How often each command was executed.
  [[nodiscard]] const std::map<std::string, int>& executed() const { return executed_; }
  /// Has it told somebody that the password is bad, the address banned, or such, and meant it?
  [[nodiscard]] bool refused() const { return refused_; }
  /// Does it say things later than at once, or more than once?
  [[nodiscard]] virtual bool is_orderly() const { return true; }
  /// Can it happen that the parts of two messages are put together?
  [[nodiscard]] virtual bool mixes_parts() const { return false; }
  [[nodiscard]] const std::string& breach() const { return breach_; }
  [[nodiscard]] const fault_counts& met() const { return met_; }

 protected:
  void send(const endpoint& to, bytes datagram, nanoseconds after = {}) { send_(to, datagram, after); }
  void execute(const std::string& command) { ++executed_[command]; }
  /// `command`: in answer to which; "": to none.
  void say(std::string_view command, std::string_view piece);
  void refuse() { refused_ = true; }
  void complain(const char* what) { breach_ = what; }
  void did(std::string_view what, std::uint64_t times = 1) { met_.met(what, times); }

  std::string password_;

 private:
  post send_;
  std::map<std::string, std::set<std::uint32_t>> said_;  // each piece, and to which commands; 0: to none
  std::map<std::string, int> executed_;
  std::string breach_;
  fault_counts met_;
  bool refused_ = false;
};

/// A rcon::goldsource::responder with options from the seed. Watches that nobody who has not given back a challenge is
/// sent more than was received from there.
std::unique_ptr<goldsource_host> make_goldsource_hub(std::uint64_t seed, std::string_view password,
                                                     goldsource_host::post send);

/// What the engine does; `odd`: and what it does not. Which of it comes from the seed. It prints so many bytes at a
/// time, which are split when they are too many for a datagram, and sends a datagram in each millisecond.
std::unique_ptr<goldsource_host> make_goldsource_engine(std::uint64_t seed, std::string_view password,
                                                        bool odd, std::uint32_t print_size,
                                                        goldsource_host::post send);

menu menu_of_goldsource_hosts();

}  // namespace gamewire::sim
