#include "asf/asf_log.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include <fmt/core.h>

#include <gamewire/asf/log.hpp>
#include <gamewire/asf/log_pages.hpp>
#include <gamewire/asf/requests.hpp>
#include <gamewire/system.hpp>
#include <gamewire/text.hpp>

#include "asf/asf_conversation.hpp"
#include "output/foreign_json.hpp"
#include "output/printable_lines.hpp"

namespace gamewire::cli {
namespace {

/// Lines of the file: beyond what a server shows from its memory, up to 255 entries, so that it shows nothing that is new.
constexpr std::int32_t most_history = 1000;

constexpr std::array level_names{"UNKNOWN", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};

json to_json(const asf::log_entry& entry) {
  json made = json::object();
  if (!entry.parsed()) return put_text(made, "raw", entry.raw), made;
  put_text(made, "time", entry.time);
  put_text(made, "process", entry.process);
  made["level"] = level_names[static_cast<std::size_t>(entry.level)];
  put_text(made, "logger", entry.logger);
  put_text(made, "message", entry.message);
  return made;
}

/// First the file, over HTTP; then the stream, which is told what the file had.
class follower {
 public:
  follower(session& with, const asf_arguments& arguments, const asf_server& server)
      : with_(with),
        arguments_(arguments),
        server_(server),
        pages_({.lines = std::max(arguments.count, most_history)}),
        log_({.seed = system::random_seed()}) {}

  int run() {
    if (const int code = read_file(); code != 0) return code;
    return read_stream();
  }

 private:
  int read_file() {
    asf::client client(asf_client_options(with_.options, server_, false));
    ask_page(client);
    const int code = end(talk(std::move(client)));
    for (const std::string& entry : std::exchange(last_, {})) print(asf::read_log_entry(entry));
    return code;
  }

  int read_stream() {
    auto socket = open_socket();
    const int code = end(talk(asf_log_client(std::move(socket), std::move(log_))));
    return code != 0 ? code : fail(fault_of(errc::closed));
  }

  websocket::messages open_socket() {
    const auto request =
        asf::make(asf::open_log_stream{}, {.base_path = server_.base_path, .password = server_.password});
    if (!request) throw command_error(fault_of(request.error()));
    websocket::client_options options{.host = server_.host,
                                      .port = server_.port,
                                      .secure = server_.secure,
                                      .path = request->target(),
                                      .headers = request->headers()};
    if (const auto time = with_.options.timeout)
      options.handshake_timeout = std::min(options.handshake_timeout, *time);
    if (const auto failed = system::fill_random(std::as_writable_bytes(std::span(options.secret))))
      throw command_error(fault_of(failed));
    return websocket::messages(options);
  }

  template <machine M>
  std::error_code talk(M client) {
    return converse(with_, server_, arguments_, std::move(client), at_,
                    [this](M& from, const M::event& event) {
                      std::visit([&](const auto& one) { hear(from, one); }, event);
                    });
  }

  /// 0: there is nothing to say about it.
  int end(std::error_code trouble) {
    if (interrupted_by() != 0) return exit_code_of(interrupted_by());
    if (trouble) return fail(fault_of(trouble));
    return trouble_ ? fail(*trouble_) : 0;
  }

  int fail(const fault& why) {
    with_.out.error(server_.about(at_), server_.url(), why);
    return why.exit_code();
  }

  // The file.

  void ask_page(asf::client& client) {
    const auto page = pages_.next();
    if (!page) return client.close(system::now());
    if (const accepted id = client.ask(*page); !id) give_up(client, fault_of(id.error()));
  }

  void give_up(asf::client& client, const fault& why) {
    trouble_ = why;
    client.close(system::now());
  }

  void hear(asf::client& client, const asf::answer& told) {
    const asf::reply& of = told.reply;
    const fault why = fault_of(of.error, without(of.message.str(), server_.password));
    if (of.status == 400 || of.status == 404) {  // it writes none, or is too old to show it
      complain(printable(server_.url() + ": there is no log file to read: " + why.message));
      return client.close(system::now());
    }
    if (of.error) return give_up(client, why);
    const auto page = asf::result<asf::route::log_file>(of);
    if (!page) return give_up(client, fault_of(page.error().error));
    if (const auto error = pages_.take(*page)) return give_up(client, fault_of(error));
    while (const auto entry = pages_.poll()) {
      log_.remember(entry->raw);
      show(*entry);
    }
    ask_page(client);
  }

  /// Of more than were asked for only the last.
  void show(const asf::log_entry& entry) {
    if (arguments_.count >= most_history) return print(entry);
    last_.emplace_back(entry.raw);
    if (std::cmp_greater(last_.size(), arguments_.count)) last_.pop_front();
  }

  void hear(asf::client& client, const failed& request) {
    give_up(client, fault_of(request.error, request.detail));
  }

  // The stream.

  void hear(asf_log_client&, const asf::log_line& line) {
    if (line.after_gap) note("there may be entries that are not shown here");
    print(line.entry);
  }

  void hear(asf_log_client&, const asf::disconnected& lost) {
    const std::string why = lost.error ? lost.error.message() : "the server ended the connection";
    note(fmt::format("{}; connecting again in {:.1f} s", why, milliseconds(lost.retry_in) / 1000));
  }

  void hear(auto&, const closed& last) {
    if (last.error) trouble_ = fault_of(last.error, last.detail);
  }

  void note(std::string_view text) { complain(printable(fmt::format("{}: {}", server_.url(), text))); }

  void print(const asf::log_entry& entry) {
    if (with_.out.as_json()) return with_.out.object(to_json(entry));
    with_.out.text((with_.out.terminal() ? printable_lines(entry.raw) : std::string(entry.raw)) + '\n');
  }

  session& with_;
  const asf_arguments& arguments_;
  const asf_server& server_;
  endpoint at_;
  asf::log_pages pages_;
  asf::log log_;
  std::deque<std::string> last_;  // entries of the file
  std::optional<fault> trouble_;
};

}  // namespace

int follow_asf_log(session& with, const asf_arguments& arguments, const asf_server& server) {
  if (arguments.legacy) throw command_error(usage_fault("an ASF of 2017 shows no log"));
  return follower(with, arguments, server).run();
}

}  // namespace gamewire::cli
