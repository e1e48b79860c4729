/// RCON servers as they are out there, each with its manners: for tests and the simulator.
///
/// Pure, as machines are: segments that arrive are given to it, and it has segments to send at certain times.
#pragma once

#include <map>
#include <span>
#include <string>

#include <gamewire/rcon/client.hpp>
#include <gamewire/time.hpp>

#include "hex.hpp"

namespace gamewire::test {

/// What an empty RESPONSE_VALUE from a client leads to.
enum class marker_answer : unsigned char {
  none,             // Factorio, ARK, CS2 …
  mirror,           // Source: the same back, and a packet with 00 01 00 00
  squad,            // the same back, once more, and seven stray bytes
  unknown_request,  // Minecraft: a text
};

enum class cutting : unsigned char { frames, coalesced, drip };

struct rcon_manners {
  const char* name = "";
  rcon::profile fits = rcon::profile::automatic;
  bool prelude = false;       // an empty RESPONSE_VALUE comes before the verdict
  bool names_replies = true;  // with the id of the command; else 0
  bool names_login = true;    // the same for the verdict
  bool one_read_one_packet = false;
  bool echoes = false;          // a packet of type 4 comes before a reply
  bool strays = false;          // a packet with id 0 and type 0 comes before a reply
  bool events = false;          // packets of type 1 come at any time
  bool no_empty_reply = false;  // a reply without text is no packet at all
  marker_answer marker = marker_answer::none;
  std::size_t split = 0;  // the most bytes of a body; 0: any
  cutting cut = cutting::coalesced;
  nanoseconds thinks{};  // before a reply begins
  nanoseconds pauses{};  // between its packets
};

/// One of each kind.
std::span<const rcon_manners> known_rcon_manners();

/// What they all reply to a command: "hi", "empty", and "text N", which gives N bytes that depend on the rest.
std::string rcon_reply_to(std::string_view command);

class rcon_server {
 public:
  rcon_server(const rcon_manners& manners, std::string password)
      : manners_(manners), password_(std::move(password)) {}

  /// A segment has arrived; the server reads it a little later, with what else has come by then.
  void receive(bytes segment, time_point now);

  /// When it next reads or sends.
  [[nodiscard]] time_point next() const;
  /// What it sends now; to be called at `next()`, until that is later.
  buffer wake(time_point now);

  /// It has closed the connection, once all is sent.
  [[nodiscard]] bool hung_up() const { return hung_up_ && outbox_.empty(); }
  [[nodiscard]] const std::vector<std::string>& executed() const { return executed_; }
  [[nodiscard]] bool logged_in() const { return logged_in_; }

 private:
  void read(time_point now);
  void handle(const rcon::frame& in);
  void log_in(const rcon::frame& in);
  void execute(const rcon::frame& in);
  void mark(const rcon::frame& in);
  void send(std::int32_t id, std::int32_t type, std::string_view body);
  void flush();
  void post(buffer segment);

  rcon_manners manners_;
  std::string password_;
  buffer inbox_;
  time_point read_at_ = never;
  std::multimap<time_point, buffer> outbox_;
  time_point free_at_{};  // when all that was sent so far is out
  buffer pending_;        // what goes out with the next flush
  std::vector<std::string> executed_;
  bool logged_in_ = false;
  bool hung_up_ = false;
};

}  // namespace gamewire::test
