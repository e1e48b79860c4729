#include "rcon_server.hpp"

#include <array>
#include <chrono>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "must.hpp"

namespace bench {
namespace {

using gamewire::bytes;
namespace rcon = gamewire::rcon;

constexpr std::array<std::byte, 4> mark{std::byte{0}, std::byte{1}};

std::array<std::byte, rcon_reply_size> make_text() {
  std::array<std::byte, rcon_reply_size> made;
  made.fill(std::byte{'x'});
  return made;
}
const std::array<std::byte, rcon_reply_size> text = make_text();

}  // namespace

void append(std::vector<std::byte>& to, const rcon::frame& one) {
  const std::size_t before = to.size();
  to.resize(before + rcon::encoded_size(one));
  must(rcon::encode(one, std::span(to).subspan(before)).has_value());
}

rcon_server::rcon_server() : in_(std::size_t{1} << 18), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in at{.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof at;
  must(listener_ >= 0 && ::bind(listener_, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
       ::listen(listener_, 8) == 0 && ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size) == 0);
  port_ = ntohs(at.sin_port);
  thread_ = std::thread([this] { serve(); });
}

rcon_server::~rcon_server() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

void rcon_server::serve() {
  for (;;) {
    const int one = ::accept(listener_, nullptr, nullptr);
    if (one < 0) return;
    const int yes = 1;
    must(::setsockopt(one, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0);
    converse(one);
    ::close(one);
  }
}

void rcon_server::converse(int with) {
  std::size_t kept = 0;
  for (;;) {
    const auto got = ::recv(with, in_.data() + kept, in_.size() - kept, 0);
    if (got <= 0) return;
    bytes rest = bytes(in_).first(kept + static_cast<std::size_t>(got));
    while (rest.size() >= rcon::size_field) {
      const std::size_t size = *rcon::wire_size(rest.first<rcon::size_field>());
      if (size > rest.size()) break;
      answer(with, *rcon::decode(rest.first(size)));
      rest = rest.subspan(size);
    }
    kept = rest.size();
    std::memmove(in_.data(), rest.data(), kept);
    if (!flush(with)) return;
  }
}

bool rcon_server::flush(int to) {
  for (std::size_t sent = 0; sent < out_.size();) {
    const auto more = ::send(to, out_.data() + sent, out_.size() - sent, MSG_NOSIGNAL);
    if (more <= 0) return false;
    sent += static_cast<std::size_t>(more);
  }
  out_.clear();
  return true;
}

void rcon_server::answer(int to, const rcon::frame& in) {
  if (in.type == rcon::type::auth) {
    append(out_, {.id = in.id});
    // Apart from the next, or python3-rcon loses that: it drops what it has read behind one frame.
    if (!flush(to)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    append(out_, {in.id, rcon::type::auth_response, {}});
  } else if (in.type == rcon::type::exec_command) {
    append(out_, {.id = in.id, .body = text});
  } else {
    append(out_, {.id = in.id});
    append(out_, {.id = in.id, .body = mark});
  }
}

}  // namespace bench
