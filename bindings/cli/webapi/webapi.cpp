/// `gamewire webapi`: what Steam's Web API can be asked, and its answers.
#include <charconv>

#include <fmt/core.h>

#include <gamewire/system.hpp>
#include <gamewire/text.hpp>
#include <gamewire/webapi/tree.hpp>

#include "output/json_text.hpp"
#include "output/printable_lines.hpp"
#include "steam/vdf_json.hpp"
#include "target/read_file.hpp"
#include "terminal/interrupt.hpp"
#include "webapi/webapi_input.hpp"
#include "webapi/webapi_link.hpp"
#include "webapi/webapi_tables.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t largest_table = std::size_t{1} << 24U;

/// INTERFACE/METHOD/vN, of which the ends may be missing.
struct request_path {
  std::string interface_name;
  std::string method;
  std::uint32_t version = 0;

  explicit request_path(std::string_view text) {
    while (text.starts_with('/')) text.remove_prefix(1);
    while (text.ends_with('/')) text.remove_suffix(1);
    interface_name = take(text);
    method = take(text);
    if (!text.empty() && !read_version(text))
      throw command_error(usage_fault(fmt::format("'{}' is no version: v1, v2 …", text)));
  }

 private:
  static std::string_view take(std::string_view& text) { return webapi::take_field(text, '/'); }

  bool read_version(std::string_view text) {
    if (!text.starts_with('v')) return false;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), version);
    return error == std::errc{} && end == text.data() + text.size() && version != 0;
  }
};

webapi::format format_named(std::string_view name) {
  if (name == "vdf") return webapi::format::vdf;
  return name == "xml" ? webapi::format::xml : webapi::format::json;
}

class caller {
 public:
  caller(session& with, const webapi_arguments& arguments)
      : with_(with), arguments_(arguments), path_(arguments.what), server_(server_of(arguments.server)) {
    with.out.hide(server_.key);
    if (path_.method.empty() && !arguments.parameters.empty())
      throw command_error(usage_fault("parameters are for a method: INTERFACE/METHOD name=value"));
    for (const std::string& text : arguments.parameters) add(text);
  }

  int run() {
    auto kept = load();
    if (kept && path_.method.empty()) return list(*kept);
    link_ = open_webapi(with_, server_, arguments_.limits.max_bytes);
    if (kept) {
      link_->client().use(*std::move(kept));
      call();
    } else {
      (void)link_->client().discover();  // with nothing open, it is accepted
    }
    close_if(kept.has_value() || path_.method.empty());
    if (code_) return *code_;
    const auto trouble = link_->run([this](const webapi::client::event& event) { take(event); });
    if (interrupted_by() != 0) return exit_code_of(interrupted_by());
    if (trouble && !code_) fail(fault_of(trouble));
    return code_.value_or(0);
  }

