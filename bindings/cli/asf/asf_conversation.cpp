#include "asf/asf_conversation.hpp"

#include <fmt/core.h>

namespace gamewire::cli {
namespace {

constexpr nanoseconds default_deadline = std::chrono::seconds(100);

}  // namespace

asf::client_options asf_client_options(const common_options& common, const asf_server& server, bool legacy) {
  const nanoseconds time = common.timeout.value_or(default_deadline);
  const asf::client_options made{.host = server.host,
                                 .port = server.port,
                                 .secure = server.secure,
                                 .base_path = server.base_path,
                                 .password = server.password,
                                 .speaks = legacy ? asf::dialect::ipc : asf::dialect::current,
                                 .deadline = common.deadline.value_or(time)};
  if (made.validate()) throw command_error(usage_fault(server.url() + ": not the address of an API"));
  return made;
}

#ifdef GAMEWIRE_TLS
tls::client_options tls_options_of(const asf_server& server, const asf_arguments& arguments) {
  tls::client_options made{.host = server.host, .verify = !arguments.insecure, .protocol = "http/1.1"};
  if (arguments.ca.empty()) return made;
  auto trusted = tls::trust::file(arguments.ca);
  if (!trusted)
    throw command_error({condition::usage, fmt::format("{}: {}", arguments.ca, trusted.error().message())});
  made.trust = *std::move(trusted);
  return made;
}
#endif

}  // namespace gamewire::cli
