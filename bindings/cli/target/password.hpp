/// Where the password of a server comes from.
#pragma once

#include <optional>
#include <string>

#include "options.hpp"
#include "target/config_file.hpp"

namespace gamewire::cli {

/// In this order: the options, GAMEWIRE_RCON_PASSWORD, the config file's word on this host, a question on the
/// terminal. Throws `command_error` when a file cannot be read, and when there is nobody to ask. Says so when the file
/// that has it can be read by others.
std::string find_password(const login_arguments& given, const configured_host* host,
                          const std::string& whose);

/// The same for what knows neither --password nor the config file.
std::string find_password(const std::string& file, const char* variable, const std::string& whose);

/// The first line of a file that holds a secret. Throws `command_error`. Says so when others may read it.
std::string read_secret(const std::string& path);

/// --password shows in the list of processes: says so, once and in time.
void warn_of_password(const login_arguments& given);

}  // namespace gamewire::cli
