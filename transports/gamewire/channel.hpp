/// A connected UDP socket that knows the other addresses of its peer's name. It never waits, but for `receive_soon`.
/// Not for users.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <system_error>
#include <vector>

#include <gamewire/driver_options.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0 {

/// Until something has come back, a refusal moves it on to the next address, where the last datagram is sent
/// again. Only the refusal of the last address is reported.
class channel {
 public:
  /// The datagram, which is in the caller's buffer; nothing when none is there. An error is the end.
  using received = std::expected<std::optional<bytes>, std::error_code>;

  /// Without a socket yet, for whose name is still being resolved: full until `connect`.
  explicit channel(driver_options chosen) : options_(std::move(chosen)) {}
  std::error_code connect(std::vector<endpoint> addresses);

  static std::expected<channel, std::error_code> connect(std::vector<endpoint> addresses,
                                                         driver_options chosen);
  static std::expected<channel, std::error_code> adopt(system::socket connected, driver_options chosen);

  [[nodiscard]] const driver_options& options() const noexcept { return options_; }
  [[nodiscard]] const endpoint& remote() const noexcept { return remote_; }
  /// Its socket, for who waits. It becomes another one when `generation` changes.
  [[nodiscard]] const system::socket& socket() const noexcept { return socket_; }
  [[nodiscard]] unsigned generation() const noexcept { return generation_; }
  /// Tells who waits, before that happens and the old one is closed.
  void before_change(std::move_only_function<void() noexcept> tell) { before_change_ = std::move(tell); }

  /// Did the socket take the datagram? A trace gets the one that is `shown` in its place. An error is the end
  /// of the conversation.
  std::expected<bool, std::error_code> send(bytes datagram, bytes shown);
  /// The socket took no more to send; so it is until `writable`.
  [[nodiscard]] bool full() const noexcept { return full_; }
  void writable() noexcept { full_ = false; }

  /// `into` has room for any datagram: `system::max_datagram` bytes.
  received receive(std::span<std::byte> into) { return read(&system::socket::receive, into); }
  /// Waits for it, but not longer than `system::patience`.
  received receive_soon(std::span<std::byte> into);

  void close() noexcept {
    socket_ = {};
    full_ = true;
  }

 private:
  using reading = system::transfer (system::socket::*)(std::span<std::byte>) noexcept;

  received read(reading how, std::span<std::byte> into);
  std::error_code move_on(std::error_code because);
  std::error_code send_again();
  std::error_code open(const endpoint& remote);
  void trace(direction way, bytes datagram) const;

  driver_options options_;
  std::move_only_function<void() noexcept> before_change_;
  system::socket socket_;
  endpoint remote_;
  std::vector<endpoint> others_;  // not tried yet, the next one last
  std::vector<std::byte> last_;   // what was sent last, while there are others
  std::vector<std::byte> last_shown_;
  unsigned generation_ = 0;
  bool full_ = true;      // until there is a socket
  bool patient_ = false;  // the socket waits in receive_soon
};

}  // namespace gamewire::inline v0
