#include "target/config_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include <fmt/core.h>
#include <toml++/toml.h>

#include "target/read_file.hpp"
#include "target/target.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t largest_config = std::size_t{1} << 20U;

[[noreturn]] void refuse(const std::string& path, std::string_view why) {
  throw command_error(usage_fault(fmt::format("{}: {}", path, why)));
}

std::optional<std::string> text_of(const toml::node& value) { return value.value_exact<std::string>(); }

configured_host read_host(const std::string& path, std::string_view name, const toml::table& section) {
  configured_host host{.name = std::string(name), .address = std::string(name)};
  for (const auto& [key, value] : section) {
    const auto text = text_of(value);
    const auto line = value.source().begin.line;
    if (!text) refuse(path, fmt::format("line {}: {} is not a string", line, key.str()));
    if (key == "address")
      host.address = *text;
    else if (key == "password")
      host.password = *text;
    else if (key == "password_file")
      host.password_file = *text;
    else if (key == "profile")
      host.profile = *text;
    else if (key == "protocol")
      host.protocol = *text;
    else
      refuse(path, fmt::format("line {}: a host has no '{}'", line, key.str()));
  }
  return host;
}

toml::table parse(const std::string& path, const std::string& text) {
  try {
    return toml::parse(text, path);
  } catch (const toml::parse_error& mistake) {
    // Not what() alone: it may quote what stands there, which may be a password.
    const auto at = mistake.source().begin;
    refuse(path, fmt::format("line {}, column {}: not understood", at.line, at.column));
  }
}

/// With its port, so that both ways to write the default one are the same.
std::string normal(std::string_view address) {
  const auto parsed = parse_target(address);
  return parsed ? parsed->text() : std::string(address);
}

}  // namespace

std::string config_path() { return user_path("XDG_CONFIG_HOME", ".config", "config.toml"); }

host_list read_config() {
  const std::string path = config_path();
  const auto text = path.empty() ? std::nullopt : read_kept_file(path, largest_config);
  host_list hosts;
  if (!text) return hosts;
  const toml::table all = parse(path, *text);
  const toml::node* sections = all.get("hosts");
  if (sections == nullptr) return hosts;
  if (!sections->is_table()) refuse(path, "hosts is not a table");
  for (const auto& [name, section] : *sections->as_table()) {
    if (!section.is_table()) refuse(path, fmt::format("hosts.{} is not a table", name.str()));
    hosts.push_back(read_host(path, name.str(), *section.as_table()));
  }
  return hosts;
}

const configured_host* find_host(const host_list& hosts, std::string_view given) {
  auto found = std::ranges::find(hosts, given, &configured_host::name);
  if (found == hosts.end())
    found = std::ranges::find_if(
        hosts, [&](const configured_host& each) { return normal(each.address) == normal(given); });
  return found == hosts.end() ? nullptr : &*found;
}

std::string user_path(const char* variable, std::string_view fallback, std::string_view name) {
  const char* base = std::getenv(variable);
  if (base != nullptr && *base == '/') return fmt::format("{}/gamewire/{}", base, name);  // relative: ignored
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') return "";
  return fmt::format("{}/{}/gamewire/{}", home, fallback, name);
}

}  // namespace gamewire::cli
