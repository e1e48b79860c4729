#include "rcon_events.hpp"

#include <gamewire/text.hpp>

#include "describe.hpp"

namespace gamewire::inline v0::rcon {
namespace {

using test::number;
using test::shown;

std::string why(std::error_code error, std::string_view detail) {
  std::string text;
  if (error) text += ": " + error.message();
  if (!detail.empty()) text += " (" + printable(detail) + ')';
  return text;
}

std::string describe_one(const authenticated&) { return "authenticated"; }
std::string describe_one(const chunk& one) { return "chunk" + number(one.request) + shown(one.body); }
std::string describe_one(const reply& one) {
  return "reply" + number(one.id) + (one.partial ? " partial" : "") + shown(one.body);
}
std::string describe_one(const sent& one) { return "sent" + number(one.id); }
std::string describe_one(const failed& one) { return "failed" + number(one.id) + why(one.error, one.detail); }
std::string describe_one(const closed& one) { return "closed" + why(one.error, one.detail); }
std::string describe_one(const disconnected& one) {
  const auto wait =
      std::chrono::duration_cast<std::chrono::seconds>(one.retry_in + std::chrono::milliseconds(500));
  return "disconnected" + why(one.error, one.detail) + ", again in about " + std::to_string(wait.count()) +
         " s";
}
std::string describe_one(const unsolicited& one) {
  return "unsolicited type " + std::to_string(one.type) + ", id " + std::to_string(one.packet_id) +
         shown(one.body);
}

}  // namespace

std::string describe(const client::event& event) {
  return std::visit([](const auto& one) { return describe_one(one); }, event);
}

}  // namespace gamewire::inline v0::rcon
