/// `gamewire asf`: an ArchiSteamFarm, by its IPC.
#include <array>

#include <fmt/core.h>

#include <gamewire/asf/client.hpp>
#include <gamewire/asf/requests.hpp>
#include <gamewire/system.hpp>
#include <gamewire/text.hpp>

#include "asf/asf_conversation.hpp"
#include "asf/asf_log.hpp"
#include "output/foreign_json.hpp"
#include "output/printable_lines.hpp"

namespace gamewire::cli {
namespace {

using words = std::vector<std::string>;
using views = std::vector<std::string_view>;

/// One thing that can be done: with how many words, and how it is asked for.
struct action {
  std::string_view name;
  std::size_t least;
  std::size_t most;
  const char* usage;
  accepted (*ask)(asf::client& client, const asf_arguments& arguments);
};

std::string joined(std::span<const std::string> all) {
  std::string text;
  for (const std::string& word : all) (text += text.empty() ? "" : " ") += word;
  return text;
}

template <class Request>
accepted ask_of_bots(asf::client& client, const asf_arguments& arguments) {
  return client.ask(Request{.bots = arguments.words[0]});
}

accepted ask_redeem(asf::client& client, const asf_arguments& arguments) {
  const views keys(arguments.words.begin() + 1, arguments.words.end());
  return client.ask(asf::redeem{.bots = arguments.words[0], .keys = keys});
}

accepted ask_request(asf::client& client, const asf_arguments& arguments) {
  const words& given = arguments.words;
  std::string method = given[0];
  for (char& c : method)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const std::string path = given[1].starts_with('/') ? given[1] : '/' + given[1];
  return client.ask(asf::call{.method = method, .target = path, .json = given.size() > 2 ? given[2] : ""});
}

constexpr std::size_t any = ~std::size_t{0};

constexpr std::array actions{
    action{"info", 0, 0, "info", [](asf::client& c, const asf_arguments&) { return c.ask(asf::get_info{}); }},
    action{"bot", 1, 1, "bot NAMES", ask_of_bots<asf::get_bots>},
    action{"start", 1, 1, "start NAMES", ask_of_bots<asf::start>},
    action{"stop", 1, 1, "stop NAMES", ask_of_bots<asf::stop>},
    action{"pause", 1, 1, "pause NAMES", ask_of_bots<asf::pause>},
    action{"resume", 1, 1, "resume NAMES", ask_of_bots<asf::resume>},
    action{"redeem", 2, any, "redeem NAMES KEY...", ask_redeem},
    action{"token", 1, 1, "token NAMES", ask_of_bots<asf::get_tokens>},
    action{"command", 1, any, "command TEXT...",
           [](asf::client& c, const asf_arguments& given) {
             return c.ask(asf::command{.text = joined(given.words)});
           }},
    action{
        "log", 0, 0, "log [--follow] [--count N]",
        [](asf::client& c, const asf_arguments& given) { return c.ask(asf::get_log{.count = given.count}); }},
    action{"request", 2, 3, "request METHOD PATH [JSON]", ask_request},
};

const action& action_of(const asf_arguments& arguments) {
  for (const action& one : actions) {
    if (one.name != arguments.action) continue;
    const std::size_t count = arguments.words.size();
    if (count >= one.least && count <= one.most) return one;
    throw command_error(usage_fault(fmt::format("this is used as: gamewire asf {}", one.usage)));
  }
  throw command_error(usage_fault(fmt::format("asf knows no '{}'", arguments.action)));
}

/// One request, and its answer.
class errand {
 public:
  errand(session& with, const asf_arguments& arguments)
      : with_(with), arguments_(arguments), server_(find_asf_server(arguments)) {}

  int run() {
    const action& what = action_of(arguments_);
    if (arguments_.follow) return follow();
    asf::client client(asf_client_options(with_.options, server_, arguments_.legacy));
    const accepted id = what.ask(client, arguments_);
    if (!id) throw command_error(refusal_of(id.error()));
    client.close(system::now());  // finishes what is open, and that is all we want
    const auto trouble = converse(with_, server_, arguments_, std::move(client), at_,
                                  [this](asf::client&, const asf::client::event& event) { take(event); });
    if (interrupted_by() != 0) return exit_code_of(interrupted_by());
    if (!code_) return fail(fault_of(trouble ? trouble : make_error_code(errc::closed)));
    return *code_;
  }

 private:
  [[nodiscard]] fault refusal_of(std::error_code why) const {
    const bool raw = arguments_.action == "request" && why == errc::invalid_argument;
    const char* const rule = raw ? ": METHOD is one of HTTP's, PATH has no blanks, JSON is JSON" : "";
    return usage_fault(fmt::format("this cannot be asked: {}{}", why.message(), rule));
  }

  int follow() {
    if (arguments_.action != "log") throw command_error(usage_fault("--follow is for the log"));
    return follow_asf_log(with_, arguments_, server_);
  }

