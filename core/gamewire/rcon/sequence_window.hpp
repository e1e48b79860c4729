/// Which of the server's messages, numbered from 0 to 255 and again, have been seen. Not for users.
#pragma once

#include <bitset>
#include <cstdint>

namespace gamewire::inline v0::rcon::battleye {

/// Remembers the last 128 numbers: a number less than 128 ahead of the newest is a new one, any other an old
/// one.
class sequence_window {
 public:
  /// Is it the first with this number?
  bool first(std::uint8_t number) noexcept {
    if (!begun_) newest_ = static_cast<std::uint8_t>(number - 1);
    begun_ = true;
    if (const auto ahead = static_cast<std::uint8_t>(number - newest_); ahead < 128)
      while (newest_ != number) seen_.reset(++newest_);
    const bool known = seen_.test(number);
    seen_.set(number);
    return !known;
  }

 private:
  std::bitset<256> seen_;
  std::uint8_t newest_ = 0;
  bool begun_ = false;
};

}  // namespace gamewire::inline v0::rcon::battleye
