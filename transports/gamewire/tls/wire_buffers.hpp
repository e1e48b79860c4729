/// What lies between OpenSSL and the transport. Not for users.
#pragma once

#include <gamewire/bytes.hpp>
#include <gamewire/tls/openssl.hpp>

namespace gamewire::inline v0::tls {

/// OpenSSL reads from the piece that was received, where it lies, and writes to a bounded buffer. It is told to come
/// again when there is nothing to read; a buffer that is full, or without memory, is an error.
class wire_buffers {
 public:
  explicit wire_buffers(std::size_t most_unsent) noexcept : most_(most_unsent) {}
  wire_buffers(const wire_buffers&) = delete;

  /// What reads and writes here, to be owned by an SSL; null when memory is out. It must not outlive this.
  BIO* make_bio() noexcept;

  void feed(bytes piece) noexcept { unread_ = piece; }
  [[nodiscard]] bytes unread() const noexcept { return unread_; }

  [[nodiscard]] bytes unsent() const noexcept { return unsent_.view().subspan(taken_); }
  void sent(std::size_t size) noexcept;
  void drop_unsent() noexcept;
  /// For the next session.
  void clear() noexcept;
  /// There was no room for something.
  [[nodiscard]] bool overflown() const noexcept { return overflown_; }

 private:
  static const BIO_METHOD* method() noexcept;
  static int read(BIO* of, char* out, std::size_t size, std::size_t* got) noexcept;
  static int write(BIO* of, const char* in, std::size_t size, std::size_t* taken) noexcept;
  bool append(bytes in) noexcept;

  bytes unread_;
  byte_buffer unsent_;
  std::size_t taken_ = 0;  // by the transport
  std::size_t most_;
  bool overflown_ = false;
};

}  // namespace gamewire::inline v0::tls
