/// What does a scan cost (INFO with a challenge, two round trips), from one socket, against a raw client that
/// reads nothing of the answers? Rows are named by driver, queries in flight, and how late servers answer.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/blocking/hub.hpp>
#include <gamewire/epoll/hub.hpp>
#include <gamewire/fleet.hpp>
#ifdef GAMEWIRE_HAS_ASIO
#include <asio/io_context.hpp>

#include <gamewire/asio/hub.hpp>
#endif

#include "measure.hpp"
#include "must.hpp"
#include "scan_servers.hpp"

namespace {

using namespace gamewire;
using bench::must;
using bench::scan_servers;

constexpr std::size_t receive_buffer = 32 << 20;
constexpr std::uint32_t all_servers = 1 << 20;

/// Batched calls on one socket, and next to nothing around them.
class raw_client {
 public:
  raw_client(const scan_servers& servers, std::uint32_t in_flight)
      : servers_(servers), in_flight_(in_flight), socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    const int room = receive_buffer;
    must(socket_ >= 0);
    if (::setsockopt(socket_, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) != 0)
      must(::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &room, sizeof room) == 0);
    for (std::size_t i = 0; i < batch; ++i) set(in_, i, data_[i].data(), data_[i].size());
    std::memcpy(request_.data(), "\xff\xff\xff\xffTSource Engine Query", 25);
    std::memcpy(&request_[25], "\1\2\3\4", 4);
  }
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;
  ~raw_client() { ::close(socket_); }

  void scan(std::size_t queries) {
    std::size_t answered = 0;
    started_ = 0;
    for (; started_ < std::min<std::size_t>(in_flight_, queries); ++started_) ask(to_native(next_++), 25);
    flush();
    while (answered < queries) {
      pollfd one{.fd = socket_, .events = POLLIN, .revents = 0};
      must(::poll(&one, 1, 2000) == 1);  // else something was lost
      const int got = ::recvmmsg(socket_, in_.headers.data(), batch, MSG_DONTWAIT, nullptr);
      must(got > 0);
      for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i) {
        in_.headers[i].msg_hdr.msg_namelen = sizeof(sockaddr_in);
        if (in_.headers[i].msg_len == 9) {
          ask(in_.peers[i], 29);
        } else {
          ++answered;
          if (started_ < queries) ++started_, ask(to_native(next_++), 25);
        }
      }
      flush();
    }
  }

 private:
  static constexpr std::size_t batch = 64;

  struct messages {
    std::array<mmsghdr, batch> headers{};
    std::array<iovec, batch> parts{};
    std::array<sockaddr_in, batch> peers{};
  };

  static void set(messages& in, std::size_t i, void* data, std::size_t size) {
    in.parts[i] = {.iov_base = data, .iov_len = size};
    in.headers[i].msg_hdr = {.msg_name = &in.peers[i],
                             .msg_namelen = sizeof(sockaddr_in),
                             .msg_iov = &in.parts[i],
                             .msg_iovlen = 1,
                             .msg_control = nullptr,
                             .msg_controllen = 0,
                             .msg_flags = 0};
  }

  [[nodiscard]] sockaddr_in to_native(std::uint32_t server) const {
    const endpoint at = servers_.address(server % all_servers);
    sockaddr_in made{.sin_family = AF_INET, .sin_port = htons(at.port())};
    std::memcpy(&made.sin_addr, at.address().data(), 4);
    return made;
  }

  void ask(const sockaddr_in& peer, std::size_t size) {
    if (to_send_ == batch) flush();
    out_.peers[to_send_] = peer;
    set(out_, to_send_, request_.data(), size);
    ++to_send_;
  }

  void flush() {
    for (std::size_t sent = 0; sent < to_send_;) {
      const int took =
          ::sendmmsg(socket_, out_.headers.data() + sent, static_cast<unsigned>(to_send_ - sent), 0);
      must(took > 0);
      sent += static_cast<std::size_t>(took);
    }
    to_send_ = 0;
  }

  const scan_servers& servers_;
  std::uint32_t in_flight_;
  int socket_;
  std::uint32_t next_ = 0;
  std::size_t started_ = 0;
  std::size_t to_send_ = 0;
  std::array<char, 29> request_{};
  messages in_;
  messages out_;
  std::array<std::array<char, 1500>, batch> data_;
};

/// A fleet, and what its handler does whatever drives it: start the next.
class scanner {
 public:
  using hub = fleet<a2s::client>;

  explicit scanner(const scan_servers& servers) : servers_(servers) {}

