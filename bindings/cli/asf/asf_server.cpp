#include "asf/asf_server.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <sstream>

#include <fmt/core.h>

#include <gamewire/ascii.hpp>

#include "target/base_url.hpp"
#include "target/read_file.hpp"
#include "terminal/words.hpp"

namespace gamewire::cli {
namespace {

using settings = std::map<std::string, std::string, std::less<>>;

constexpr const char* default_env = ".env";
constexpr std::size_t longest_env = 1U << 20;  // bytes
constexpr std::array names{"ASF_HOST", "ASF_PORT", "ASF_PASSWORD", "ASF_PATH"};

/// What stands in double quotes, where a backslash may stand before a quote or another one. Nothing where the end is missing.
std::optional<std::string> unquoted(std::string_view text) {
  std::string value;
  if (!text.starts_with('"')) return std::nullopt;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '"') return value;
    const bool escapes =
        text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\');
    value += text[escapes ? ++at : at];
  }
  return std::nullopt;
}

/// What stands in quotes, or else what stands before a comment.
std::string value_of(std::string_view text) {
  if (const auto value = unquoted(text)) return *value;
  const bool quoted = text.starts_with('"') || text.starts_with('\'');
  const std::size_t end = quoted ? text.find(text.front(), 1) : text.npos;
  if (end != text.npos) return std::string(text.substr(1, end - 1));
  for (std::size_t at = text.find('#'); at != text.npos; at = text.find('#', at + 1))
    if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '\t')
      return std::string(trimmed(text.substr(0, at)));
  return std::string(text);
}

/// A folder `.env` is somebody else's, such as of Python.
std::string text_of_env(const std::string& named) {
  if (!named.empty()) return read_file(named, longest_env);
  std::error_code unknown;
  if (std::filesystem::is_directory(default_env, unknown)) return "";
  return read_kept_file(default_env, longest_env).value_or("");
}

/// Lines NAME=VALUE, `export` before them or not, values in quotes or not; # begins a comment, behind a value after a
/// blank.
settings read_env(const std::string& named) {
  settings found;
  std::istringstream file(std::string(without_mark(text_of_env(named))));
  for (std::string line; std::getline(file, line);) {
    std::string_view rest = trimmed(line);
    if (rest.starts_with('#')) continue;
    if (rest.starts_with("export ")) rest = trimmed(rest.substr(7));
    const std::size_t equals = rest.find('=');
    if (equals == rest.npos) continue;
    found[std::string(trimmed(rest.substr(0, equals)))] = value_of(trimmed(rest.substr(equals + 1)));
  }
  return found;
}

settings with_environment(settings found) {
  for (const char* name : names)
    if (const char* value = std::getenv(name)) found[name] = value;
  return found;
}

std::uint16_t port_of(std::string_view text, const char* where) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0)
    throw command_error(usage_fault(fmt::format("{}: '{}' is not a port", where, text)));
  return port;
}

/// The path of the API's root, as "/Api" or "/ASF/Api", without that end.
std::string base_of(std::string path) {
  if (!path.starts_with('/')) path.insert(0, 1, '/');
  while (path.ends_with('/')) path.pop_back();
  for (const std::string_view end : {"/Api", "/api"})
    if (path.ends_with(end)) path.resize(path.size() - end.size());
  return path;
}

void take_url(asf_server& to, std::string_view url) {
  auto base = parse_base_url(url);
  if (!base) throw command_error({base.error().kind, "--url: " + base.error().message});
  to.secure = base->secure;
  to.host = base->server.address.host;
  to.port = base->server.address.port;
  to.base_path = std::move(base->path);
}

std::string setting(const settings& all, std::string_view name, std::string otherwise = {}) {
  const auto one = all.find(name);
  return one == all.end() || one->second.empty() ? std::move(otherwise) : one->second;
}

asf_server server_of(const settings& found) {
  asf_server made;
  made.host = setting(found, "ASF_HOST", made.host);
  if (const auto port = setting(found, "ASF_PORT"); !port.empty()) made.port = port_of(port, "ASF_PORT");
  if (const auto path = setting(found, "ASF_PATH"); !path.empty()) made.base_path = base_of(path);
  made.password = setting(found, "ASF_PASSWORD");
  return made;
}

bool same_host(std::string_view one, std::string_view other) {
  return same_word(one, other) || (stays_here(one) && stays_here(other));
}

/// A file that lies in this folder by chance does not give its password to a host that was named elsewhere.
void use_password_of(const settings& file, asf_server& to, const asf_arguments& arguments) {
  if (!arguments.env.empty()) return warn_of_readers(arguments.env);
  const std::string host = setting(file, "ASF_HOST", asf_server().host);
  if (same_host(to.host, host)) return warn_of_readers(default_env);
  complain(fmt::format("{0}: its password is for {1}, and {2} is not told it; `--env {0}` does that",
                       default_env, host, to.host));
  to.password.clear();
}

}  // namespace

std::string asf_server::url() const {
  const bool v6 = host.find(':') != host.npos;
  return fmt::format("{}://{}{}{}:{}{}", secure ? "https" : "http", v6 ? "[" : "", host, v6 ? "]" : "", port,
                     base_path);
}

json asf_server::about(const endpoint& at) const {
  json object;
  put_text(object, "address", url());
  if (!is_literal({host, port}) && at.family() != ip_family::none)
    object["resolved"] = endpoint_text(at).view();
  return object;
}

asf_server find_asf_server(const asf_arguments& arguments) {
  const settings file = read_env(arguments.env);
  asf_server made = server_of(with_environment(file));
  if (!arguments.url.empty()) take_url(made, arguments.url);
  const bool is_of_file = std::getenv("ASF_PASSWORD") == nullptr;
  if (is_of_file && !made.password.empty()) use_password_of(file, made, arguments);
  return made;
}

}  // namespace gamewire::cli
