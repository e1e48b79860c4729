/// `gamewire exporter`: how servers are, for Prometheus. They are asked when somebody asks, and not oftener than is of use.
#include <charconv>
#include <csignal>
#include <optional>
#include <set>
#include <sstream>

#include <fmt/core.h>

#include <gamewire/epoll/acceptor.hpp>
#include <gamewire/http1/responder.hpp>
#include <gamewire/system.hpp>
#include <gamewire/text.hpp>

#include "a2s/metrics.hpp"
#include "a2s/roster.hpp"
#include "target/read_file.hpp"
#include "target/target.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/words.hpp"

namespace gamewire::cli {
namespace {

/// Several that scrape at once, and people who reload a page, get what the last round found.
constexpr nanoseconds freshness = std::chrono::seconds(1);

constexpr std::size_t longest_list = 16U << 20;  // bytes

constexpr const char* front_page =
    "<!doctype html><title>gamewire exporter</title><h1>gamewire exporter</h1><p><a "
    "href=\"/metrics\">Metrics</a></p>\n";

/// Each once, however often and in whatever form it is there: Prometheus takes no metric twice.
std::vector<std::string> read_addresses(const std::string& path) {
  std::vector<std::string> addresses;
  std::set<std::string> seen;
  std::istringstream file(std::string(without_mark(read_file(path, longest_list))));
  for (std::string line; std::getline(file, line);) {
    const std::string_view address = without_comment(line);
    if (address.empty()) continue;
    const auto server = parse_target(address);  // what is none is told by who takes the list
    const std::string name = server ? server->text() : std::string(address);
    if (seen.insert(to_utf8(name)).second) addresses.emplace_back(address);  // as it is printed
  }
  return addresses;
}

/// A port that is listened on: unlike those that are asked, it may be 0.
std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return port;
}

/// The endpoint of a literal address or a name, with a port.
endpoint listening_at(const std::string& where, ip_preference prefer) {
  const auto literal = endpoint::parse(where);
  if (literal && endpoint::parse(where, 1) == literal) return *literal;
  const std::size_t colon = where.find(':');
  const auto port = colon != where.npos ? port_of(std::string_view(where).substr(colon + 1)) : std::nullopt;
  if (literal || !port || colon == 0)
    throw command_error(usage_fault("--listen: '" + where + "' is not an address with a port"));
  const auto found = resolve({where.substr(0, colon), *port}, prefer);
  if (!found) throw command_error(fault_of(found.error(), where));
  return found->front();
}

class exporter {
 public:
  exporter(session& with, const exporter_arguments& arguments)
      : with_(with), loop_(open_loop()), servers_(loop_, with, read_addresses(arguments.file)) {
    listen(arguments.listen);
  }

  int run() {
    const on_interrupt stopping([this] { loop_.stop(); });
    with_.out.text(fmt::format("ready {{\"exporter\":\"http://{}/metrics\"}}\n",
                               endpoint_text(acceptor_->local_endpoint()).view()));
    if (const auto trouble = loop_.run()) throw command_error(fault_of(trouble));
    return interrupted_by() == SIGTERM ? 0 : exit_code_of(interrupted_by());
  }

 private:
  using acceptor = epoll::acceptor<http1::responder>;

  /// Somebody who waits for metrics.
  struct scrape {
    connection_id from;
    request_id request;
  };

  void listen(const std::string& where) {
    auto bound = acceptor::bind(
        loop_, listening_at(where, driver_options_of(with_).prefer),
        [](const endpoint&) { return http1::responder(); },
        [this](const connection& from, const http1::responder::event& event) { hear(from, event); });
    if (!bound) throw command_error(fault_of(bound.error(), where));
    acceptor_.emplace(*std::move(bound));
  }

  void hear(const connection& from, const http1::responder::event& event) {
    const auto* asked = std::get_if<http1::responder::asked>(&event);
    if (asked == nullptr) return;
    const scrape one{from.id, asked->request};
    const std::string_view target = asked->head.target;
    if (asked->head.method != "GET" && asked->head.method != "HEAD")
      return answer(one, 405, "text/plain", "GET only\n");
    if (target == "/") return answer(one, 200, "text/html", front_page);
    if (target.substr(0, target.find('?')) != "/metrics")
      return answer(one, 404, "text/plain", "Not here: /metrics\n");
    const auto last = servers_.ended_at();
    if (last && system::now() - *last < freshness)
      return answer(one, 200, metrics_type, metrics_of(servers_.entries()));
    waiting_.push_back(one);
    servers_.ask([this] { answer_all(); });
  }

  void answer_all() {
    const std::string metrics = metrics_of(servers_.entries());
    for (const scrape& one : std::exchange(waiting_, {})) answer(one, 200, metrics_type, metrics);
  }

  void answer(const scrape& to, std::uint16_t status, const char* type, std::string body) {
    acceptor_->command(to.from, [=](http1::responder& asked) {
      const std::array headers{http1::header{"Content-Type", type}};
      (void)asked.answer(to.request, {.status = status, .headers = headers, .body = as_bytes(body)});
    });
  }

  session& with_;
  epoll::loop loop_;
  roster servers_;
  std::vector<scrape> waiting_;
  std::optional<acceptor> acceptor_;
};

}  // namespace

int run_exporter(session& with, const exporter_arguments& arguments) {
  return exporter(with, arguments).run();
}

}  // namespace gamewire::cli
