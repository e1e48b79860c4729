#include "master_events.hpp"

#include "describe.hpp"

namespace gamewire::inline v0::master {
namespace {

using test::number;

std::string region_text(region which) {
  const std::string_view name = name_of(which);
  return name.empty() ? std::to_string(static_cast<unsigned>(which)) : std::string(name);
}

std::string why(std::error_code error) { return error ? ": " + error.message() : ""; }

std::string describe_one(const servers& one) {
  std::string text = "servers" + number(one.request) + ' ' + region_text(one.region);
  for (const endpoint& each : one.list) text.append("\n  ").append(endpoint_text(each).view());
  return text;
}
std::string describe_one(const listed& one) {
  std::string text = "listed" + number(one.id) + ": " + std::to_string(one.servers) + " servers, " +
                     std::to_string(one.pages) + " pages";
  if (!one.partial) return text;
  text += ", cut short" + why(one.error) + ", in " + region_text(one.region);
  return one.last == endpoint{} ? text : text.append(" behind ").append(endpoint_text(one.last).view());
}
std::string describe_one(const failed& one) { return "failed" + number(one.id) + why(one.error); }
std::string describe_one(const closed& one) { return "closed" + why(one.error); }
std::string describe_one(const unrequested& one) {
  return "unrequested page of " + std::to_string(one.page.servers.size());
}
std::string describe_one(const rejected& one) {
  return "rejected" + why(one.error) + "\n  " + test::to_hex(one.datagram);
}

}  // namespace

std::string describe(const client::event& event) {
  return std::visit([](const auto& one) { return describe_one(one); }, event);
}

}  // namespace gamewire::inline v0::master
