#include "a2s/scan_report.hpp"

#include <fmt/core.h>

#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/rules.hpp>
#include <gamewire/text.hpp>

namespace gamewire::cli {
namespace {

constexpr int widest_address = 21;  // of IPv4, with its port

/// The replies were found sound by the machine.
std::string info_words(bytes raw) {
  const auto info = a2s::decode_info(raw);
  if (!info) return "";
  return fmt::format("{:>7}  {:<16}  {}", fmt::format("{}/{}", info->players, info->max_players),
                     printable(info->map), printable(info->name));
}

std::string players_words(bytes raw) {
  const auto players = a2s::decode_players(raw);
  return players ? fmt::format("{} listed", players->declared()) : "";
}

std::string rules_words(bytes raw) {
  const auto rules = a2s::decode_rules(raw);
  return rules ? fmt::format("{} rules", rules->declared()) : "";
}

std::string words(const part_reply& reply) {
  if (reply.failure) return fmt::format("{}: {}", name_of(reply.what), printable(reply.failure->message));
  switch (reply.what) {
    case part::info: return info_words(reply.raw);
    case part::players: return players_words(reply.raw);
    case part::rules: return rules_words(reply.raw);
  }
  return "";
}

std::string padded_address(const listed& whom) {
  return fmt::format("{:<{}}", printable(whom.text), widest_address);
}

std::uint64_t failures(const scan_counts& counts) { return counts.asked - counts.answered; }

/// "timeout 3, refused 1", in the order of the table.
std::string failure_words(const scan_counts& counts) {
  std::string list;
  for (std::size_t i = 0; i < counts.failed.size(); ++i)
    if (counts.failed[i] != 0)
      list += fmt::format("{}{} {}", list.empty() ? "" : ", ", condition_table[i].code, counts.failed[i]);
  return list;
}

}  // namespace

void put_about(json_line& to, const listed& whom) {
  to.put_text("address", whom.text);
  if (whom.by_name && whom.at) to.put("resolved", endpoint_text(*whom.at).view());
}

std::string scan_line(const listed& whom, const answer& got, const output& style) {
  const auto ping = got.ping_ms();
  if (!ping) return scan_line(whom, *got.parts[0].failure, style);
  std::string line = fmt::format("{}  {:>10}", padded_address(whom), fmt::format("{:.2f} ms", *ping));
  for (const part_reply& reply : got.parts) line += "  " + words(reply);
  return line + '\n';
}

std::string scan_line(const listed& whom, const fault& why, const output& style) {
  return fmt::format("{}  {}\n", padded_address(whom), style.dim(printable(why.message)));
}

json summary_json(const scan_counts& counts) {
  json failed = json::object();
  for (std::size_t i = 0; i < counts.failed.size(); ++i)
    if (counts.failed[i] != 0) failed[std::string(condition_table[i].code)] = counts.failed[i];
  json object{{"kind", "summary"},
              {"asked", counts.asked},
              {"answered", counts.answered},
              {"failed", std::move(failed)},
              {"packets_sent", counts.packets_sent},
              {"packets_received", counts.packets_received},
              {"dropped", counts.dropped},
              {"seconds", counts.seconds},
              {"queries_per_second", counts.queries_per_second()}};
  if (counts.in_flight != 0) object["unfinished"] = counts.in_flight;
  return object;
}

std::string summary_line(const scan_counts& counts) {
  std::string line = fmt::format("{} asked, {} answered", counts.asked, counts.answered);
  if (failures(counts) != 0) line += fmt::format(", {} failed ({})", failures(counts), failure_words(counts));
  if (counts.in_flight != 0) line += fmt::format(", {} unfinished", counts.in_flight);
  line += fmt::format("; {} packets sent, {} received", counts.packets_sent, counts.packets_received);
  if (counts.dropped != 0) line += fmt::format(", {} dropped", counts.dropped);
  return line + fmt::format("; {:.2f} s, {:.0f} per second\n", counts.seconds, counts.queries_per_second());
}

std::string progress_line(const scan_counts& counts) {
  return fmt::format("{} asked, {} answered, {} failed, {} in flight, {:.0f} per second", counts.asked,
                     counts.answered, failures(counts), counts.in_flight, counts.queries_per_second());
}

}  // namespace gamewire::cli
