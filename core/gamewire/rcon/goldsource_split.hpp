/// The split packets in which GoldSource sends what does not fit a datagram: those of its queries, in the one form that
/// its RCON has, and so without what a2s::assembler finds out first (and no protocol includes another). Not for users.
///
///     FE FF FF FF, id u32, (index << 4 | count) u8, payload
#pragma once

#include <array>
#include <expected>
#include <optional>

#include <gamewire/bytes.hpp>

namespace gamewire::inline v0::rcon::goldsource {

/// One message at a time, because a client waits for one reply at a time: a fragment of another message drops
/// the one in the making.
class split_message {
 public:
  /// For messages with up to `max_text` bytes of text, and what is around that.
  explicit split_message(std::size_t max_text) noexcept : max_text_(max_text) {}

  /// The whole message with its last fragment, valid until the next call; before that nothing. What is no
  /// fragment is ignored. `rcon::errc::too_large`, `errc::no_memory`.
  std::expected<std::optional<bytes>, std::error_code> add(bytes datagram) noexcept;
  /// Nothing more is waited for. Gives all memory back.
  void forget() noexcept;

 private:
  static constexpr unsigned most = 15;
  static constexpr std::size_t around = 16;  // FF FF FF FF, the type, the NULs at the end, and some more

  void restart(std::uint32_t id, unsigned count) noexcept;
  [[nodiscard]] bool join() noexcept;

  std::size_t max_text_;
  std::size_t size_ = 0;  // of all parts
  std::array<byte_buffer, most> parts_;
  byte_buffer whole_;
  std::uint32_t id_ = 0;
  unsigned count_ = 0;
  std::uint32_t have_ = 0;  // a bit for each fragment
};

}  // namespace gamewire::inline v0::rcon::goldsource
