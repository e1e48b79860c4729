/// How much memory do 10 000 RCON connections hold in user space that are logged in and idle, on one epoll loop? The
/// other ends are in another process.
#include <array>
#include <csignal>
#include <cstdint>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gamewire/epoll/acceptor.hpp>
#include <gamewire/epoll/peer.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/responder.hpp>

#include "measure.hpp"
#include "must.hpp"

namespace {

using namespace gamewire;
using bench::must;

constexpr std::size_t count = 10'000;
constexpr nanoseconds patience = std::chrono::seconds(60);

void allow_many_descriptors() {
  rlimit limit{};
  must(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, count + 100);
  must(limit.rlim_cur == count + 100 && ::setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

std::vector<std::byte> encoded(std::initializer_list<rcon::frame> frames) {
  byte_buffer all;
  for (const rcon::frame& one : frames) must(rcon::append(all, one));
  return {all.view().begin(), all.view().end()};
}
const auto login = encoded({{1, rcon::type::auth, as_bytes("secret")}});
const auto verdict = encoded({{1, rcon::type::response_value, {}}, {1, rcon::type::auth_response, {}}});

void write_all(int to, const std::vector<std::byte>& what) {
  must(::send(to, what.data(), what.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(what.size()));
}
void read_all(int from, std::size_t size) {
  std::array<std::byte, 256> room;
  must(::recv(from, room.data(), size, MSG_WAITALL) == static_cast<ssize_t>(size));
}

/// Another process, which ends with this one.
class child {
 public:
  template <class Work>
  explicit child(Work work) : id_(::fork()) {
    must(id_ >= 0);
    if (id_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    work();
    for (;;) ::pause();
  }
  child(const child&) = delete;
  child& operator=(const child&) = delete;
  ~child() {
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }

 private:
  pid_t id_;
};

sockaddr_in loopback(std::uint16_t port) {
  return {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
}

void log_in_often(std::uint16_t port) {
  const sockaddr_in to = loopback(port);
  for (std::size_t i = 0; i < count; ++i) {
    const int one = ::socket(AF_INET, SOCK_STREAM, 0);
    must(one >= 0 && ::connect(one, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0);
    write_all(one, login);
    read_all(one, verdict.size());
  }
}

void let_in(int listener) {
  for (std::size_t i = 0; i < count; ++i) {
    const int one = ::accept(listener, nullptr, nullptr);
    must(one >= 0);
    read_all(one, login.size());
    write_all(one, verdict);
  }
}

/// What the allocator has given out.
std::size_t memory() {
  const auto now = ::mallinfo2();
  return now.uordblks + now.hblkhd;
}

void run_until(epoll::loop& loop, const std::size_t& reached) {
  for (const time_point until = system::now() + patience; reached < count;) {
    must(system::now() < until);
    must(!loop.run_once(until));
  }
  must(!loop.poll());
}

void report(benchmark::State& state, std::size_t before) {
  state.counters["bytes"] = static_cast<double>(memory() - before) / count;
}

/// As a server: rcon::responder.
void serve(benchmark::State& state) {
  for (auto _ : state) {
    auto loop = epoll::loop::open();
    std::size_t logins = 0;
    auto made = epoll::acceptor<rcon::responder>::bind(
        *loop, *endpoint::parse("127.0.0.1:0"),
        [](const endpoint& remote) {
          return rcon::responder(
              {.password = "secret", .peer = remote, .verdict_delay = nanoseconds::zero()});
        },
        [&](const connection&, const auto& event) {
          if (std::holds_alternative<rcon::responder::login>(event)) ++logins;
        },
        {.max_connections = count});
    must(made.has_value());
    const std::size_t before = memory();
    const child clients([port = made->local_endpoint().port()] { log_in_often(port); });
    run_until(*loop, logins);
    report(state, before);
  }
}

/// As a client: rcon::client.
void ask(benchmark::State& state) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at = loopback(0);
  socklen_t size = sizeof at;
  must(listener >= 0 && ::bind(listener, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
       ::listen(listener, 4096) == 0 &&
       ::getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size) == 0);
  const address to{"127.0.0.1", ntohs(at.sin_port)};
  for (auto _ : state) {
    const child server([listener] { let_in(listener); });
    auto loop = epoll::loop::open();
    std::size_t logins = 0;
    const std::size_t before = memory();
    std::vector<epoll::peer<rcon::client>> peers;
    peers.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      peers.push_back(epoll::peer<rcon::client>::connect(
          *loop, to, rcon::client({.password = "secret"}), [&](const auto& event) {
            if (std::holds_alternative<rcon::authenticated>(event)) ++logins;
          }));
      if (i % 256 == 0) must(!loop->poll());
    }
    run_until(*loop, logins);
    report(state, before);
  }
  ::close(listener);
}

}  // namespace

int main(int argc, char** argv) {
  allow_many_descriptors();
  benchmark::RegisterBenchmark("responder", serve)->Iterations(1);
  benchmark::RegisterBenchmark("client", ask)->Iterations(1);
  return bench::run(argc, argv);
}
