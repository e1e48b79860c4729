/// The fragments of messages that are complete, for the short while in which copies of them may still arrive.
/// The inside of the assembler. Not for users.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <gamewire/time.hpp>

namespace gamewire::inline v0::a2s {

/// Remembers the last `most_messages` messages and, of their fragments, the last `most_fragments`, as 16-bit
/// fingerprints: no memory but its own, which an idle client keeps and which is therefore small.
class recent_fragments {
 public:
  /// A message is complete. Its fragments follow.
  void add_message(std::uint32_t id, time_point until) noexcept {
    ids_[message_] = id;
    until_[message_] = until;
    message_ = (message_ + 1) % most_messages;
  }
  void add_fragment(std::uint16_t fingerprint) noexcept {
    fingerprints_[fragment_] = fingerprint;
    fragment_ = (fragment_ + 1) % most_fragments;
  }

  /// Did this very fragment, as far as a fingerprint tells, belong to one of them? Nearly always none has the
  /// id, and then the fingerprint need not be made.
  template <class MakeFingerprint>
  [[nodiscard]] bool holds(std::uint32_t id, MakeFingerprint fingerprint, time_point now) const noexcept {
    return any_is(ids_, id) && remembers(id, now) && any_is(fingerprints_, fingerprint());
  }

 private:
  static constexpr std::size_t most_messages = 8;
  static constexpr std::size_t most_fragments = 64;

  /// Looks at all of them at once: the compiler makes vector instructions of it.
  template <class T, std::size_t Size>
  static bool any_is(const std::array<T, Size>& all, T wanted) noexcept {
    unsigned found = 0;
    for (const T one : all) found |= one == wanted ? 1U : 0U;
    return found != 0;
  }

  [[nodiscard]] bool remembers(std::uint32_t id, time_point now) const noexcept {
    for (std::size_t i = 0; i < most_messages; ++i)
      if (ids_[i] == id && now < until_[i]) return true;
    return false;
  }

  std::array<std::uint32_t, most_messages> ids_{};
  std::array<std::uint16_t, most_fragments> fingerprints_{};
  std::array<time_point, most_messages> until_{};  // all past
  std::uint8_t message_ = 0;                       // whose turn it is to give way
  std::uint8_t fragment_ = 0;
};

}  // namespace gamewire::inline v0::a2s
