/// The inside of both sides of TLS. Not for users.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include <gamewire/time.hpp>
#include <gamewire/tls/error.hpp>
#include <gamewire/tls/trust.hpp>
#include <gamewire/tls/wire_buffers.hpp>

namespace gamewire::inline v0::tls {

/// What a session is to be, each time it begins.
struct session_setup {
  enum class side : bool { client, server };

  side is;
  context_ptr context;
  nanoseconds handshake_timeout;
  nanoseconds closing_timeout;
  std::size_t max_unsent;
  std::string protocols = {};  // as ALPN has them on the wire
  // Of clients.
  std::string host = {};
  std::vector<key_digest> pins = {};
  std::optional<std::chrono::sys_seconds> wall_time = {};
  bool verify = false;

  /// One protocol, as ALPN has it on the wire.
  static std::string protocol_list(std::string_view one);
  /// What both sides' options have in common is in order.
  static bool is_valid(nanoseconds handshake, nanoseconds closing, std::size_t max_unsent,
                       std::string_view protocol);
};

class session {
 public:
  explicit session(session_setup&& chosen) noexcept;

  void opened(time_point now) noexcept;
  void receive(bytes in, time_point now) noexcept;
  void receive_end(std::error_code why, time_point now) noexcept;
  void on_timeout(time_point now) noexcept;
  bytes poll_transmit(time_point now) noexcept;
  void transmitted(std::size_t size, time_point now) noexcept;
  [[nodiscard]] time_point deadline() const noexcept;
  [[nodiscard]] bool done() const noexcept;

  std::optional<bytes> poll_plain() noexcept;
  [[nodiscard]] std::optional<std::error_code> plain_end() const noexcept {
    return shut_ ? std::nullopt : end_;
  }
  std::size_t write(bytes in, time_point now) noexcept;
  void shutdown(time_point now) noexcept;

  [[nodiscard]] const SSL* secure() const noexcept { return secure_ ? ssl_.get() : nullptr; }

  /// OpenSSL asks whether the peer's certificate is good.
  static int judge(X509_STORE_CTX* chain, void*) noexcept;
  /// OpenSSL asks a server which of the client's protocols it wants.
  static int choose(SSL* of, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned offered_size, void*) noexcept;

 private:
  // session_begin.cpp
  void begin() noexcept;
  [[nodiscard]] bool equip(SSL& made) noexcept;
  [[nodiscard]] bool expect_host(SSL& made) noexcept;

  // session.cpp
  void pass(time_point now) noexcept { now_ = std::max(now_, now); }
  void handshake() noexcept;
  void check(int result) noexcept;
  void fail(std::error_code why) noexcept;
  void break_off() noexcept;
  [[nodiscard]] bool leaves() const noexcept { return shut_ || failed_; }

  session_setup setup_;
  wire_buffers wire_;
  ssl_ptr ssl_;
  byte_buffer piece_;  // what poll_plain shows

  time_point now_ = time_point::min();
  time_point handshake_due_ = never;
  time_point closing_due_ = never;
  std::optional<std::error_code> cut_;  // what the transport said at its end
  std::optional<std::error_code> end_;  // what there is to say about the peer's
  bool begun_ = false;
  bool secure_ = false;
  bool shut_ = false;
  bool failed_ = false;
  bool broken_ = false;  // nothing can be sent any more
};

}  // namespace gamewire::inline v0::tls
