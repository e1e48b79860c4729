#include "webapi/webapi_link.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/core.h>

#include "target/password.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/words.hpp"
#include "transport/machines.hpp"

namespace gamewire::cli {
namespace {

constexpr nanoseconds default_deadline = std::chrono::seconds(30);

template <machine M>
class link_over final : public webapi_link {
 public:
  explicit link_over(std::unique_ptr<peer_service<M>> peer) : peer_(std::move(peer)) {}

  [[nodiscard]] webapi::client& client() noexcept override {
    if constexpr (std::same_as<M, webapi::client>)
      return peer_->machine();
    else
      return *peer_->machine();
  }
  [[nodiscard]] endpoint remote() const override { return peer_->remote(); }
  std::error_code run(const handler& on_event) override {
    const on_interrupt stopping([this] { peer_->stop(); });
    return peer_->run(on_event);
  }

 private:
  std::unique_ptr<peer_service<M>> peer_;
};

template <machine M>
std::unique_ptr<webapi_link> open(const session& with, const webapi_server& server, M machine) {
  auto peer = with.via->connect(server.url.server.address, std::move(machine), driver_options_of(with));
  if (!peer) throw command_error(fault_of(peer.error()));
  return std::make_unique<link_over<M>>(*std::move(peer));
}

std::unique_ptr<webapi_link> open_secure(const session& with, const webapi_server& server,
                                         const webapi::client_options& options) {
#ifdef GAMEWIRE_TLS
  return open(with, server,
              secure_webapi({.lower = {.host = options.host, .protocol = "http/1.1"}, .upper = options}));
#else
  (void)with, (void)server, (void)options;
  throw command_error({condition::unsupported, "this build has no TLS, which https needs"});
#endif
}

std::string find_key(const std::string& file) {
  if (file.empty()) {
    const char* environment = std::getenv("STEAM_API_KEY");
    return std::string(trimmed(environment != nullptr ? environment : ""));
  }
  return std::string(trimmed(read_secret(file)));
}

}  // namespace

webapi_server server_of(const webapi_server_arguments& arguments) {
  auto url = parse_base_url(arguments.url);
  if (!url) throw command_error({url.error().kind, "--url: " + url.error().message});
  webapi_server server{*std::move(url), find_key(arguments.key_file)};
  if (arguments.key_in == "parameter") server.key_goes_in = webapi::key_carrier::parameter;
  if (webapi::access{.key = server.key}.validate())
    throw command_error(usage_fault("the key of the Web API has a blank or control character in it"));
  if (webapi::access{.base_path = server.url.path}.validate())
    throw command_error(usage_fault("--url: the path has characters that have to be encoded"));
  if (!server.key.empty() && !server.url.secure && !stays_here(server.url.server.address.host))
    complain("the key goes out unencrypted; https would not do that");
  return server;
}

std::unique_ptr<webapi_link> open_webapi(const session& with, const webapi_server& server,
                                         std::size_t max_bytes) {
  webapi::client_options options{.host = server.url.server.address.host,
                                 .port = server.url.server.address.port,
                                 .secure = server.url.secure,
                                 .base_path = server.url.path,
                                 .key = server.key,
                                 .key_goes_in = server.key_goes_in};
  options.deadline = with.options.deadline.value_or(with.options.timeout.value_or(default_deadline));
  options.limits.max_body = max_bytes;
  options.retries = static_cast<std::uint8_t>(with.options.retries);
  if (options.validate()) throw command_error(usage_fault("--url: no host that HTTP could name"));
  return server.url.secure ? open_secure(with, server, options) : open(with, server, webapi::client(options));
}

fault fault_of(const webapi::reply& reply) {
  std::string detail;
  if (reply.error == webapi::errc::unexpected_status) detail = fmt::format("{}", reply.status);
  if (reply.error == webapi::errc::unsuccessful) detail = fmt::format("EResult {}", *reply.eresult);
  if (!detail.empty() && !reply.message.empty()) detail += ": ";
  return fault_of(reply.error, detail.append(reply.message.view()));
}

json about(const webapi_server& server, const endpoint& at, const webapi::reply* reply) {
  json object = server.url.server.about(at);
  if (reply == nullptr) return object;
  object["status"] = reply->status;
  if (reply->eresult) object["eresult"] = *reply->eresult;
  if (reply->retry_after) object["retry_after"] = std::chrono::duration<double>(*reply->retry_after).count();
  return object;
}

}  // namespace gamewire::cli
