/// What does one blocking query over loopback cost (INFO, with a challenge), against bare send and recv?
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gamewire/a2s/client.hpp>
#include <gamewire/blocking/peer.hpp>

#include "corpus.hpp"
#include "measure.hpp"
#include "must.hpp"
#include "one_core.hpp"

namespace {

using namespace gamewire;
using bench::must;

/// Answers INFO requests on loopback, each of which has to carry the newest challenge: it holds only once.
class server {
 public:
  server() : info_(bench::info_replies(1)), socket_(::socket(AF_INET, SOCK_DGRAM, 0)) {
    sockaddr_in at{.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    must(socket_ >= 0 && ::bind(socket_, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
         ::getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size) == 0);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  server(const server&) = delete;
  server& operator=(const server&) = delete;
  ~server();

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void serve() const {
    std::array<char, 2048> in;
    std::array<char, 9> fetch{'\xff', '\xff', '\xff', '\xff', 'A'};
    const bytes info = info_[0];
    for (std::uint32_t challenge = 1;;) {
      sockaddr_in from;
      socklen_t from_size = sizeof from;
      auto* peer = reinterpret_cast<sockaddr*>(&from);
      const auto size = ::recvfrom(socket_, in.data(), in.size(), 0, peer, &from_size);
      if (size <= 0) return;  // an empty datagram ends the server
      if (size == 29 && std::memcmp(&in[25], &challenge, 4) == 0) {
        ::sendto(socket_, info.data(), info.size(), 0, peer, from_size);
        ++challenge;
      } else {
        std::memcpy(&fetch[5], &challenge, 4);
        ::sendto(socket_, fetch.data(), fetch.size(), 0, peer, from_size);
      }
    }
  }

  bench::corpus info_;
  int socket_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

/// A connected socket, and nothing around it.
class raw_client {
 public:
  explicit raw_client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_DGRAM, 0)) {
    const sockaddr_in to{
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    must(socket_ >= 0 && ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0);
  }
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;
  ~raw_client() { ::close(socket_); }

  /// Asks with the last challenge, gets a new one, asks again.
  std::uint64_t query() {
    ask();
    must(read() == 9);
    std::memcpy(&request_[25], &in_[5], 4);
    ask();
    const auto size = read();
    must(size > 9 && in_[4] == 'I');
    return static_cast<std::uint64_t>(size);
  }
  void ask() {
    must(::send(socket_, request_.data(), request_.size(), 0) == static_cast<ssize_t>(request_.size()));
  }
  void stop_server() { must(::send(socket_, "", 0, 0) == 0); }

 private:
  ssize_t read() { return ::recv(socket_, in_.data(), in_.size(), 0); }

  int socket_;
  std::array<char, 29> request_ = [] {
    std::array<char, 29> made{};
    std::memcpy(made.data(), "\xff\xff\xff\xffTSource Engine Query", 25);
    return made;
  }();
  std::array<char, 2048> in_;
};

server::~server() {
  raw_client(port_).stop_server();
  thread_.join();
  ::close(socket_);
}

/// The median of single queries: means over a network stack tell of everything else on the machine.
template <class Query>
void measure_median(benchmark::State& state, Query query) {
  std::vector<double> took;
  took.reserve(static_cast<std::size_t>(state.max_iterations));
  for (int warm_up = 0; warm_up < 8; ++warm_up) query();
  const std::size_t before = bench::allocations();
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(query());
    took.push_back(
        std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count());
  }
  bench::report_allocations(state, before);
  const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
  std::ranges::nth_element(took, middle);
  state.counters["p50"] = *middle;
}

auto connect_gamewire(std::uint16_t port) {
  auto made = blocking::peer<a2s::client>::connect({"127.0.0.1", port}, a2s::client());
  must(made.has_value());
  return std::move(*made);
}

}  // namespace

int main(int argc, char** argv) {
  bench::share_one_core();
  const server server;
  benchmark::RegisterBenchmark("gamewire", [&](benchmark::State& state) {
    auto peer = connect_gamewire(server.port());
    measure_median(state, [&] {
      const auto info = peer.await<a2s::info_reply>(peer->request_info());
      must(info.has_value());
      return info->name.size();
    });
  });
  benchmark::RegisterBenchmark("floor", [&](benchmark::State& state) {
    raw_client client(server.port());
    measure_median(state, [&] { return client.query(); });
  });
  return bench::run(argc, argv);
}
