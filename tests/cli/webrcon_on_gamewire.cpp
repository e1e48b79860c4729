// A server of WebRCON on this library's own layer, for the tests of the command: one connection after the other. Its
// password is its argument; what it is asked it says back. On its first line it says its port.
#include <cstdio>
#include <string>
#include <variant>

#include <gamewire/blocking/peer.hpp>
#include <gamewire/over.hpp>
#include <gamewire/rcon/webrcon_message.hpp>
#include <gamewire/text.hpp>
#include <gamewire/websocket/server.hpp>

namespace {

using namespace gamewire;

class echo {
 public:
  static constexpr framing wire = framing::datagram;
  using options = std::monostate;
  using event = std::variant<closed>;

  explicit echo(options) {}

  void receive(bytes in, time_point) noexcept {
    byte_buffer room;
    const auto asked = rcon::decode_webrcon(in, room);
    if (!asked || !*asked) return;
    out_.resize(6 * in.size() + 100);
    const auto said =
        rcon::encode_webrcon((*asked)->identifier, (*asked)->text, std::as_writable_bytes(std::span(out_)));
    out_.resize(said ? said->size() : 0);
  }
  void receive_end(std::error_code why, time_point) noexcept { end_ = why; }
  void on_timeout(time_point) noexcept {}
  bytes poll_transmit(time_point) noexcept { return over_ ? bytes{} : as_bytes(out_); }
  void transmitted(std::size_t size, time_point) noexcept { out_.erase(0, size); }
  std::optional<event> poll_event() noexcept {
    if (over_ || !end_) return {};
    over_ = true;
    return closed{*end_, {}};
  }
  void close(time_point) noexcept { end_ = std::error_code{}; }
  [[nodiscard]] time_point deadline() const noexcept { return never; }
  [[nodiscard]] bool done() const noexcept { return over_; }

 private:
  std::string out_;
  std::optional<std::error_code> end_;
  bool over_ = false;
};

using machine_type = over<websocket::server_messages, echo>;

int fail(std::error_code why) { return std::fprintf(stderr, "%s\n", why.message().c_str()), 1; }

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::string path = std::string("/") + arguments[1];
  auto open = system::socket::tcp(ip_family::v4);
  if (!open) return fail(open.error());
  if (const auto error = open->bind(*endpoint::parse("127.0.0.1:0"))) return fail(error);
  if (const auto error = open->listen()) return fail(error);
  std::printf("%u\n", static_cast<unsigned>(open->local_endpoint()->port()));
  std::fflush(stdout);
  auto never_woken = system::wake_pipe::open();
  if (!never_woken) return fail(never_woken.error());
  for (;;) {
    system::watched one{.what = &*open};
    if (const auto error = system::wait({&one, 1}, *never_woken, never)) return fail(error);
    auto next = open->accept();
    if (!next) continue;
    auto served = blocking::peer<machine_type>::adopt(std::move(*next),
                                                      machine_type({.lower = {.path = path}, .upper = {}}));
    if (served) (void)served->run([](const auto&) {});
  }
}
