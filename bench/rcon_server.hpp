/// An RCON server for benchmarks: a thread that speaks as Source does, with as few system calls as there are.
#pragma once

#include <cstdint>
#include <thread>
#include <vector>

#include <gamewire/rcon/frame.hpp>

namespace bench {

/// How long the answer to any command is.
inline constexpr std::size_t rcon_reply_size = 100;

/// Puts one frame behind what is there.
void append(std::vector<std::byte>& to, const gamewire::rcon::frame& one);

/// Takes any password, and one connection at a time.
class rcon_server {
 public:
  rcon_server();
  rcon_server(const rcon_server&) = delete;
  rcon_server& operator=(const rcon_server&) = delete;
  ~rcon_server();

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void serve();
  void converse(int with);
  void answer(int to, const gamewire::rcon::frame& in);
  bool flush(int to);

  std::vector<std::byte> in_;
  std::vector<std::byte> out_;
  int listener_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace bench
