#include "rcon/rcon_link.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include <gamewire/attempts.hpp>
#include <gamewire/rcon/battleye.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/goldsource.hpp>
#include <gamewire/system.hpp>

#include "rcon/rcon_peer_link.hpp"
#include "transport/machines.hpp"

namespace gamewire::cli {
namespace {

struct named_profile {
  std::string_view name;
  rcon::profile profile;
  bool has_cvars;
};

constexpr std::array profiles{
    named_profile{"auto", rcon::profile::automatic, true},
    named_profile{"source", rcon::profile::source, true},
    named_profile{"source2", rcon::profile::source2, true},
    named_profile{"minecraft", rcon::profile::minecraft, false},
    named_profile{"single", rcon::profile::single, false},
    named_profile{"squad", rcon::profile::squad, false},
    named_profile{"rust-legacy", rcon::profile::rust_legacy, false},
};

const named_profile& profile_of(std::string_view name) {
  const auto found = std::ranges::find(profiles, name, &named_profile::name);
  if (found != profiles.end()) return *found;
  throw command_error(usage_fault(fmt::format("there is no profile '{}'", name)));
}

/// What the command line knows of a protocol: how its options are made, and what its servers are like.
struct source {
  using client = rcon::client;
  static constexpr bool logs_in = true;

  static bool has_cvars(const rcon_server& server) { return profile_of(server.profile).has_cvars; }

  static rcon::client_options options(const common_options& common, const rcon_server& server) {
    rcon::client_options options{.password = server.password, .profile = profile_of(server.profile).profile};
    if (common.deadline) options.login_timeout = options.deadline = *common.deadline;
    if (common.timeout)
      options.login_timeout = std::min(*common.timeout, common.deadline.value_or(*common.timeout));
    if (common.timeout && !common.deadline) options.deadline = *common.timeout;
    options.quiet_time = std::min(options.quiet_time, options.deadline / 2);
    options.seed = system::random_seed();
    return options;
  }

  static std::string fits(const client::options& options) {
    const std::size_t most = options.max_command();
    const std::size_t of_source = rcon::client_options{.profile = rcon::profile::source}.max_command();
    const std::string more = most < of_source ? fmt::format(" (with --profile source {})", of_source) : "";
    return fmt::format("a command has at most {} bytes{}, none of them NUL", most, more);
  }
};

/// Of those over datagrams, which try again as queries do.
template <class Client>
typename Client::options datagram_options(const common_options& common, const rcon_server& server) {
  typename Client::options options{.password = server.password};
  options.timeout = common.timeout.value_or(options.timeout);
  options.retries = static_cast<std::uint8_t>(common.retries);
  if (common.deadline)
    options.deadline = *common.deadline;
  else if (common.timeout)
    options.deadline = client_options(common).total_deadline();
  return options;
}

struct goldsource {
  using client = rcon::goldsource::client;
  static constexpr bool logs_in = false;

  static bool has_cvars(const rcon_server&) { return true; }

  static client::options options(const common_options& common, const rcon_server& server) {
    auto options = datagram_options<client>(common, server);
    // Time for the silence behind one that was given up, and for its own.
    options.quiet_time = std::min(options.quiet_time, options.deadline / 4);
    return options;
  }

  static std::string fits(const client::options& options) {
    return fmt::format("with this password a command has at most {} bytes, none of them NUL or a newline",
                       options.max_command());
  }
};

struct battleye {
  using client = rcon::battleye::client;
  static constexpr bool logs_in = true;

  static bool has_cvars(const rcon_server&) { return false; }

  /// The attempts at the login together take no longer than the deadline.
  static client::options options(const common_options& common, const rcon_server& server) {
    auto options = datagram_options<client>(common, server);
    options.login_timeout = common.timeout.value_or(options.login_timeout);
    options.login_retries = options.retries;
    if (!common.deadline) return options;
    options.login_timeout = std::min(options.login_timeout, *common.deadline);
    while (options.login_retries != 0 &&
           attempts_time(options.login_timeout, options.login_retries) > *common.deadline)
      --options.login_retries;
    return options;
  }

