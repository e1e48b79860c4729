/// `gamewire demo`: plays a server and asks it everything, as a first look at what there is.
#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include "a2s/ask.hpp"
#include "a2s/scan.hpp"
#include "serve/in_background.hpp"
#include "serve/sample_crowd.hpp"
#include "serve/sample_game.hpp"
#include "target/target.hpp"
#include "terminal/interrupt.hpp"

namespace gamewire::cli {
namespace {

/// What a user would type, before what it shows.
void announce(session& with, std::string_view command) {
  if (!with.options.json)
    with.out.text(fmt::format("\n{}\n", with.out.bold(fmt::format("$ gamewire {}", command))));
}

/// The reading end of a pipe that holds a text, which must be short enough for it.
system::descriptor pipe_with(std::string_view text) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw command_error(fault_of({errno, std::system_category()}));
  const system::descriptor in(ends[1]);
  system::descriptor out(ends[0]);
  if (::write(in.value(), text.data(), text.size()) < 0)
    throw command_error(fault_of({errno, std::system_category()}));
  return out;
}

/// Others on this host are not to log in.
std::string random_password() {
  std::array<std::byte, 8> random;
  if (const auto failed = system::fill_random(random)) throw command_error(fault_of(failed));
  return to_hex(random);
}

int ask_everything(session& with, const std::string& address) {
  exit_sum codes;
  announce(with, "info " + address);
  codes.add(run_info(with, {{address}}));
  announce(with, "players " + address);
  codes.add(run_players(with, {{address}}));
  announce(with, "rules " + address);
  codes.add(run_rules(with, {{address}}));
  return codes.code();
}

/// What became of each part: how long it took, or why there is none.
std::string times(const answer& got) {
  std::string text;
  for (const part_reply& one : got.parts) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} ", name_of(one.what));
    text += one.failure ? one.failure->message : fmt::format("{:.2f} ms", milliseconds(one.round_trip));
  }
  return text;
}

bool are_alike(const answer& one, const answer& other) {
  return std::ranges::equal(one.parts, other.parts, {}, &part_reply::raw, &part_reply::raw);
}

/// What has been shown is not shown again: a line for each driver, which says that it gets the same.
int compare_drivers(session& with, const target& server) {
  constexpr std::array everything{part::info, part::players, part::rules};
  with.out.text("\nThrough each driver, as --transport names them:\n");
  std::optional<answer> first;
  exit_sum codes;
  for (const named_transport& each : transports()) {
    with.via = &each.get();
    auto got = ask(with, server, everything);
    if (!got) throw command_error(got.error());
    const bool alike = !first || are_alike(*got, *first);
    const char* verdict = !first ? "" : alike ? ": the same answers" : ": other answers";
    with.out.text(fmt::format("  {:<8}  {}{}\n", each.name, times(*got), verdict));
    codes.add(alike ? exit_code(*got, false) : exit_mixed);
    if (!first) first = *std::move(got);
  }
  with.via = &transport_of(with.options);
  return codes.code();
}

/// Objects are for programs, which do not tire: all of them, from each driver.
int ask_through_each(session& with, const std::string& address) {
  exit_sum codes;
  for (const named_transport& each : transports()) {
    with.via = &each.get();
    codes.add(ask_everything(with, address));
  }
  with.via = &transport_of(with.options);
  return codes.code();
}

int execute_status(session& with, const std::string& address, const std::string& password) {
  announce(with, fmt::format("rcon {} --password-file secret -e status", address));
  return run_rcon_commands(
      with,
      {.address = address, .commands = {"status"}, .login = {.password = password, .profile = "source"}});
}

int scan_crowd(session& with) {
  sample_crowd crowd({.port = 0, .players = 8, .rules = 6, .servers = 8}, nullptr);
  const in_background serving(crowd);
  announce(with, "scan servers.txt");
  return scan(with, {.file = "servers.txt"}, pipe_with(crowd.list()));
}

}  // namespace

int run_demo(session& with) {
  const serve_arguments sample{.port = 0, .players = 8, .rules = 6, .password = random_password()};
  const sample_game game = start_sample_game(sample, *with.via, {});
  const in_background serving(*game.queries);
  const std::string address(endpoint_text(game.queries->local_endpoint()).view());
  if (!with.options.json)
    with.out.text(fmt::format("A sample server listens on {}, as `gamewire serve` would.\n", address));

  exit_sum codes;
  if (with.options.json) {
    codes.add(ask_through_each(with, address));
  } else {
    codes.add(ask_everything(with, address));
    codes.add(compare_drivers(with, *parse_target(address)));
  }
  announce(with, "ping -c 3 -i 0.2 " + address);
  codes.add(run_ping(with, {{address}, 3, std::chrono::milliseconds(200)}));
  if (interrupted_by() == 0 && game.rcon) codes.add(execute_status(with, address, sample.password));
  if (interrupted_by() == 0) codes.add(scan_crowd(with));
  return interrupted_by() == 0 ? codes.code() : exit_code_of(interrupted_by());
}

}  // namespace gamewire::cli
