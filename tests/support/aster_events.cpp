#include "aster_events.hpp"

#include <gamewire/text.hpp>

#include "describe.hpp"

namespace gamewire::inline v0::aster {
namespace {

using test::number;

std::string why(std::error_code error, std::string_view detail) {
  std::string text;
  if (error) text += ": " + error.message();
  if (!detail.empty()) text += " (" + printable(detail) + ')';
  return text;
}

std::string shown(std::string_view line) {
  constexpr std::size_t longest = 200;
  if (line.size() <= longest) return printable(line);
  return printable(line.substr(0, longest)) + "... " + std::to_string(line.size()) + " bytes";
}

std::string describe_one(const ready& one) {
  return "ready " + std::to_string(one.self) + ", " + std::to_string(one.version.major) + '.' +
         std::to_string(one.version.minor) + '.' + std::to_string(one.version.patch);
}
std::string describe_one(const answer& one) { return "answer" + number(one.id) + ": " + shown(one.line); }
std::string describe_one(const failed& one) { return "failed" + number(one.id) + why(one.error, one.detail); }
std::string describe_one(const closed& one) { return "closed" + why(one.error, one.detail); }
std::string describe_one(const posted& one) {
  const message& what = one.what;
  return "posted " + std::to_string(what.uuid) + " in " + std::to_string(what.channel) + " by " +
         std::to_string(what.author) + (what.reply ? " to " + std::to_string(*what.reply) : "") +
         (what.edited ? " (edited)" : "") + ": " + printable(what.content.str());
}
std::string describe_one(const edited& one) {
  return "edited " + std::to_string(one.message) + ": " + printable(one.content.str());
}
std::string describe_one(const deleted& one) { return "deleted " + std::to_string(one.message); }
template <class T>
std::string named(std::string text, const list<T>& all) {
  for (const T& one : all) text += ' ' + std::to_string(one.uuid) + ' ' + printable(one.name.str());
  return text + (all.complete() ? "" : " (cut short)");
}
std::string describe_one(const users_changed& one) { return named("users", one.users); }
std::string describe_one(const channels_changed& one) { return named("channels", one.channels); }
std::string describe_one(const groups_changed& one) { return named("groups", one.groups); }
std::string describe_one(const online_changed& one) {
  std::string text = "online";
  for (const uuid user : one.users) text += ' ' + std::to_string(user);
  return text + (one.users.complete() ? "" : " (cut short)");
}
std::string describe_one(const unsolicited& one) {
  return "unsolicited" + why(one.error, {}) + ": " + shown(one.line);
}
std::string describe_one(const disconnected& one) {
  const auto wait =
      std::chrono::duration_cast<std::chrono::seconds>(one.retry_in + std::chrono::milliseconds(500));
  return "disconnected" + why(one.error, one.detail) + ", again in about " + std::to_string(wait.count()) +
         " s";
}

}  // namespace

std::string describe(const client::event& event) {
  return std::visit([](const auto& one) { return describe_one(one); }, event);
}

}  // namespace gamewire::inline v0::aster