  static std::string fits(const client::options&) {
    return fmt::format("a command has 1 to {} bytes, none of them NUL", client::options::max_command());
  }
};

struct webrcon {
  using client = webrcon_client;
  static constexpr bool logs_in = false;

  static bool has_cvars(const rcon_server&) { return false; }

  static client::options options(const common_options& common, const rcon_server& server) {
    client::options options{.lower = {.host = server.at.address.host,
                                      .port = server.at.address.port,
                                      .secret_segment = server.password},
                            .upper = {}};
    if (const auto failed = system::fill_random(std::as_writable_bytes(std::span(options.lower.secret))))
      throw command_error(fault_of(failed));
    options.lower.max_message = rcon::webrcon::longest_message(options.upper.max_reply);
    options.upper.deadline = common.deadline.value_or(common.timeout.value_or(options.upper.deadline));
    options.lower.handshake_timeout =
        std::min(common.timeout.value_or(options.upper.deadline), options.upper.deadline);
    return options;
  }

  static std::string fits(const client::options&) {
    return "a command is UTF-8, and fits 1400 bytes as JSON";
  }
};

/// The caller's mistake in options, those of layers too.
template <class Options>
std::error_code validate(const Options& options) {
  if constexpr (requires { options.lower; }) {
    const auto error = validate(options.lower);
    return error ? error : validate(options.upper);
  } else {
    return options.validate();
  }
}

/// Keeps note in `heard` of whether a datagram has come.
void listen(driver_options& by, std::shared_ptr<std::atomic<bool>> heard) {
  by.trace = [heard = std::move(heard), then = std::move(by.trace)](direction way, const auto&... what) {
    if (way == direction::received) *heard = true;
    if (then) then(way, what...);
  };
}

template <class Protocol>
std::unique_ptr<rcon_link> open(const session& with, const rcon_server& server, bool for_completion,
                                const doorbell& changed) {
  using client = Protocol::client;
  const auto options = Protocol::options(with.options, server);
  if (validate(options))  // the times are those of the command line, which has looked at them
    throw command_error(usage_fault(fmt::format("no {} server has such a password", server.protocol)));
  const auto heard = std::make_shared<std::atomic<bool>>(false);
  driver_options chosen = driver_options_of(with);
  listen(chosen, heard);
  auto peer = with.via->connect(server.at.address, client(options), std::move(chosen));
  if (!peer) throw command_error(fault_of(peer.error()));
  return std::make_unique<peer_link<client>>(*std::move(peer), heard, Protocol::fits(options),
                                             Protocol::logs_in, for_completion && Protocol::has_cvars(server),
                                             changed);
}

struct named_protocol {
  std::string_view name;
  std::uint16_t port;
  std::string_view shutdown;
  decltype(&open<source>) open;
};

constexpr std::array protocols{
    named_protocol{"source", 27015, "exit", open<source>},
    named_protocol{"goldsource", 27015, "exit", open<goldsource>},
    named_protocol{"battleye", 2306, "#shutdown", open<battleye>},  // of Arma 3 on its usual ports
    named_protocol{"webrcon", 28016, "quit", open<webrcon>},
};

const named_protocol& protocol_of(std::string_view name) {
  const auto found = std::ranges::find(protocols, name, &named_protocol::name);
  if (found != protocols.end()) return *found;
  throw command_error(usage_fault(fmt::format("there is no protocol '{}'", name)));
}

}  // namespace

std::uint16_t default_port_of(std::string_view protocol) { return protocol_of(protocol).port; }

std::string_view shutdown_command_of(std::string_view protocol) { return protocol_of(protocol).shutdown; }

std::unique_ptr<rcon_link> open_link(const session& with, const rcon_server& server, bool for_completion,
                                     const doorbell& changed) {
  if (server.profile != default_profile && server.protocol != default_protocol)
    throw command_error(usage_fault(fmt::format("profiles are for the protocol {} alone", default_protocol)));
  return protocol_of(server.protocol).open(with, server, for_completion, changed);
}

}  // namespace gamewire::cli