  void take(const asf::client::event& event) {
    if (const auto* told = std::get_if<asf::answer>(&event)) code_ = print(told->reply);
    if (const auto* failure = std::get_if<failed>(&event))
      code_ = fail(fault_of(failure->error, failure->detail));
  }

  int fail(const fault& why) {
    with_.out.error(server_.about(at_), server_.url(), why);
    return why.exit_code();
  }

  int print(const asf::reply& of) {
    const std::optional<fault> why = trouble_of(of);
    if (why) hidden_ = server_.password;
    if (with_.out.as_json())
      with_.out.object(as_json(of, why));
    else
      print_result(of, why.has_value());
    if (!why) return of.which == asf::route::tokens ? judge_tokens(of) : 0;
    if (!with_.out.as_json()) complain(printable(server_.url() + ": " + why->message));
    return why->exit_code();
  }

  /// Of bots that have none the envelope says nothing.
  int judge_tokens(const asf::reply& of) {
    const auto bots = asf::result<asf::route::tokens>(of);
    if (!bots) return 0;
    std::size_t failed = 0, all = 0;
    for (const auto& [name, token] : *bots) {
      ++all;
      if (token.success) continue;
      ++failed;
      const std::string said = token.message ? token.message->str() : "no token";
      complain(
          printable(fmt::format("{}: {}: {}", server_.url(), name.str(), without(said, server_.password))));
    }
    if (failed == 0) return 0;
    return failed == all ? row(condition::server).exit_code : exit_mixed;
  }

  [[nodiscard]] std::optional<fault> trouble_of(const asf::reply& of) const {
    if (of.error) return fault_of(of.error, without(message_of(of), server_.password));
    if (!of.document.present()) return std::nullopt;
    const auto whole = of.document.check();
    return whole ? std::nullopt : std::optional(fault_of(whole.error().error));
  }

  /// What the server has to say about it, beyond what is said anyway.
  static std::string message_of(const asf::reply& of) {
    if (!of.location.empty()) return std::string(of.location);
    const std::string title = of.problem_title.str();
    const std::string said = of.message.empty() ? title : of.message.str();
    return said == "Failed!" ? "" : said;
  }

  /// The whole answer, as it came, and the status.
  [[nodiscard]] json as_json(const asf::reply& of, const std::optional<fault>& why) const {
    json whole = shown(tree_of(of.document));
    if (!whole.is_object()) {
      json outer = json::object();
      if (!whole.is_null())
        outer["Result"] = whole;
      else if (!of.body.empty())
        put_text(outer, "body", without(std::string(as_text(of.body)), hidden_));
      whole = std::move(outer);
    }
    if (of.connection_lost) whole["connection_lost"] = true;
    if (!of.connection_lost) whole["http_status"] = of.status;
    if (why) whole["error"] = to_json(*why);
    return whole;
  }

  /// Without the password, but for what is in the names of the envelope: those are no server's words.
  [[nodiscard]] json shown(const json& tree) const {
    if (!tree.is_object()) return without(tree, hidden_);
    json made = json::object();
    for (const auto& [name, value] : tree.items()) {
      const bool ours = name == "Result" || name == "Message" || name == "Success";
      made[ours ? name : without(name, hidden_)] = without(value, hidden_);
    }
    return made;
  }

  void print_result(const asf::reply& of, bool failed) {
    if (of.connection_lost) return print_text("done: the server went away over it");
    if (const auto lines = asf::result<asf::route::log_file>(of); of.which == asf::route::log_file && lines) {
      for (const gamewire::json::text& line : lines->content) print_text(line.str());
    } else if (const auto text = gamewire::json::read<gamewire::json::text>(of.result)) {
      print_text(text->str());
    } else if (const json tree = tree_of(of.result); !tree.is_null()) {
      print_text(tree.dump(2, ' ', false, json::error_handler_t::replace));
    } else if (!failed) {
      print_text(of.message.empty() ? std::string(as_text(of.body)) : of.message.str());
    }
  }

  /// null for what is absent, null, malformed or too deep.
  static json tree_of(const gamewire::json::value& of) {
    json tree = read_foreign(of.raw());
    return tree.is_discarded() ? json() : tree;
  }

  /// Answers to commands begin with a newline, for chats.
  void print_text(std::string_view text) {
    for (const char c : {'\r', '\n'})
      if (text.starts_with(c)) text.remove_prefix(1);
    std::string lines = without(std::string(text), hidden_);
    if (with_.out.terminal()) lines = printable_lines(lines);
    if (!lines.ends_with('\n')) lines += '\n';
    with_.out.text(lines);
  }

  session& with_;
  const asf_arguments& arguments_;
  asf_server server_;
  endpoint at_;
  std::string_view hidden_;  // the password, once a server fails
  std::optional<int> code_;
};

}  // namespace

int run_asf(session& with, const asf_arguments& arguments) { return errand(with, arguments).run(); }

}  // namespace gamewire::cli
