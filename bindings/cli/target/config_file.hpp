/// The user's own servers: `$XDG_CONFIG_HOME/gamewire/config.toml`, else `~/.config/gamewire/config.toml`.
///
///     [hosts.arena]                  # a name that may be given in place of an address
///     address = "192.0.2.7:27015"    # without it the section's name is the address
///     password = "secret"            # or password_file = "/run/secrets/arena"
///     profile = "source2"
///     protocol = "source"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamewire::cli {

struct configured_host {
  std::string name;
  std::string address;
  std::optional<std::string> password;
  std::string password_file;  // or ""
  std::string profile;        // or ""
  std::string protocol;       // or ""
};

using host_list = std::vector<configured_host>;

/// "" when there is no home.
std::string config_path();

/// Empty when there is no such file. Throws `command_error` for one that cannot be read, or is not understood.
host_list read_config();

/// The host of this name, or the first of this address.
const configured_host* find_host(const host_list& hosts, std::string_view given);

/// `$variable/gamewire/name`, else `~/fallback/gamewire/name`; "" when there is no home either.
std::string user_path(const char* variable, std::string_view fallback, std::string_view name);

}  // namespace gamewire::cli
