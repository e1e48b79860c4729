/// `gamewire decode`: datagrams from a file, through the machine that live traffic goes through.
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/master/page.hpp>

#include "a2s/a2s_json.hpp"
#include "a2s/hex_lines.hpp"
#include "session.hpp"

namespace gamewire::cli {
namespace {

/// Offline, time stands still: nothing ever expires.
constexpr time_point now{};

class decoder {
 public:
  explicit decoder(output& out) : out_(out) {}

  void receive(const std::expected<bytes, fault>& datagram, std::size_t line) {
    line_ = line;
    if (!datagram) return error(datagram.error());
    if (const auto page = master::decode_page(*datagram)) return print(*page);
    client_.receive(*datagram, now);
    drain();
  }

  void end() {
    client_.close(now);
    drain();
  }

  [[nodiscard]] bool all_good() const noexcept { return all_good_; }

 private:
  void drain() {
    while (const auto event = client_.poll_event())
      std::visit([this](const auto& what) { on(what); }, *event);
  }

  void print(const master::page_view& page) {
    json addresses = json::array();
    for (const endpoint& each : page.servers) addresses.push_back(endpoint_text(each).view());
    out_.object({{"kind", "master"},
                 {"addresses", std::move(addresses)},
                 {"last", page.last},
                 {"trailing_bytes", page.trailing_bytes}});
  }

  void on(const a2s::unrequested& whole) {
    json_line line(out_.terminal());
    if (const auto failed = put_message(line, whole.raw)) return error(fault_of(failed));
    if (is_partial(whole.raw)) all_good_ = false;
    out_.text(line.finish());
  }

  void on(const a2s::rejected& refused) { error(fault_of(refused.error)); }

  void on(const a2s::incomplete& lost) {
    all_good_ = false;
    out_.object({{"kind", "incomplete"},
                 {"id", lost.split.id},
                 {"have", lost.split.have},
                 {"total", lost.split.total}});
  }

  void on(const closed& end) {
    if (end.error) error(fault_of(end.error, end.detail));
  }

  void on(const auto&) {}  // nothing was asked, so nothing is answered

  void error(const fault& why) {
    all_good_ = false;
    out_.object({{"error", to_json(why)}, {"line", line_}});
  }

  output& out_;
  a2s::client client_;
  std::size_t line_ = 0;
  bool all_good_ = true;
};

/// Reads all of it as it comes; the error of the system if that fails.
std::error_code read_all(int file, hex_lines& lines) {
  std::array<char, 65536> piece;
  while (true) {
    const ssize_t size = ::read(file, piece.data(), piece.size());
    if (size < 0) return {errno, std::generic_category()};
    if (size == 0) return lines.end(), std::error_code{};
    lines.add({piece.data(), static_cast<std::size_t>(size)});
  }
}

}  // namespace

int run_decode(session&, const decode_arguments& arguments) {
  output out(true);  // there is no table for so many kinds of things
  decoder datagrams(out);
  hex_lines lines([&](const auto& datagram, std::size_t line) { datagrams.receive(datagram, line); });
  const bool standard_input = arguments.file == "-";
  const int file = standard_input ? STDIN_FILENO : ::open(arguments.file.c_str(), O_RDONLY | O_CLOEXEC);
  const auto failed = file < 0 ? std::error_code(errno, std::generic_category()) : read_all(file, lines);
  if (failed) throw command_error(usage_fault(arguments.file + ": " + failed.message()));
  datagrams.end();
  return datagrams.all_good() ? 0 : row(condition::protocol).exit_code;
}

}  // namespace gamewire::cli
