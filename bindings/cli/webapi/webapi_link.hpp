/// A conversation with a server of the Web API, on TLS or not.
#pragma once

#include <functional>
#include <memory>

#include <gamewire/webapi/client.hpp>

#include "target/base_url.hpp"

namespace gamewire::cli {

class webapi_link {
 public:
  using handler = std::function<void(const webapi::client::event&)>;

  virtual ~webapi_link() = default;

  /// For commands before the run, and in the handler once it needs the views in its event no more.
  [[nodiscard]] virtual webapi::client& client() noexcept = 0;
  /// None as long as the server's name is not resolved.
  [[nodiscard]] virtual endpoint remote() const = 0;
  /// Until the client is done: {}. `operation_canceled` after Ctrl-C; anything else is trouble of the system.
  virtual std::error_code run(const handler& on_event) = 0;
};

/// Where the server is, and what it is to be told.
struct webapi_server {
  base_url url;
  std::string key;  // or ""
  webapi::key_carrier key_goes_in = webapi::key_carrier::header;
};

/// From the command line, STEAM_API_KEY and files. Throws `command_error`: a URL that is none, a key that is none. Says so
/// when the key goes out unencrypted, and when others may read the file that has it.
webapi_server server_of(const webapi_server_arguments& arguments);

/// An answer of more bytes is one that failed. Throws `command_error` for what this build cannot do, and when the
/// system has no socket.
std::unique_ptr<webapi_link> open_webapi(const session& with, const webapi_server& server,
                                         std::size_t max_bytes = data_limits{}.max_bytes);

/// What went wrong with a call, as the server says it.
fault fault_of(const webapi::reply& reply);

/// {"address":…,"resolved":…,"status":…,"eresult":…}: what an error begins with.
json about(const webapi_server& server, const endpoint& at, const webapi::reply* reply);

}  // namespace gamewire::cli