  [[nodiscard]] hub make(std::uint32_t in_flight) const {
    return hub({.in_flight = in_flight, .rate = 0, .seed = 1}, &options_);
  }
  void begin(hub& on, std::size_t queries) {
    left_ = to_start_ = queries;
    start(on);
  }
  /// More is to come?
  bool hear(hub& from, const hub::event& event) {
    const auto& one = std::get<hub::happened>(event);
    if (const auto* reply = std::get_if<a2s::info_reply>(&one.what)) {
      players_ += reply->info.players;
    } else {
      must(!std::holds_alternative<failed>(one.what));
    }
    if (std::holds_alternative<closed>(one.what)) {
      --left_;
      start(from);
    }
    return left_ != 0;
  }
  [[nodiscard]] bool done() const { return left_ == 0; }

 private:
  void start(hub& on) {
    for (; to_start_ != 0 && on.room() != 0; --to_start_)
      must(!on.start(servers_.address(next_++ % all_servers), 0,
                     [](a2s::client& client) { (void)client.request_info(); }));
  }

  const scan_servers& servers_;
  a2s::client_options options_{.timeout = std::chrono::seconds(2), .retries = 0};
  std::size_t left_ = 0;
  std::size_t to_start_ = 0;
  std::uint32_t next_ = 0;
  std::uint64_t players_ = 0;
};

const driver_options sockets{.receive_buffer = receive_buffer, .never_fragment = true};
constexpr std::array any{endpoint::v4({}, 0)};

class blocking_client {
 public:
  blocking_client(const scan_servers& servers, std::uint32_t in_flight)
      : scanner_(servers),
        driver_(*blocking::hub_driver<scanner::hub>::bind(any, scanner_.make(in_flight), sockets)) {}

  void scan(std::size_t queries) {
    scanner_.begin(driver_.hub(), queries);
    must(!driver_.run([this](const auto& event) { return scanner_.hear(driver_.hub(), event); }));
  }

 private:
  scanner scanner_;
  blocking::hub_driver<scanner::hub> driver_;
};

class epoll_client {
 public:
  epoll_client(const scan_servers& servers, std::uint32_t in_flight)
      : scanner_(servers),
        loop_(*epoll::loop::open()),
        driver_(*epoll::hub_driver<scanner::hub>::bind(
            loop_, any, scanner_.make(in_flight),
            [this](const auto& event) { scanner_.hear(driver_.hub(), event); }, sockets)) {}

  void scan(std::size_t queries) {
    driver_.command([&](scanner::hub& hub) { scanner_.begin(hub, queries); });
    while (!scanner_.done()) must(!loop_.run_once(never));
  }

 private:
  scanner scanner_;
  epoll::loop loop_;
  epoll::hub_driver<scanner::hub> driver_;
};

#ifdef GAMEWIRE_HAS_ASIO
class asio_client {
 public:
  asio_client(const scan_servers& servers, std::uint32_t in_flight)
      : scanner_(servers),
        driver_(*gamewire::asio::hub_driver<scanner::hub>::bind(io_.get_executor(), any,
                                                                scanner_.make(in_flight), sockets)) {}

  void scan(std::size_t queries) {
    scanner_.begin(driver_.hub(), queries);
    driver_.async_run([this](const auto& event) { return scanner_.hear(driver_.hub(), event); },
                      [](std::error_code error) { must(!error); });
    io_.restart();
    io_.run();
  }

 private:
  scanner scanner_;
  ::asio::io_context io_{1};
  gamewire::asio::hub_driver<scanner::hub> driver_;
};
#endif

double resident_megabytes() {
  std::ifstream status("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  status >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

/// Iterations are queries. Each row has servers of its own, so that none sees what another left behind.
template <class Client>
void add(const std::string& driver, std::uint32_t in_flight, std::chrono::milliseconds late) {
  const std::string name = driver + "/" + std::to_string(in_flight) + "/" + std::to_string(late.count());
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    const scan_servers servers(late);
    bench::stay_on_core(0);
    const auto client = std::make_unique<Client>(servers, in_flight);
    client->scan(in_flight);  // what a first use allocates
    const auto queries = static_cast<std::size_t>(in_flight) * 20;
    while (state.KeepRunningBatch(static_cast<benchmark::IterationCount>(queries))) client->scan(queries);
    state.counters["rss_mb"] = resident_megabytes();
  })->UseRealTime();
}

void add_all(std::uint32_t in_flight, std::chrono::milliseconds late) {
  add<raw_client>("raw", in_flight, late);
  add<epoll_client>("epoll", in_flight, late);
#ifdef GAMEWIRE_HAS_ASIO
  add<asio_client>("asio", in_flight, late);
#endif
  add<blocking_client>("blocking", in_flight, late);
}

}  // namespace

int main(int argc, char** argv) {
  auto probe = system::socket::udp(ip_family::v4);
  must(probe.has_value());
  std::fprintf(stderr, "receive buffer granted: %zu bytes\n",
               probe->set_receive_buffer(receive_buffer).value_or(0));
  add_all(150, std::chrono::milliseconds(0));
  add_all(10'000, std::chrono::milliseconds(50));
  return bench::run(argc, argv);
}
