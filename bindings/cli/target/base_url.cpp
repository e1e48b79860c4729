#include "target/base_url.hpp"

#include <algorithm>

#include <gamewire/ascii.hpp>

namespace gamewire::cli {
namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

/// Takes the scheme off the front, if it is this one.
bool take_scheme(std::string_view& text, std::string_view scheme) {
  if (!same_word(text.substr(0, scheme.size()), scheme)) return false;
  text.remove_prefix(scheme.size());
  return true;
}

}  // namespace

std::expected<base_url, fault> parse_base_url(std::string_view text) {
  const bool secure = take_scheme(text, "https://");
  const bool known = secure || take_scheme(text, "http://");
  if (!known || text.find_first_of("@?#") != text.npos)
    return std::unexpected(usage_fault("not the base of a URL: https://host, or http://host:port/path"));
  const std::size_t slash = std::min(text.find('/'), text.size());
  auto server = parse_target(text.substr(0, slash), secure ? https_port : http_port);
  if (!server) return std::unexpected(server.error());
  std::string path(text.substr(slash));
  while (path.ends_with('/')) path.pop_back();
  return base_url{*std::move(server), secure, std::move(path)};
}

}  // namespace gamewire::cli
