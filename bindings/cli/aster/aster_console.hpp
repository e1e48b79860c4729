/// What `gamewire aster` does, over any connection.
#pragma once

#include <optional>
#include <string>

#include <gamewire/aster/directory.hpp>

#include "target/target.hpp"

namespace gamewire::cli {

/// Its port, when none is given.
inline constexpr std::uint16_t aster_port = 2345;

class aster_console {
 public:
  /// Throws `command_error` for what cannot be.
  aster_console(session& with, const aster_arguments& arguments);

  /// The exit code.
  int run();

 private:
  template <class M, class Client>
  void talk(M machine, Client client_of);
  void begin(aster::client& on);
  void take(aster::client& on, const aster::client::event& event);
  void take_answer(aster::client& on, const aster::answer& answer);
  template <class Request>
  std::optional<typename Request::result> check_list(const aster::answer& answer);
  void take_failure(std::error_code error, std::string_view detail);

  [[nodiscard]] std::string_view hint(std::error_code error, std::string_view detail) const;

  void act(aster::client& on);
  [[nodiscard]] std::optional<aster::uuid> find_channel() const;
  void say_no_channel(aster::client& on);

  void print_channels();
  void print_users();
  void print_sent(aster::uuid message);
  void print_message(const aster::message& what, const char* kind);
  void print_line(const char* kind, aster::uuid message, std::string_view content);
  [[nodiscard]] std::string name_of(aster::uuid user) const;
  [[nodiscard]] bool is(std::string_view action) const { return arguments_.action == action; }
  [[nodiscard]] json object(const char* kind) const;

  session& with_;
  const aster_arguments& arguments_;
  target server_;
  std::string password_;
  aster::directory known_;
  endpoint at_;
  std::optional<fault> why_;
  std::error_code cause_;  // of it
  bool acted_ = false;     // what was asked for has been asked
};

}  // namespace gamewire::cli
