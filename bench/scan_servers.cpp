#include "scan_servers.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "corpus.hpp"
#include "must.hpp"

namespace bench {
namespace {

using gamewire::nanoseconds;
using gamewire::time_point;

constexpr std::size_t batch = 64;
constexpr std::size_t request_size = 64;  // what is kept of one
constexpr std::array<char, 9> challenge{'\xff', '\xff', '\xff', '\xff', 'A', 1, 2, 3, 4};

/// One answer: to whom, from which of our addresses, and what.
struct answer {
  time_point due;
  sockaddr_in to;
  in_pktinfo from;
  bool info;
};

/// As many messages as one call moves, each with room for the address that it came to or goes from.
struct messages {
  std::array<mmsghdr, batch> headers{};
  std::array<iovec, batch> parts{};
  std::array<sockaddr_in, batch> peers{};
  std::array<std::array<char, request_size>, batch> data{};
  alignas(cmsghdr) std::array<std::array<char, CMSG_SPACE(sizeof(in_pktinfo))>, batch> controls{};

  void set(std::size_t i, const void* payload, std::size_t size) {
    parts[i] = {.iov_base = const_cast<void*>(payload), .iov_len = size};
    headers[i].msg_hdr = {.msg_name = &peers[i],
                          .msg_namelen = sizeof peers[i],
                          .msg_iov = &parts[i],
                          .msg_iovlen = 1,
                          .msg_control = controls[i].data(),
                          .msg_controllen = controls[i].size(),
                          .msg_flags = 0};
  }
};

class server {
 public:
  server(int socket, nanoseconds delay)
      : socket_(socket), delay_(delay), replies_(info_replies(1)), queue_(1U << 17) {}

  [[noreturn]] void run() {
    for (;;) {
      pollfd one{.fd = socket_, .events = POLLIN, .revents = 0};
      const bool waiting = head_ != tail_;
      ::poll(&one, 1, waiting ? (delay_ == nanoseconds::zero() ? 0 : 1) : -1);
      receive();
      send();
    }
  }

 private:
  void receive() {
    for (std::size_t i = 0; i < batch; ++i) in_->set(i, in_->data[i].data(), request_size);
    const int got = ::recvmmsg(socket_, in_->headers.data(), batch, MSG_DONTWAIT, nullptr);
    const auto due = std::chrono::steady_clock::now() + delay_;
    for (int i = 0; i < got; ++i) {
      const auto n = static_cast<std::size_t>(i);
      const cmsghdr* control = CMSG_FIRSTHDR(&in_->headers[n].msg_hdr);
      if (control == nullptr) continue;
      answer& made = queue_[tail_++ % queue_.size()];
      made = {.due = due, .to = in_->peers[n], .from = {}, .info = in_->headers[n].msg_len > 25};
      std::memcpy(&made.from, CMSG_DATA(control), sizeof made.from);
      made.from.ipi_spec_dst = made.from.ipi_addr;
      made.from.ipi_ifindex = 0;
    }
  }

  void send() {
    const auto now = std::chrono::steady_clock::now();
    while (head_ != tail_ && queue_[head_ % queue_.size()].due <= now) {
      std::size_t count = 0;
      for (; count < batch && head_ != tail_ && queue_[head_ % queue_.size()].due <= now; ++count, ++head_)
        set(count, queue_[head_ % queue_.size()]);
      for (std::size_t sent = 0; sent < count;) {
        const int took =
            ::sendmmsg(socket_, out_->headers.data() + sent, static_cast<unsigned>(count - sent), 0);
        sent += took > 0 ? static_cast<std::size_t>(took) : 1;
      }
    }
  }

  void set(std::size_t i, const answer& what) {
    const gamewire::bytes info = replies_[0];
    out_->peers[i] = what.to;
    out_->set(i, what.info ? static_cast<const void*>(info.data()) : challenge.data(),
              what.info ? info.size() : challenge.size());
    cmsghdr* control = CMSG_FIRSTHDR(&out_->headers[i].msg_hdr);
    *control = {.cmsg_len = CMSG_LEN(sizeof what.from), .cmsg_level = IPPROTO_IP, .cmsg_type = IP_PKTINFO};
    std::memcpy(CMSG_DATA(control), &what.from, sizeof what.from);
  }

  int socket_;
  nanoseconds delay_;
  corpus replies_;
  std::vector<answer> queue_;  // a ring
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
  std::unique_ptr<messages> in_ = std::make_unique<messages>();
  std::unique_ptr<messages> out_ = std::make_unique<messages>();
};

}  // namespace

void stay_on_core(int number) {
  cpu_set_t all;
  must(::sched_getaffinity(0, sizeof all, &all) == 0);
  std::vector<std::size_t> cores;
  for (std::size_t i = 0; i < CPU_SETSIZE; ++i)
    if (CPU_ISSET(i, &all)) cores.push_back(i);
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cores[static_cast<std::size_t>(number) % cores.size()], &one);
  must(::sched_setaffinity(0, sizeof one, &one) == 0);
}

scan_servers::scan_servers(nanoseconds delay) {
  const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
  const int on = 1;
  const int room = 64 << 20;
  sockaddr_in at{.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_ANY)}};
  socklen_t size = sizeof at;
  must(socket >= 0 && ::setsockopt(socket, IPPROTO_IP, IP_PKTINFO, &on, sizeof on) == 0 &&
       ::bind(socket, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
       ::getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size) == 0);
  if (::setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) != 0)
    must(::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &room, sizeof room) == 0);
  port_ = ntohs(at.sin_port);
  child_ = ::fork();
  must(child_ >= 0);
  if (child_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    stay_on_core(1);
    server(socket, delay).run();
  }
  ::close(socket);
}

scan_servers::~scan_servers() {
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
}

gamewire::endpoint scan_servers::address(std::uint32_t i) const noexcept {
  return gamewire::endpoint::v4({127, static_cast<std::uint8_t>(1 + (i >> 16 & 0x7f)),
                                 static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)},
                                port_);
}

}  // namespace bench
