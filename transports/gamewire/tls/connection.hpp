/// What both sides of TLS are: a layer (layer.hpp states the contract).
///
/// There is no I/O in it: OpenSSL reads what `receive` was given where it lies, and writes to a buffer that
/// `poll_transmit` shows. It takes the time of day to judge certificates from the system, unless the options give it,
/// and its randomness too. Renegotiation, compression and resumption are off.
///
/// Memory: what is not transmitted is bounded by `max_unsent` and 128 KiB for TLS's own messages, of which more end the
/// connection. OpenSSL takes 17 KiB for a connection that is idle and up to 60 KiB in the handshake; besides, a record
/// that has not come whole takes 16 KiB, and so does one that is being read. An allocation that fails ends the
/// connection with an error.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

#include <gamewire/layer.hpp>
#include <gamewire/tls/error.hpp>
#include <gamewire/tls/trust.hpp>

namespace gamewire::inline v0::tls {

class session;

class connection {
 public:
  static constexpr framing wire = framing::stream;
  static constexpr framing plain = framing::stream;

  connection(connection&&) noexcept;
  connection& operator=(connection&&) noexcept;
  ~connection();

  // Below.
  void opened(time_point now) noexcept;
  void receive(bytes in, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept;

  // Above.
  std::optional<bytes> poll_plain() noexcept;
  /// {}: the peer has said farewell. `errc::truncated`: it has not, and whether something is missing only the
  /// machine can know. Else what broke the handshake or the connection.
  [[nodiscard]] std::optional<std::error_code> plain_end() const noexcept;
  std::size_t write(bytes in, time_point now) noexcept;
  void shutdown(time_point now) noexcept;

  /// To look at. The handshake is over, and the peer is who it should be.
  [[nodiscard]] bool secure() const noexcept;
  /// "TLSv1.3"; empty before.
  [[nodiscard]] std::string_view version() const noexcept;
  /// What ALPN agreed on; may be empty. Valid until the next call that is not const.
  [[nodiscard]] std::string_view protocol() const noexcept;
  /// The peer's key, for pins.
  [[nodiscard]] std::optional<key_digest> peer_key() const noexcept;

 protected:
  using made = std::expected<std::unique_ptr<session>, std::error_code>;
  explicit connection(made made) noexcept;

 private:
  std::unique_ptr<session> session_;
  std::optional<std::error_code> unborn_;  // why there is none
};

}  // namespace gamewire::inline v0::tls
