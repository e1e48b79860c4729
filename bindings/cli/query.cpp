/// `gamewire info`, `players`, `rules`, and `query` which is all of them at once.
#include <array>

#include <fmt/core.h>

#include "a2s_json.hpp"
#include "a2s_table.hpp"
#include "ask.hpp"

namespace gamewire::cli {
namespace {

constexpr std::array all_parts{part::info, part::players, part::rules};

const char* name_of(part what) noexcept {
  switch (what) {
    case part::info: return "info";
    case part::players: return "players";
    case part::rules: return "rules";
  }
  return "";
}

/// The reply of one part, or {"error":…}.
json part_json(const part_reply& reply, bool decode) {
  if (reply.failure) return {{"error", to_json(*reply.failure)}};
  json object = message_json(reply.raw).value();  // the machine has found it sound
  if (decode) put_decoded(object, reply.raw);
  return object;
}

int exit_code(const part_reply& reply, const json& fields) {
  if (reply.failure) return reply.failure->exit_code();
  return fields.value("partial", false) ? exit_mixed : 0;
}

/// The round trip of the info, else of the first part that has one.
std::optional<double> ping_of(const answer& got) {
  for (const part_reply& reply : got.parts)
    if (!reply.failure) return milliseconds(reply.round_trip);
  return std::nullopt;
}

/// The commands of this file: they ask one part, or all and print them as one.
class query {
 public:
  query(session& with, const query_arguments& arguments, std::span<const part> parts)
      : with_(with), arguments_(arguments), parts_(parts) {}

  int run() {
    return for_each_target(arguments_.addresses, out_, [this](const target& server) { return run(server); });
  }

 private:
  int run(const target& server) {
    const auto got = ask(server, parts_, client_options(with_.options), driver_options_of(with_));
    if (got) return out_.as_json() ? print_json(server, *got) : print_table(server, *got);
    out_.error(server.about(), server.text(), got.error());
    return got.error().exit_code();
  }

  int print_json(const target& server, const answer& got) {
    json object = server.about(got.from);
    return parts_.size() == 1 ? print_one(std::move(object), got) : print_all(std::move(object), got);
  }

  int print_one(json object, const answer& got) {
    const part_reply& reply = got.parts[0];
    const json fields = part_json(reply, arguments_.decode);
    object.update(fields);
    if (reply.what == part::info && !reply.failure) object["ping_ms"] = milliseconds(reply.round_trip);
    out_.object(object);
    return exit_code(reply, fields);
  }

  int print_all(json object, const answer& got) {
    exit_sum codes;
    object["kind"] = "query";
    for (const part_reply& reply : got.parts) {
      json fields = part_json(reply, arguments_.decode);
      codes.add(exit_code(reply, fields));
      object[name_of(reply.what)] = std::move(fields);
    }
    if (const auto ping = ping_of(got))
      object["ping_ms"] = *ping;
    else
      object["error"] = to_json(*got.parts[0].failure);
    out_.object(object);
    return codes.code();
  }

  int print_table(const target& server, const answer& got) {
    exit_sum codes;
    std::string text = heading(server, got);
    for (const part_reply& reply : got.parts) {
      const json fields = part_json(reply, arguments_.decode);
      codes.add(exit_code(reply, fields));
      if (reply.failure)
        complain(fmt::format("{}: {}: {}", server.text(), name_of(reply.what), reply.failure->message));
      else
        text += title(reply) + message_table(reply.raw, out_);
      if (fields.contains("decoded")) text += decoded_table(fields["decoded"]);
    }
    if (ping_of(got)) out_.text(text);
    return codes.code();
  }

  /// Sets the lists apart from what stands before them.
  std::string title(const part_reply& reply) const {
    const bool list = parts_.size() > 1 && reply.what != part::info;
    return list ? fmt::format("\n{}\n", out_.bold(name_of(reply.what))) : "";
  }

  std::string heading(const target& server, const answer& got) const {
    std::string line = out_.bold(server.text());
    if (server.by_name) line += fmt::format("  {}", endpoint_text(got.from).view());
    if (const auto ping = ping_of(got)) line += fmt::format("  {:.2f} ms", *ping);
    return line + '\n';
  }

  session& with_;
  output& out_ = with_.out;
  const query_arguments& arguments_;
  std::span<const part> parts_;
};

}  // namespace

int run_info(session& with, const query_arguments& arguments) {
  return query(with, arguments, std::span(all_parts).subspan(0, 1)).run();
}

int run_players(session& with, const query_arguments& arguments) {
  return query(with, arguments, std::span(all_parts).subspan(1, 1)).run();
}

int run_rules(session& with, const query_arguments& arguments) {
  return query(with, arguments, std::span(all_parts).subspan(2, 1)).run();
}

int run_query(session& with, const query_arguments& arguments) {
  return query(with, arguments, all_parts).run();
}

}  // namespace gamewire::cli
