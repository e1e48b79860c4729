#include "target/target.hpp"

#include <fmt/core.h>

#include <gamewire/ascii.hpp>
#include <gamewire/system.hpp>

#include "terminal/interrupt.hpp"

namespace gamewire::cli {
namespace {

ip_preference preference(const common_options& common) noexcept {
  if (common.v4) return ip_preference::v4_only;
  if (common.v6) return ip_preference::v6_only;
  return ip_preference::v4_first;  // hardly any game listens on v6, whatever its host does
}

}  // namespace

std::string target::text() const {
  const bool v6 = address.host.find(':') != std::string::npos;
  return fmt::format(fmt::runtime(v6 ? "[{}]:{}" : "{}:{}"), address.host, address.port);
}

json target::about(const endpoint& at) const {
  json object;
  put_text(object, "address", text());
  if (by_name && at.family() != ip_family::none) object["resolved"] = endpoint_text(at).view();
  return object;
}

bool stays_here(std::string_view host) {
  const auto literal = endpoint::parse(host);
  if (!literal) return same_word(host, "localhost");
  return literal->is_v4() ? literal->address()[0] == 127 : *literal == *endpoint::parse("::1");
}

std::expected<target, fault> parse_target(std::string_view text, std::uint16_t default_port) {
  auto address = parse_address(text, default_port);
  if (!address) return std::unexpected(usage_fault("not an address: host, host:port or [v6]:port"));
  if (address->port == 0) return std::unexpected(usage_fault("port 0 cannot be asked"));
  const bool by_name = !is_literal(*address);
  return target{*std::move(address), by_name};
}

int for_each_target(const std::vector<std::string>& addresses, output& out,
                    const std::function<int(const target&)>& run) {
  exit_sum codes;
  for (const std::string& text : addresses) {
    const auto server = parse_target(text);
    if (!server) {
      json about;
      put_text(about, "address", text);
      out.error(std::move(about), text, server.error());
    }
    const int code = server ? run(*server) : server.error().exit_code();
    if (interrupted_by() != 0) return code;
    codes.add(code);
  }
  return codes.code();
}

a2s::client_options client_options(const common_options& common) {
  return {.timeout = common.timeout.value_or(a2s::client_options{}.timeout),
          .retries = static_cast<std::uint8_t>(common.retries),
          .deadline = common.deadline,
          .seed = system::random_seed()};
}

driver_options driver_options_of(const session& with) {
  return {.prefer = preference(with.options), .trace = with.trace.hook(direction::received)};
}

}  // namespace gamewire::cli
