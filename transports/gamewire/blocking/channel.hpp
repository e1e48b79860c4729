/// A connected UDP socket that knows the other addresses of its peer's name; the part of `peer` that is no
/// template.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

#include <gamewire/blocking/config.hpp>
#include <gamewire/system.hpp>

namespace gamewire::inline v0::blocking {

/// Until something has come back, a refusal moves it on to the next address, where the last datagram is sent
/// again. Only the refusal of the last address is reported.
class channel {
 public:
  static std::expected<channel, std::error_code> connect(std::vector<endpoint> addresses, config chosen);
  static std::expected<channel, std::error_code> adopt(system::socket connected, config chosen);

  [[nodiscard]] const endpoint& remote() const noexcept { return remote_; }

  /// Did the socket take the datagram? An error is the end of the conversation.
  std::expected<bool, std::error_code> send(bytes datagram);
  /// The next datagram, if there is one, in a buffer that the next call uses again. An error is the end.
  std::expected<std::optional<bytes>, std::error_code> receive();

  /// Waits for something to receive, for room to send when there was none, or for the time; see
  /// `system::wait`.
  std::error_code wait(time_point until) noexcept;
  /// Async-signal-safe.
  void stop() const noexcept { wake_.wake(); }
  void close() noexcept { socket_ = {}; }

 private:
  channel(config chosen, system::wake_pipe wake);

  std::error_code move_on(std::error_code because);
  std::error_code send_again();
  std::error_code open(const endpoint& remote);
  void trace(direction way, bytes datagram) const;

  config config_;
  system::wake_pipe wake_;
  system::socket socket_;
  endpoint remote_;
  std::vector<endpoint> others_;  // not tried yet, the next one last
  std::vector<std::byte> last_;   // what was sent last, while there are others
  std::unique_ptr<std::byte[]> buffer_;
  bool full_ = false;  // the socket takes no more to send
};

}  // namespace gamewire::inline v0::blocking
