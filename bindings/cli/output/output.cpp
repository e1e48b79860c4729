#include "output/output.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <fmt/core.h>
#include <unistd.h>

#include <gamewire/hide_secret.hpp>
#include <gamewire/text.hpp>

namespace gamewire::cli {
namespace {

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* terminal = std::getenv("TERM");
  return terminal != nullptr && std::string_view(terminal) != "dumb";
}

}  // namespace

fault fault_of(std::error_code error, std::string_view detail) {
  std::string message = error.message();
  if (!detail.empty()) message.append(": ").append(detail);
  return {condition_of(error), std::move(message)};
}

fault usage_fault(std::string message) { return {condition::usage, std::move(message)}; }

json to_json(const fault& why) {
  json object{{"code", row(why.kind).code}};
  put_text(object, "message", why.message);
  return object;
}

void put_text(json& to, const std::string& field, std::string_view text) {
  to[field] = to_utf8(text);
  if (!is_utf8(text)) to[field + "_hex"] = to_hex(as_bytes(text));
}

std::string to_hex(bytes in) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(in.size() * 2);
  for (const std::byte b : in) {
    hex += digits[std::to_integer<unsigned>(b >> 4)];
    hex += digits[std::to_integer<unsigned>(b & std::byte{15})];
  }
  return hex;
}

output_lost::output_lost(int number)
    : std::runtime_error(std::generic_category().message(number)), error_number(number) {}

output::output(bool as_json)
    : as_json_(as_json), terminal_(::isatty(STDOUT_FILENO) == 1), colour_(terminal_ && wants_colour()) {}

std::string output::line(const json& what) const {
  return what.dump(-1, ' ', terminal_, json::error_handler_t::replace) + '\n';
}

void output::hide(std::string_view secret) {
  constexpr std::size_t least = 8;
  secret_ = secret.size() < least ? "" : secret;
}

std::string output::without_secret(std::string_view text) const {
  std::string shown(text);
  hide_secret(shown, secret_);
  return shown;
}

void output::text(std::string_view lines) {
  if (!secret_.empty()) return print(without_secret(lines));
  print(lines);
}

void output::print(std::string_view lines) {
  const bool written = std::fwrite(lines.data(), 1, lines.size(), stdout) == lines.size();
  if (!written || std::fflush(stdout) != 0) throw output_lost(errno);
}

void output::warn(std::string_view text) const { complain(without_secret(text)); }

void output::error(json about, std::string_view name, const fault& why) {
  if (!as_json_) return warn(fmt::format("{}: {}", name, why.message));
  about["error"] = to_json(why);
  object(about);
}

std::string output::bold(std::string_view text) const {
  return colour_ ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
}

std::string output::dim(std::string_view text) const {
  return colour_ ? fmt::format("\x1b[2m{}\x1b[0m", text) : std::string(text);
}

void complain(std::string_view text) { to_stderr(fmt::format("gamewire: {}\n", printable(text))); }

void to_stderr(std::string_view text) noexcept { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace gamewire::cli
