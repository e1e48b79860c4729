#include "asf_events.hpp"

#include <array>

namespace gamewire::inline v0::asf {
namespace {

std::string number(request_id id) { return std::to_string(static_cast<std::uint32_t>(id)); }

std::string told(const answer& what) {
  const reply& of = what.reply;
  std::string text = "answer " + number(what.id) + ": ";
  if (of.connection_lost) return text + "connection lost";
  text += std::to_string(of.status);
  if (of.error) text += " " + of.error.message();
  if (!of.message.empty() && of.message != "OK") text += " (" + of.message.str() + ")";
  return text;
}
std::string told(const failed& what) { return "failed " + number(what.id) + ": " + what.error.message(); }
std::string told(const log_line& what) {
  constexpr std::array<std::string_view, 7> levels{"?", "trace", "debug", "info", "warn", "error", "fatal"};
  const log_entry& of = what.entry;
  std::string text = what.history ? "history " : "";
  if (what.after_gap) text += "gap ";
  if (!of.parsed()) return text + "raw: " + std::string(of.raw);
  text += std::string(levels[static_cast<std::size_t>(of.level)]) + ' ' + std::string(of.logger) + ": ";
  return text + std::string(of.message);
}
std::string told(const disconnected& what) { return "disconnected: " + what.error.message(); }
std::string told(const closed& what) { return what.error ? "closed: " + what.error.message() : "closed"; }

}  // namespace

std::string describe(const client::event& event) {
  return std::visit([](const auto& what) { return told(what); }, event);
}
std::string describe(const log::event& event) {
  return std::visit([](const auto& what) { return told(what); }, event);
}

}  // namespace gamewire::inline v0::asf
