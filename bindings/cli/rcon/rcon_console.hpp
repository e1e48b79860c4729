/// What a line does, whether it was typed or comes from a script.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rcon/rcon_link.hpp"
#include "target/config_file.hpp"

namespace gamewire::cli {

/// An own command of the shell.
struct shell_command {
  std::string_view name;  // with its exclamation mark
  std::string_view arguments;
  std::string_view help;
};

std::span<const shell_command> shell_commands();

class rcon_console {
 public:
  /// `interrupted`: has Ctrl-C been pressed since the last time? It rings the bell too. A console that has it
  /// is a shell: mistakes are told, and it goes on. Without it a script is run: mistakes count. Throws
  /// `command_error` for a config file that cannot be used.
  rcon_console(session& with, login_arguments login, std::string address,
               std::function<bool()> interrupted = nullptr);

  /// To a host of the config file or an address; its password is looked for if none is given. False, and
  /// told, when that did not work out.
  bool connect(const std::string& given, std::optional<std::string> password = std::nullopt);
  void disconnect() { link_.reset(); }
  /// Sends a command as it is, and prints what comes back, or why nothing does. False: for the end of the connection,
  /// so that there is no use in another one.
  bool execute(const std::string& command);
  /// Says that these were not run any more, since the connection is lost, which counts already.
  void leave_out(std::span<const std::string> commands);
  /// Sends a command and waits; nothing when Ctrl-C came first.
  std::optional<rcon_link::outcome> ask(const std::string& command, bool unanswered = false);
  /// A line as people type it. False: it asked for the end, or the connection of a script broke.
  bool line(std::string_view typed);
  /// Has the server left?
  [[nodiscard]] bool lost() const { return link_ && link_->now() == rcon_link::state::over; }
  /// Tells so, and is disconnected then.
  bool tell_if_lost();
  /// Has the server said anything unasked that was not told yet?
  bool heard();
  void tell_messages();

  /// What went wrong, if anything did, as an exit code.
  [[nodiscard]] int code() const noexcept { return codes_.code(); }
  [[nodiscard]] bool connected() const noexcept { return link_ != nullptr; }
  [[nodiscard]] std::string prompt() const;
  [[nodiscard]] std::string name() const { return at_.text(); }
  [[nodiscard]] json about() const;
  [[nodiscard]] std::shared_ptr<const cvar_table> cvars() const { return link_ ? link_->cvars() : nullptr; }
  [[nodiscard]] const host_list& hosts() const noexcept { return hosts_; }
  [[nodiscard]] const doorbell& bell() const noexcept { return bell_; }
  /// Passwords that were used, which must not be written anywhere.
  [[nodiscard]] const std::vector<std::string>& secrets() const noexcept { return secrets_; }

  void fail(const json& about, const std::string& name, const fault& why);

 private:
  bool log_in(const rcon_server& server);
  bool prove();
  rcon_server find_server(const std::string& given, std::optional<std::string> password);
  bool wait_until(const std::function<bool()>& is_so);
  bool own(std::string_view typed);
  void connect_as_told(const std::vector<std::string>& words);
  void shut_down();
  bool help(std::string_view line);
  void fail_command(const std::string& command, const fault& why, bool in_vain);
  void print(const std::string& command, const rcon_output& output);
  void say(std::string_view text);
  void explain(const std::string& text);
  void mistake(std::string_view text);

  session& with_;
  login_arguments login_;
  std::string address_;
  std::function<bool()> interrupted_;
  host_list hosts_;
  doorbell bell_;
  std::unique_ptr<rcon_link> link_;
  rcon_messages messages_;  // not told yet
  target at_;
  std::string_view shutdown_;  // the command
  std::vector<std::string> secrets_;
  exit_sum codes_;
};

}  // namespace gamewire::cli
