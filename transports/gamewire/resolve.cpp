#include <algorithm>
#include <charconv>
#include <memory>

#include <gamewire/error_table.hpp>
#include <gamewire/native_address.hpp>
#include <gamewire/resolve.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0 {
namespace {

resolve_errc to_error(int code) noexcept {
  if (code == EAI_NONAME) return resolve_errc::not_found;
  if (code == EAI_AGAIN) return resolve_errc::try_again;
  const bool exists = std::ranges::find(system::no_address_codes, code) != system::no_address_codes.end();
  return exists ? resolve_errc::no_address : resolve_errc::failed;
}

bool wanted(const endpoint& found, ip_preference prefer) noexcept {
  switch (prefer) {
    case ip_preference::v4_only: return found.is_v4();
    case ip_preference::v6_only: return found.is_v6();
    default: return found.is_v4() || found.is_v6();
  }
}

int family_hint(ip_preference prefer) noexcept {
  switch (prefer) {
    case ip_preference::v4_only: return AF_INET;
    case ip_preference::v6_only: return AF_INET6;
    default: return AF_UNSPEC;
  }
}

bool is_v6_literal(std::string_view host) noexcept {
  if (host.starts_with('[')) return false;
  const auto read = endpoint::parse(host.substr(0, host.find('%')));    // scopes can be names, too
  return read && (read->is_v6() || std::ranges::count(host, ':') > 1);  // v4, mapped into v6
}

bool printable(std::string_view host) noexcept {
  return std::ranges::all_of(host, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; });
}

std::optional<std::uint16_t> parse_port(std::string_view text) noexcept {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

const std::error_category& resolve_category() noexcept {
  static const error_table instance(
      "gamewire.resolve",
      error_rows<resolve_errc>({
          {resolve_errc::not_found, condition::resolve, "no such name"},
          {resolve_errc::no_address, condition::resolve, "the name has no address of a wanted family"},
          {resolve_errc::try_again, condition::resolve, "the name server does not answer"},
          {resolve_errc::failed, condition::resolve, "the resolver failed"},
      }));
  return instance;
}

std::expected<address, std::error_code> parse_address(std::string_view text, std::uint16_t default_port) {
  const auto invalid = std::unexpected(std::make_error_code(std::errc::invalid_argument));
  if (is_v6_literal(text)) return address{std::string(text), default_port};

  std::string_view host = text;
  std::string_view rest;  // ":port", or nothing
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == text.npos || !is_v6_literal(text.substr(1, close - 1))) return invalid;
    host = text.substr(1, close - 1);
    rest = text.substr(close + 1);
  } else if (const std::size_t colon = text.find(':'); colon != text.npos) {
    host = text.substr(0, colon);
    rest = text.substr(colon);
  }
  if (host.empty() || !printable(host)) return invalid;
  if (rest.empty()) return address{std::string(host), default_port};
  const auto port = parse_port(rest.substr(1));
  if (!rest.starts_with(':') || !port) return invalid;
  return address{std::string(host), *port};
}

bool is_literal(const address& of) noexcept { return endpoint::parse(of.host).has_value(); }

std::expected<std::vector<endpoint>, std::error_code> select(std::span<const endpoint> found,
                                                             ip_preference prefer) {
  std::vector<endpoint> selected;
  for (const endpoint& one : found) {
    if (!wanted(one, prefer) || std::ranges::find(selected, one) != selected.end()) continue;
    const bool to_front = prefer == ip_preference::v4_first && one.is_v4();
    selected.insert(to_front ? std::ranges::find_if(selected, &endpoint::is_v6) : selected.end(), one);
  }
  if (selected.empty()) return std::unexpected(make_error_code(resolve_errc::no_address));
  return selected;
}

std::expected<std::vector<endpoint>, std::error_code> resolve(const address& of, ip_preference prefer) {
  if (const auto literal = endpoint::parse(of.host)) {
    const endpoint whole = literal->with_port(of.port);
    return select({&whole, 1}, prefer);
  }
  // Of no name at all Windows says that it is this host's.
  if (of.host.empty()) return std::unexpected(make_error_code(resolve_errc::not_found));
  if (const auto error = system::start_network()) return std::unexpected(error);
  addrinfo hints{};
  hints.ai_family = family_hint(prefer);
  hints.ai_socktype = SOCK_DGRAM;  // else every address comes once per type
  addrinfo* list = nullptr;
  if (const int code = ::getaddrinfo(of.host.c_str(), nullptr, &hints, &list))
    return std::unexpected(make_error_code(to_error(code)));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(list, &::freeaddrinfo);
  std::vector<endpoint> found;
  for (const addrinfo* at = list; at != nullptr; at = at->ai_next)
    found.push_back(system::to_endpoint(*at->ai_addr).with_port(of.port));
  return select(found, prefer);
}

}  // namespace gamewire::inline v0
