/// A connection to one RCON server, which a thread of its own looks after: so it notices when the server
/// leaves, hears what it has to say unasked, and fetches what completion needs, while the user types.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rcon/cvar_table.hpp"
#include "target/target.hpp"
#include "terminal/doorbell.hpp"

namespace gamewire::cli {

inline constexpr std::string_view default_protocol = "source";
inline constexpr std::string_view default_profile = "auto";

/// A server, and how to log in to it.
struct rcon_server {
  target at;
  std::string password;
  std::string protocol{default_protocol};
  std::string profile{default_profile};  // of the protocol source
};

struct rcon_output {
  std::string text;
  bool partial = false;
  nanoseconds round_trip{};
};

/// What a server said unasked: lines of its console, chat.
struct rcon_messages {
  std::vector<std::string> texts;
  std::size_t lost = 0;  // so many more came while nobody took them
};

/// What the shell and the commands know of a protocol; `open_link` has the others.
class rcon_link {
 public:
  /// `unproven`: the protocol has no login, and no command has been answered yet.
  enum class state : unsigned char { logging_in, unproven, ready, over };
  using outcome = std::expected<rcon_output, fault>;

  virtual ~rcon_link() = default;

  [[nodiscard]] virtual state now() const = 0;
  /// Why it is over.
  [[nodiscard]] virtual fault why() const = 0;
  /// Where the server was found.
  [[nodiscard]] virtual endpoint remote() const = 0;
  /// May a server that goes as it was told to look like this? A connection ends; where there is none, one that was heard
  /// before is silent; and what looks like a ban may be that it took its first command, and no login shows which.
  [[nodiscard]] virtual bool may_leave_so(condition why) const = 0;
  /// Without a login: the server has shown that it is there, and speaks the protocol.
  [[nodiscard]] virtual bool heard() const = 0;

  /// One command at a time; `outcome` is there when it is. Nobody waits for the answer to an unanswered one.
  virtual void execute(std::string command, bool unanswered) = 0;
  /// Forgets the command: its outcome is that it was cancelled.
  virtual void cancel() = 0;
  virtual std::optional<outcome> take_outcome() = 0;
  /// Those that have come since the last time.
  virtual rcon_messages take_messages() = 0;

  /// What the server has to complete with; null until it is there, which it may never be.
  [[nodiscard]] virtual std::shared_ptr<const cvar_table> cvars() const = 0;
};

/// Where the servers of a protocol are when nothing else is said.
std::uint16_t default_port_of(std::string_view protocol);

/// What shuts such a server down.
std::string_view shutdown_command_of(std::string_view protocol);

/// Begins to connect; rings at whatever happens. `for_completion`: fetch the list of variables as soon as
/// there is nothing else to do. Throws `command_error` for what cannot be asked for.
std::unique_ptr<rcon_link> open_link(const session& with, const rcon_server& server, bool for_completion,
                                     const doorbell& changed);

}  // namespace gamewire::cli
