/// Where a service over HTTP is: "https://api.steampowered.com", "http://127.0.0.1:8080/proxy".
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "target/target.hpp"

namespace gamewire::cli {

struct base_url {
  target server;
  bool secure = false;
  std::string path;  // "" or "/…", without a slash at its end
};

/// Neither a user nor a query may be in it. The fault does not repeat it, for there might be a password in it.
std::expected<base_url, fault> parse_base_url(std::string_view text);

}  // namespace gamewire::cli