 private:
  void add(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos || equals == 0)
      throw command_error(usage_fault(fmt::format("'{}' is not name=value", text.substr(0, equals))));
    const std::string_view all = text;
    const std::string_view name = all.substr(0, equals);
    const std::string_view value = all.substr(equals + 1);
    if (name == "key")
      throw command_error(
          usage_fault("the key comes from STEAM_API_KEY or --key-file, where others do not see it"));
    if (name == "input_json" && !input_json_.empty())
      throw command_error(usage_fault("input_json is given twice; it holds all parameters at once"));
    if (name == "input_json")
      input_json_ = value;
    else
      parameters_.push_back({name, value});
  }

  /// The table that was kept, if there is one.
  std::optional<webapi::interfaces> load() {
    const auto text =
        arguments_.table.empty() ? std::nullopt : read_kept_file(arguments_.table, largest_table);
    if (!text) return std::nullopt;
    auto table = webapi::interfaces::load(*text);
    if (!table)
      throw command_error(usage_fault(fmt::format("{}: {}", arguments_.table, table.error().message())));
    return *std::move(table);
  }

  /// A table that cannot be kept is used all the same. It may show what the key alone is shown.
  void save(const webapi::interfaces& table) {
    if (arguments_.table.empty() || write_private_file(arguments_.table, table.text())) return;
    complain(arguments_.table + ": cannot be written");
  }

  void close_if(bool last) {
    if (last || code_) link_->client().close(system::now());
  }

  void take(const webapi::client::event& event) {
    if (const auto* found = std::get_if<webapi::discovered>(&event)) {
      save(*found->table);
      if (path_.method.empty()) return void(code_ = list(*found->table));
      call();
      close_if(true);
    } else if (const auto* answer = std::get_if<webapi::answer>(&event)) {
      code_ = show(answer->reply);
    } else if (const auto* request = std::get_if<failed>(&event)) {
      fail(fault_of(request->error, request->detail));
      close_if(true);
    } else if (const auto* last = std::get_if<closed>(&event); last->error && !code_) {
      fail(fault_of(last->error, last->detail));
    }
  }

  int list(const webapi::interfaces& table) {
    if (path_.interface_name.empty()) return print_interfaces(with_.out, table), 0;
    const auto named = table.find(path_.interface_name);
    if (!named) return report(fault_of(named.error()));
    return print_methods(with_.out, *named), 0;
  }

  void call() {
    webapi::client& client = link_->client();
    webapi::call what{.interface_name = path_.interface_name,
                      .method = path_.method,
                      .version = path_.version,
                      .arguments = parameters_,
                      .input_json = input_json_,
                      .answer_as = format_named(arguments_.format)};
    const auto input = input_json_.empty() ? input_of(client.table(), what) : std::nullopt;
    if (input) what.arguments = {}, what.input_json = *input;
    const auto wrong = webapi::check(client.table(), what, {.has_key = !server_.key.empty()});
    if (wrong) return fail(fault_of(*wrong));
    if (const auto id = client.call(what); !id) fail(fault_of(id.error()));
  }

  static fault fault_of(const webapi::mistake& wrong) {
    fault why = cli::fault_of(wrong.error);
    if (wrong.error == webapi::errc::no_key) why.message += ": give STEAM_API_KEY or --key-file";
    if (wrong.error == webapi::errc::no_key || wrong.parameter.empty()) return why;
    why.message += fmt::format(": {}", wrong.parameter);
    if (!wrong.type.empty()) why.message += fmt::format(", of type {}", wrong.type);
    return why;
  }
  static fault fault_of(std::error_code error, std::string_view detail = {}) {
    return cli::fault_of(error, detail);
  }

  int show(const webapi::reply& reply) {
    if (reply.error) return report(cli::fault_of(reply), &reply);
    if (reply.answer_as == webapi::format::json) {
      if (!reply.json.absent()) print_json(with_.out, reply.json.raw());
      return 0;
    }
    const auto tree = webapi::read_tree(reply, {.max_entries = arguments_.limits.max_entries});
    const bool unread = !tree && tree.error() == webapi::errc::xml_unsupported && !with_.out.as_json();
    if (!tree && !unread) return report(fault_of(tree.error()), &reply);
    if (!with_.out.as_json()) return show_text(as_text(reply.body));
    print_json(with_.out, vdf_to_json(*tree));
    return 0;
  }

  int show_text(std::string_view text) {
    std::string shown = with_.out.terminal() ? printable_lines(text) : std::string(text);
    if (!shown.ends_with('\n')) shown += '\n';
    with_.out.text(shown);
    return 0;
  }

  void fail(const fault& why) { code_ = report(why); }

  int report(const fault& why, const webapi::reply* reply = nullptr) {
    json object = about(server_, link_ ? link_->remote() : endpoint(), reply);
    std::string name = server_.url.server.text();
    if (!path_.interface_name.empty()) put_text(object, "interface", name = path_.interface_name);
    if (!path_.method.empty()) {
      put_text(object, "method", path_.method);
      name += '/' + path_.method;
    }
    with_.out.error(std::move(object), name, why);
    return why.exit_code();
  }

  session& with_;
  const webapi_arguments& arguments_;
  request_path path_;
  webapi_server server_;
  std::vector<webapi::argument> parameters_;  // views into the arguments
  std::string_view input_json_;
  std::unique_ptr<webapi_link> link_;
  std::optional<int> code_;
};

}  // namespace

int run_webapi(session& with, const webapi_arguments& arguments) { return caller(with, arguments).run(); }

}  // namespace gamewire::cli
