/// `gamewire info`, `players`, `rules`, and `query` which is all of them at once.
#include <array>

#include <fmt/core.h>

#include "a2s/a2s_json.hpp"
#include "a2s/a2s_table.hpp"
#include "a2s/ask.hpp"

namespace gamewire::cli {
namespace {

constexpr std::array all_parts{part::info, part::players, part::rules};

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
    const auto got = ask(with_, server, parts_);
    if (got) return out_.as_json() ? print_json(server, *got) : print_table(server, *got);
    out_.error(server.about(), server.text(), got.error());
    return got.error().exit_code();
  }

  int print_json(const target& server, const answer& got) {
    json_line line(out_.terminal());
    line.put_fields(server.about(got.from));
    put_answer(line, got, arguments_.decode);
    out_.text(line.finish());
    return exit_code(got, arguments_.decode);
  }

  int print_table(const target& server, const answer& got) {
    std::string text = heading(server, got);
    for (const part_reply& reply : got.parts) {
      if (reply.failure)
        complain(fmt::format("{}: {}: {}", server.text(), name_of(reply.what), reply.failure->message));
      else
        text += title(reply) + message_table(reply.raw, out_);
      if (const auto decoded = arguments_.decode ? decoded_json(reply.raw) : std::nullopt)
        text += decoded_table(*decoded);
    }
    if (got.ping_ms()) out_.text(text);
    return exit_code(got, arguments_.decode);
  }

  /// Sets the lists apart from what stands before them.
  std::string title(const part_reply& reply) const {
    const bool list = parts_.size() > 1 && reply.what != part::info;
    return list ? fmt::format("\n{}\n", out_.bold(name_of(reply.what))) : "";
  }

  std::string heading(const target& server, const answer& got) const {
    std::string line = out_.bold(server.text());
    if (server.by_name) line += fmt::format("  {}", endpoint_text(got.from).view());
    if (const auto ping = got.ping_ms()) line += fmt::format("  {:.2f} ms", *ping);
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
