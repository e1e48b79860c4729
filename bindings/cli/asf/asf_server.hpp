/// Which ArchiSteamFarm is meant, and how one gets in.
#pragma once

#include <cstdint>
#include <string>

#include "options.hpp"
#include "target/target.hpp"

namespace gamewire::cli {

struct asf_server {
  std::string host = "127.0.0.1";
  std::uint16_t port = 1242;
  bool secure = false;
  std::string base_path;  // before "/Api", without a slash at its end
  std::string password;

  /// "http://127.0.0.1:1242"
  [[nodiscard]] std::string url() const;
  /// {"address":…,"resolved":…}: what an error begins with. `at` is where it was found, if it was.
  [[nodiscard]] json about(const endpoint& at) const;
};

/// What stands in the `.env` of the current folder, if there is one, or in the file that was named; before that what stands
/// in ASF_HOST, ASF_PORT, ASF_PASSWORD and ASF_PATH; before that the options. The password of a `.env` that nobody named is
/// for its own host alone. Throws `command_error`.
asf_server find_asf_server(const asf_arguments& arguments);

}  // namespace gamewire::cli
