/// The handshakes of both sides: RFC 6455, 4. Not for users.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <system_error>

#include <gamewire/http1/refusal.hpp>
#include <gamewire/http1/request_reader.hpp>
#include <gamewire/http1/response_reader.hpp>
#include <gamewire/secret.hpp>
#include <gamewire/websocket/key.hpp>

namespace gamewire::inline v0::websocket {

struct client_options;
struct server_options;

class opening {
 public:
  opening() = default;
  opening(const opening&) = delete;
  virtual ~opening() = default;

  /// A new transport.
  virtual void begin(key_source& keys) noexcept = 0;
  /// A piece of the stream, which must stay readable until `finish`. True: the handshake is over, and `trailing()` is
  /// what came behind it. What it answers goes to `out`, also when it refuses.
  virtual std::expected<bool, std::error_code> read(bytes piece, byte_buffer& out) noexcept = 0;
  [[nodiscard]] virtual bytes trailing() const noexcept = 0;
  /// Gives back what only the handshake needs.
  virtual void finish() noexcept = 0;

  /// What it has to say first, as it is and as others may see it.
  [[nodiscard]] virtual bytes unsent() const noexcept { return {}; }
  [[nodiscard]] virtual bytes shown() const noexcept { return {}; }
  virtual void sent(std::size_t) noexcept {}

  /// What the peer says instead, as far as it has come. Until `begin`.
  [[nodiscard]] virtual http1::refusal refusal() const noexcept { return {}; }
};

class client_opening final : public opening {
 public:
  /// Writes the request once, but for the key. May throw std::bad_alloc.
  explicit client_opening(const client_options& chosen);
  /// Why there is none: an option that cannot be said, or no memory.
  [[nodiscard]] std::error_code error() const noexcept { return error_; }

  void begin(key_source& keys) noexcept override;
  std::expected<bool, std::error_code> read(bytes piece, byte_buffer& out) noexcept override;
  [[nodiscard]] bytes trailing() const noexcept override { return reader_ ? reader_->trailing() : bytes{}; }
  void finish() noexcept override { reader_.reset(); }
  [[nodiscard]] bytes unsent() const noexcept override { return request_.view().subspan(taken_); }
  [[nodiscard]] bytes shown() const noexcept override { return shown_.view().subspan(taken_); }
  void sent(std::size_t size) noexcept override { taken_ += size; }
  [[nodiscard]] http1::refusal refusal() const noexcept override;

 private:
  [[nodiscard]] std::error_code write(const client_options& chosen);
  [[nodiscard]] std::error_code begin_refusal(const http1::response_head& head) noexcept;
  [[nodiscard]] std::error_code read_refusal() noexcept;
  [[nodiscard]] std::error_code judge(const http1::response_head& head) const noexcept;

  secret request_;
  byte_buffer shown_;
  std::size_t key_at_ = 0;  // in both
  std::size_t taken_ = 0;   // by the transport
  std::string protocol_;
  http1::read_limits limits_;
  accept_key expected_{};
  std::optional<http1::response_reader> reader_;
  std::error_code error_;

  // If it is refused.
  std::uint16_t status_ = 0;
  bool ends_ = false;         // its body says how long it is
  std::size_t location_ = 0;  // bytes of what follows: the field, another, and the body
  std::size_t content_type_ = 0;
  byte_buffer said_;
};

class server_opening final : public opening {
 public:
  /// May throw std::bad_alloc.
  explicit server_opening(const server_options& chosen);

  void begin(key_source&) noexcept override { reader_.emplace(limits_); }
  std::expected<bool, std::error_code> read(bytes piece, byte_buffer& out) noexcept override;
  [[nodiscard]] bytes trailing() const noexcept override { return reader_ ? reader_->trailing() : bytes{}; }
  void finish() noexcept override { reader_.reset(); }

 private:
  [[nodiscard]] std::uint16_t judge(const http1::request_head& head) const noexcept;
  [[nodiscard]] std::error_code accept(const http1::request_head& head, byte_buffer& out) const noexcept;

  std::string path_;
  std::string protocol_;
  http1::read_limits limits_;
  std::optional<http1::request_reader> reader_;
};

}  // namespace gamewire::inline v0::websocket
