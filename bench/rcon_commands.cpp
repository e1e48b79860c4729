/// How many RCON commands go through one connection over loopback, one after the other and 64 ahead, against a
/// bare socket with the same done by hand: requests are written in place, replies told apart by their headers. Client
/// and server share one core.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gamewire/blocking/peer.hpp>
#include <gamewire/rcon/client.hpp>

#include "measure.hpp"
#include "must.hpp"
#include "one_core.hpp"
#include "rcon_server.hpp"

namespace {

using namespace gamewire;
using bench::must;

constexpr std::size_t commands_per_round = 256;
constexpr std::string_view command = "status";

/// Sends what gamewire sends, and looks for the answers to its markers.
class raw_client {
 public:
  explicit raw_client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const sockaddr_in to{
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    const int yes = 1;
    must(socket_ >= 0 && ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
         ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0);
    log_in();
  }
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;
  ~raw_client() { ::close(socket_); }

  std::size_t round(std::size_t in_flight) {
    std::size_t sent = std::min(in_flight, commands_per_round);
    ask(sent);
    for (std::size_t done = 0; done < commands_per_round;) {
      const std::size_t answered = receive();
      done += answered;
      const std::size_t more = std::min(answered, commands_per_round - sent);
      if (more != 0) ask(more);
      sent += more;
    }
    return commands_per_round;
  }

 private:
  void log_in() {
    std::vector<std::byte> login;
    bench::append(login, {1, rcon::type::auth, as_bytes("secret")});
    must(::send(socket_, login.data(), login.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(login.size()));
    for (std::size_t got = 0; got < 2 * rcon::frame_overhead;) {
      const auto more = ::recv(socket_, in_.data(), in_.size(), 0);
      must(more > 0);
      got += static_cast<std::size_t>(more);
    }
  }

  void ask(std::size_t count) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < count; ++i) {
      size += write({++last_id_, rcon::type::exec_command, as_bytes(command)}, size);
      size += write({.id = ++last_id_}, size);
    }
    must(::send(socket_, out_.data(), size, MSG_NOSIGNAL) == static_cast<ssize_t>(size));
  }
  std::size_t write(const rcon::frame& one, std::size_t at) {
    return rcon::encode(one, std::span(out_).subspan(at))->size();
  }

  /// How many commands have been answered: the next marker came back.
  std::size_t receive() {
    const auto got = ::recv(socket_, in_.data() + kept_, in_.size() - kept_, 0);
    must(got > 0);
    bytes rest = bytes(in_).first(kept_ + static_cast<std::size_t>(got));
    std::size_t answered = 0;
    while (rest.size() >= rcon::size_field + 4) {
      byte_reader reader(rest);
      const std::size_t size = rcon::size_field + reader.u32();
      if (size > rest.size()) break;
      if (reader.i32() == next_marker_) next_marker_ += 2, ++answered;
      rest = rest.subspan(size);
    }
    kept_ = rest.size();
    std::memmove(in_.data(), rest.data(), kept_);
    return answered;
  }

  int socket_;
  std::vector<std::byte> out_ = std::vector<std::byte>(std::size_t{1} << 16);
  std::vector<std::byte> in_ = std::vector<std::byte>(std::size_t{1} << 16);
  std::size_t kept_ = 0;
  std::int32_t last_id_ = 1;
  std::int32_t next_marker_ = 3;
};

class our_client {
 public:
  our_client(std::uint16_t port, std::size_t in_flight) : peer_(connect(port, in_flight)) {}

  std::size_t round(std::size_t in_flight) {
    std::size_t sent = 0;
    std::size_t done = 0;
    for (; sent < std::min(in_flight, commands_per_round); ++sent) must(peer_->execute(command).has_value());
    const auto error = peer_.run([&](const rcon::client::event& happened) {
      if (std::holds_alternative<closed>(happened)) must(false);
      const auto* reply = std::get_if<rcon::reply>(&happened);
      if (reply == nullptr) return true;
      must(reply->body.size() == bench::rcon_reply_size && !reply->partial);
      ++done;
      if (sent < commands_per_round) ++sent, must(peer_->execute(command).has_value());
      return done < commands_per_round;
    });
    must(!error);
    return done;
  }

 private:
  using peer = blocking::peer<rcon::client>;

  static peer connect(std::uint16_t port, std::size_t in_flight) {
    const rcon::client_options options{.password = "secret",
                                       .profile = rcon::profile::source,
                                       .max_in_flight = static_cast<std::uint16_t>(in_flight)};
    auto made = peer::connect({"127.0.0.1", port}, rcon::client(options));
    must(made.has_value());
    return std::move(*made);
  }

  peer peer_;
};

/// Per command: the median of rounds, because means over a network stack tell of everything else on the machine.
template <class Client>
void measure(benchmark::State& state, Client& client, std::size_t in_flight) {
  std::vector<double> took;
  took.reserve(static_cast<std::size_t>(state.max_iterations));
  client.round(in_flight);
  const std::size_t before = bench::allocations();
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(client.round(in_flight));
    const auto span = std::chrono::steady_clock::now() - start;
    took.push_back(std::chrono::duration<double, std::nano>(span).count() / commands_per_round);
  }
  bench::report_allocations(state, before);
  const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
  std::ranges::nth_element(took, middle);
  state.counters["p50"] = *middle;
}

}  // namespace

int main(int argc, char** argv) {
  bench::share_one_core();
  const bench::rcon_server server;
  for (const std::size_t in_flight : {std::size_t{1}, std::size_t{64}}) {
    const std::string row = std::to_string(in_flight);
    benchmark::RegisterBenchmark(("gamewire/" + row).c_str(), [&server, in_flight](benchmark::State& state) {
      our_client client(server.port(), in_flight);
      measure(state, client, in_flight);
    });
    benchmark::RegisterBenchmark(("floor/" + row).c_str(), [&server, in_flight](benchmark::State& state) {
      raw_client client(server.port());
      measure(state, client, in_flight);
    });
  }
  return bench::run(argc, argv);
}
